/** Streams the mails of a folder from the cursor on: what is there, then what comes, told by the server (IDLE) or asked for. */
import type { AccountAccess, ChannelTools, Heading } from '../channel.ts';
import { pause, pollMilliseconds } from '../polling.ts';
import { imapServer } from './access.ts';
import { type Depth, type FetchedMail, fetchMetas, readMails } from './fetching.ts';
import { type Folder, imapFault, type OpenFolder, openFolder } from './mailbox.ts';

const day = 86_400_000;
/** How far back a mailbox is read that was just connected, and one whose numbers the server made anew. */
const firstLook = 7 * day;
const secondLook = 30 * day;
const chunk = 50;
const perHeading = 50;
const headingBytes = 8_000_000;
/** A server that tells by itself is asked all the same, in case it forgot. */
const patience = 240_000;
const nobodySends = 3_600_000;

/** How often the connection broke over a mail, by account, folder and number. A mail that breaks it again and again is looked into less. */
export type Stumbles = Map<string, number>;

/** Ends by throwing when the connection is lost. */
export async function* listen(
  tools: ChannelTools,
  stumbles: Stumbles,
  account: AccountAccess,
  folder: Folder,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const box = await openFolder(account, folder, signal);
  if (box === null) return yield* silence(signal);
  try {
    yield* follow({ tools, box, account, stumbles }, cursor, signal);
  } catch (error) {
    throw imapFault(error, imapServer(account));
  } finally {
    box.client.close();
  }
}

interface Listening {
  tools: ChannelTools;
  box: OpenFolder;
  account: AccountAccess;
  stumbles: Stumbles;
}

async function* follow(
  listening: Listening,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const { tools, box, account } = listening;
  const news = watchNews(box);
  let last = lastUid(cursor, box.validity);
  if (last === null) {
    const back = cursor === null ? firstLook : secondLook;
    yield* readAll(listening, await since(box, new Date(tools.now().getTime() - back)));
    last = box.nextUid - 1;
    yield { items: [], cursor: cursorAt(box, last) };
  }
  while (!signal.aborted) {
    news.reset();
    const fresh = await after(box, last);
    yield* readAll(listening, fresh);
    last = Math.max(last, fresh.at(-1) ?? 0);
    await news.wait(pollMilliseconds(account, 30), signal);
  }
}

/** The number of the last mail that was read; null where the cursor is of other numbers. */
export function lastUid(cursor: string | null, validity: string): number | null {
  const [, of, uid] = /^(\d+):(\d+)$/.exec(cursor ?? '') ?? [];
  return of === validity && uid !== undefined ? Number(uid) : null;
}

const cursorAt = (box: OpenFolder, uid: number): string => `${box.validity}:${uid}`;

/** Numbers of the mails received since then, in their order. */
export async function since(box: OpenFolder, at: Date): Promise<number[]> {
  return sorted(await box.client.search({ since: at }, { uid: true }));
}

async function after(box: OpenFolder, last: number): Promise<number[]> {
  // "n:*" names the last mail also where its number is smaller than n.
  return sorted(await box.client.search({ uid: `${last + 1}:*` }, { uid: true })).filter((uid) => uid > last);
}

const sorted = (found: unknown): number[] =>
  Array.isArray(found) ? (found as number[]).sort((a, b) => a - b) : [];

/** Reads mails in their order; the cursor follows each heading. */
async function* readAll(listening: Listening, uids: readonly number[]): AsyncGenerator<Heading> {
  const { box, account } = listening;
  let heading = emptyHeading();
  for (let at = 0; at < uids.length; ) {
    const stumbled = depthOf(listening, uids[at] ?? 0);
    const some = uids.slice(at, at + (stumbled.times === 0 ? chunk : 1));
    at += some.length;
    for await (const mail of readSome(listening, some, stumbled.depth)) {
      add(heading, mail);
      if (heading.items.length >= perHeading || heading.bytes >= headingBytes) {
        yield { items: heading.items, files: heading.files, cursor: cursorAt(box, mail.uid) };
        heading = emptyHeading();
      }
    }
    const end = some.at(-1) ?? 0;
    if (heading.items.length > 0)
      yield { items: heading.items, files: heading.files, cursor: cursorAt(box, end) };
    heading = emptyHeading();
    for (const uid of some) listening.stumbles.delete(nameOf(account, box, uid));
  }
}

interface Gathering {
  items: FetchedMail['item'][];
  files: FetchedMail['files'];
  bytes: number;
}

const emptyHeading = (): Gathering => ({ items: [], files: [], bytes: 0 });

function add(heading: Gathering, mail: FetchedMail): void {
  heading.items.push(mail.item);
  heading.files.push(...mail.files);
  for (const file of mail.files) heading.bytes += file.bytes.length;
}

/** Notes over which mail the connection broke, should it break. */
async function* readSome(
  listening: Listening,
  uids: readonly number[],
  depth: Depth,
): AsyncGenerator<FetchedMail> {
  const { tools, box, account, stumbles } = listening;
  let underWay = uids[0] ?? 0;
  try {
    const metas =
      depth === 'nothing' ? uids.map((uid) => ({ uid, seq: 0 })) : await fetchMetas(box, uids, depth);
    yield* readMails({ box, account, at: tools.now() }, metas, (uid) => {
      underWay = uid;
      return depth;
    });
  } catch (error) {
    const name = nameOf(account, box, underWay);
    stumbles.set(name, (stumbles.get(name) ?? 0) + 1);
    throw error;
  }
}

const nameOf = (account: AccountAccess, box: OpenFolder, uid: number): string =>
  `${account.accountId} ${box.folder} ${box.validity}:${uid}`;

function depthOf({ stumbles, account, box }: Listening, uid: number): { times: number; depth: Depth } {
  const times = stumbles.get(nameOf(account, box, uid)) ?? 0;
  return { times, depth: times >= 5 ? 'nothing' : times >= 3 ? 'head' : 'whole' };
}

interface News {
  reset(): void;
  /** Resolves when mail came, the time is over, or the connection or the signal ended. */
  wait(pollMilliseconds: number, signal: AbortSignal): Promise<void>;
}

function watchNews({ client }: OpenFolder): News {
  let told = false;
  let wake = new AbortController();
  const tell = () => {
    told = true;
    wake.abort();
  };
  client.on('exists', tell);
  client.on('close', tell);
  return {
    reset() {
      told = false;
      wake = new AbortController();
    },
    async wait(pollMilliseconds, signal) {
      if (told) return;
      const idles = client.capabilities.has('IDLE');
      // It goes on until something else is asked; that it failed, what is asked next will say.
      if (idles) client.idle().catch(() => undefined);
      await pause(idles ? patience : pollMilliseconds, AbortSignal.any([wake.signal, signal]));
      if (!idles && !signal.aborted) await client.noop();
    },
  };
}

/** An account without a folder of sent mail. */
async function* silence(signal: AbortSignal): AsyncGenerator<Heading> {
  while (!signal.aborted) {
    await pause(nobodySends, signal);
    if (!signal.aborted) yield { items: [], cursor: null };
  }
}
