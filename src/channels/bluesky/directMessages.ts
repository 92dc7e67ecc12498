/** Listens to direct messages by the chat service's log, whose cursor it keeps. */
import type { ChannelTools, Heading, RawItem } from '../channel.ts';
import { pause, pieces, pollMilliseconds } from '../polling.ts';
import { type Dictionary, dictionaries, dictionary, instant, text } from '../reading.ts';
import { authorOf } from './authors.ts';
import { chatOf } from './direct.ts';
import { type MessagePayload, messageId, type RawAuthor } from './payload.ts';
import { lacksRights, type Session } from './session.ts';
import { Refused, unreachable } from './xrpc.ts';

const firstLook = 86_400_000;
const mostPages = 100;
const perHeading = 200;
/** An account without the right is asked again this often: somebody may have connected it anew. */
const withoutRights = 600_000;

/** Streams what the log says since the cursor; the messages of the last day first when there is none. */
export async function* listenToMessages(
  tools: ChannelTools,
  session: Session,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const members = rememberedMembers(session);
  let place = cursor;
  while (!signal.aborted) {
    try {
      if (place === null) {
        place = text((await readChat(session, 'getLog', {}, signal)).cursor);
        const since = new Date(tools.now().getTime() - firstLook);
        for await (const items of readMessages(session, since, signal)) {
          yield { items: items.map((one) => one.item), cursor: null };
        }
      }
      const step = await readLog(session, members, place, signal);
      place = step.cursor;
      yield step;
      if (step.items.length > 0) continue;
    } catch (error) {
      if (!(error instanceof Refused && lacksRights(error.refusal))) throw unreachable(error);
      await pause(withoutRights, signal);
    }
    await pause(pollMilliseconds(session.account, 5), signal);
  }
}

async function readLog(
  session: Session,
  members: (convo: string) => Promise<RawAuthor[]>,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Heading> {
  const body = await readChat(session, 'getLog', cursor === null ? {} : { cursor }, signal);
  const items: RawItem[] = [];
  for (const entry of dictionaries(body.logs)) {
    const kind = text(entry.$type) ?? '';
    const removed = kind.endsWith('#logDeleteMessage');
    const convo = text(entry.convoId);
    if (convo === null || !(removed || kind.endsWith('#logCreateMessage'))) continue;
    items.push(messageItem(convo, entry.message, await members(convo), removed).item);
  }
  return { items, cursor: text(body.cursor) ?? cursor };
}

function messageItem(convo: string, message: unknown, members: RawAuthor[], removed: boolean) {
  const payload: MessagePayload = { form: 'message', convo, removed, message, members };
  const id = text(dictionary(message)?.id);
  return { networkId: id === null ? null : messageId(convo, id), item: { key: convo, payload } };
}

/** Who takes part in a conversation of two never changes. */
function rememberedMembers(session: Session): (convo: string) => Promise<RawAuthor[]> {
  const known = new Map<string, RawAuthor[]>();
  return async (convo) => {
    const found =
      known.get(convo) ??
      membersOf(dictionary((await readChat(session, 'getConvo', { convoId: convo })).convo));
    known.set(convo, found);
    if (known.size > 1_000) known.delete(known.keys().next().value ?? '');
    return found;
  };
}

function membersOf(convo: Dictionary | null): RawAuthor[] {
  return dictionaries(convo?.members).flatMap((member) => authorOf(member) ?? []);
}

/** Every message since then of every conversation that was touched since then, a conversation's newest first. */
export async function* readMessages(
  session: Session,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<{ networkId: string | null; item: RawItem }[]> {
  for await (const convo of readConvos(session, since, signal)) {
    const id = text(convo.id) ?? '';
    const members = membersOf(convo);
    const messages = await readConvo(session, id, since, signal);
    yield* pieces(
      messages.map((one) => messageItem(id, one, members, false)),
      perHeading,
    );
  }
}

async function* readConvos(session: Session, since: Date, signal: AbortSignal): AsyncGenerator<Dictionary> {
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && !signal.aborted; page += 1) {
    const body = await readChat(
      session,
      'listConvos',
      { limit: 100, ...(cursor === null ? {} : { cursor }) },
      signal,
    );
    const convos = dictionaries(body.convos);
    for (const convo of convos) {
      const last = instant(dictionary(convo.lastMessage)?.sentAt);
      if (last === null || last >= since) yield convo;
    }
    cursor = text(body.cursor);
    if (cursor === null) return;
  }
}

async function readConvo(
  session: Session,
  convoId: string,
  since: Date,
  signal: AbortSignal,
): Promise<Dictionary[]> {
  const found: Dictionary[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages && !signal.aborted; page += 1) {
    const query = { convoId, limit: 100, ...(cursor === null ? {} : { cursor }) };
    const body = await readChat(session, 'getMessages', query, signal);
    const messages = dictionaries(body.messages);
    found.push(...messages.filter((one) => (instant(one.sentAt)?.getTime() ?? 0) >= since.getTime()));
    cursor = text(body.cursor);
    const oldest = instant(messages.at(-1)?.sentAt);
    if (cursor === null || oldest === null || oldest < since) break;
  }
  return found.filter((one) => text(one.text) !== null);
}

function readChat(
  session: Session,
  name: string,
  query: Record<string, string | number>,
  signal?: AbortSignal,
): Promise<Dictionary> {
  const what = { method: `chat.bsky.convo.${name}`, query, proxy: chatOf(session) };
  return session.read(signal === undefined ? what : { ...what, signal });
}
