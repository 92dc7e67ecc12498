/** An example: the channel to invented suggestion boxes, whose server is asked for notes and takes answers. Begin a channel of your own with it. */

import type {
  AccountAccess,
  Channel,
  ChannelFactory,
  ChannelTools,
  Found,
  Heading,
  Outcome,
  Permission,
  ReplyToSend,
} from '../../../src/channels/channel.ts';
import { pause, pollMilliseconds } from '../../../src/channels/polling.ts';
import { dictionaries, dictionary, instant, storable, text } from '../../../src/channels/reading.ts';
import { Fault } from '../../../src/domain/fault.ts';
import type { Heard } from '../../../src/domain/post.ts';

const length = { graphemes: 500, bytes: 2_000 };
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const suggestionBox: ChannelFactory = (tools): Channel => ({
  network: 'own', // the name that you put into src/domain/network.ts
  name: 'Suggestion box',
  evidence: [{ what: 'notes and answers', by: 'our double' }],
  abilities: {
    hears: ['polling'],
    watches: false,
    replies: ['direct'],
    announces: false,
    deletes: false,
    deletedStays: 0,
    attachments: null,
    length,
    keyed: { public: false, direct: true },
  },
  connect: {
    fields: [
      { name: 'server', label: 'Server', secret: false, required: true, help: 'As https://boxes.example.' },
      { name: 'token', label: 'Token', secret: true, required: true, help: null },
    ],
    try: async ({ server = '', token = '' }) => {
      const answer = await ask(tools, { settings: { server }, secret: { token } }, 'GET', '/notes?after=0');
      if (answer?.status === 401) throw new Fault('account_refused', 'The server does not know this token.');
      if (answer?.status !== 200) throw new Fault('network_unreachable', 'The server cannot be reached.');
      const known = { settings: { server }, secret: { token } };
      return { networkId: server, handle: server, name: null, ...known, lacks: [] };
    },
  },
  sources: [{ name: 'notes', isDirect: true, stream: (...asked) => listen(tools, ...asked) }],
  normalise,
  mayReply,
  // The server takes a key of ours: one reply is published once, and can be asked for.
  networkKey: ({ replyId }) => replyId,
  send: (account, reply) => send(tools, account, reply),
  check: (account, reply) => check(tools, account, reply),
  remove: async () => ({ kind: 'refused', code: 'cannot_remove', reason: 'Paper is not taken back.' }),
  async *reconcile(account, since, signal) {
    for await (const { items } of pages(tools, account, '0')) {
      if (signal.aborted) return;
      const isOfThen = ({ payload }: { payload: unknown }) =>
        (instant(dictionary(payload)?.at) ?? since) >= since;
      yield items.filter(isOfThen).map((item) => ({ networkId: text(dictionary(item.payload)?.id), item }));
    }
  },
});

/** Null where nobody answered. */
async function ask(
  tools: ChannelTools,
  { settings, secret }: Pick<AccountAccess, 'settings' | 'secret'>,
  method: 'GET' | 'PUT',
  path: string,
  body?: object,
): Promise<{ status: number; headers: Headers; body: unknown } | null> {
  try {
    const answer = await tools.fetch(new URL(path, settings.server), {
      method,
      headers: { authorization: `Bearer ${secret.token}`, 'content-type': 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json().catch(() => null) };
  } catch (error) {
    tools.log('suggestion_box_silent', { path, reason: String(error) });
    return null;
  }
}

/** Everything behind a cursor, page by page. */
async function* pages(tools: ChannelTools, account: AccountAccess, after: string): AsyncGenerator<Heading> {
  for (let cursor = after; ; ) {
    const answer = await ask(tools, account, 'GET', `/notes?after=${encodeURIComponent(cursor)}`);
    if (answer?.status === 401)
      throw new Fault('account_refused', 'The server does not know this token any more.');
    if (answer?.status !== 200) throw new Fault('network_unreachable', 'The server cannot be reached.');
    const notes = dictionaries(dictionary(answer.body)?.notes);
    const next = text(dictionary(answer.body)?.next);
    const items = notes.map((note) => ({ key: text(note.box) ?? 'box', payload: note }));
    if (items.length > 0) yield { items, cursor: next ?? cursor };
    if (next === null || next === cursor) return;
    cursor = next;
  }
}

/** The caller saves items and cursor together, so a restart goes on where it was. */
async function* listen(
  tools: ChannelTools,
  account: AccountAccess,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  let cursor = from ?? '0';
  while (!signal.aborted) {
    for await (const heading of pages(tools, account, cursor)) {
      yield heading;
      cursor = heading.cursor ?? cursor;
    }
    await pause(pollMilliseconds(account, 30), signal);
  }
}

/** Pure, and never throws: what it cannot read is said to be unreadable, and kept. */
function normalise(payload: unknown): Heard {
  const note = dictionary(payload);
  const [id, box, words] = [note?.id, note?.box, note?.words].map((one) => storable(text(one) ?? ''));
  const at = instant(note?.at);
  if (!id || !box || at === null)
    return { kind: 'unreadable', reason: 'The note does not say its box and time.' };
  if (note?.removed === true) return { kind: 'deleted', network: 'own', networkId: id, at };
  return {
    kind: 'post',
    post: {
      network: 'own',
      networkId: id,
      thread: id,
      parentNetworkId: null,
      quotedNetworkId: null,
      direction: 'inbound',
      visibility: 'direct',
      hearing: 'direct',
      by: { networkId: id, handle: `Note in ${box}`, name: null },
      conversationWith: id,
      text: words ?? '',
      language: null,
      media: [],
      at,
      revision: '0',
      reach: null,
      handle: {},
      institution: null,
    },
  };
}

function mayReply({ direction }: Parameters<Channel['mayReply']>[0]): Permission[] {
  const reason = direction === 'inbound' ? null : 'This is an answer of ours. Answer a note.';
  return [{ mode: 'direct', allowed: reason === null, reason, until: null, length, price: null }];
}

async function send(tools: ChannelTools, account: AccountAccess, reply: ReplyToSend): Promise<Outcome> {
  const tooLong = [...segmenter.segment(reply.text)].length > length.graphemes;
  if (tooLong || Buffer.byteLength(reply.text) > length.bytes)
    return {
      kind: 'refused',
      code: 'reply_too_long',
      reason: 'A slip takes 500 characters. Shorten the reply.',
    };
  const body = { note: reply.to?.networkId, words: reply.text };
  const answer = await ask(tools, account, 'PUT', `/answers/${reply.networkKey}`, body);
  // It may have gone out: `check` looks before anything is sent again.
  if (answer === null || answer.status >= 500)
    return { kind: 'unknown', reason: 'The server did not answer.' };
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('retry-after') ?? 60);
    return {
      kind: 'later',
      at: new Date(tools.now().getTime() + seconds * 1_000),
      reason: 'It asks to wait.',
    };
  }
  if (answer.status >= 400)
    return { kind: 'refused', code: 'network_refused', reason: 'The server refused it.' };
  return { kind: 'sent', networkId: reply.networkKey, at: tools.now(), handle: {} };
}

async function check(tools: ChannelTools, account: AccountAccess, reply: ReplyToSend): Promise<Found> {
  const answer = await ask(tools, account, 'GET', `/answers/${reply.networkKey}`);
  if (answer?.status === 404) return { kind: 'absent' };
  if (answer?.status !== 200)
    throw new Fault('network_unreachable', 'The server does not say whether it has it.');
  return { kind: 'there', networkId: reply.networkKey, at: reply.firstAttemptAt, handle: {} };
}
