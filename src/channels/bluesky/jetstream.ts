/** Listens to Jetstream's first wire: the same changes as the firehose, already in JSON, with microseconds as cursor. */
import type { AccountAccess, ChannelTools, Heading, RawItem } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import { readSocket } from '../socket.ts';
import { defaultJetstream } from './connect.ts';
import { postCollection } from './identifiers.ts';
import type { CommitPayload, UnreadablePayload } from './payload.ts';
import { picturesOf, type Sieve, scannerFor } from './sieve.ts';

const alwaysRead = ['"operation":"delete"', '"operation":"update"'];
const cursorEvery = 5_000;

/** Streams from the cursor on; from now on when there is none or when it is of another form. */
export async function* listenToJetstream(
  tools: ChannelTools,
  account: AccountAccess,
  sieve: Sieve,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const scanner = scannerFor(account, alwaysRead);
  let time = readCursor(cursor);
  let told = 0;
  for await (const batch of readSocket(addressOf(account, time), signal)) {
    const changes: CommitPayload[] = [];
    const broken: RawItem[] = [];
    for (const [at, bytes] of batch.entries()) {
      const isLast = at === batch.length - 1;
      if (!isLast && !scanner.finds(bytes) && !sieve.finds(bytes)) continue;
      const event = parsed(bytes);
      const change = event === null ? null : changeOf(event, picturesOf(account));
      if (event === null) broken.push(brokenItem(bytes));
      if (change !== null) changes.push(change);
      if (typeof event?.time_us === 'number') time = event.time_us;
    }
    const items = [...broken, ...(await sieve.itemsOf(changes))];
    const due = tools.now().getTime() - told >= cursorEvery;
    if (items.length === 0 && batch.length > 0 && !due) continue;
    told = tools.now().getTime();
    yield { items, cursor: time === null ? null : `jetstream ${time}` };
  }
}

function addressOf(account: AccountAccess, time: number | null): string {
  const address = new URL('/subscribe', account.settings.stream ?? defaultJetstream);
  address.searchParams.set('wantedCollections', postCollection);
  if (time !== null) address.searchParams.set('cursor', String(time));
  return address.toString();
}

function readCursor(cursor: string | null): number | null {
  const [form, time] = (cursor ?? '').split(' ');
  return form === 'jetstream' && Number.isSafeInteger(Number(time)) ? Number(time) : null;
}

function parsed(bytes: Buffer) {
  try {
    return dictionary(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

/** Null for what is no change of a post. */
export function changeOf(
  event: NonNullable<ReturnType<typeof dictionary>>,
  pictures: string,
): CommitPayload | null {
  const commit = dictionary(event.commit);
  const [did, rkey, rev] = [text(event.did), text(commit?.rkey), text(commit?.rev)];
  const operation = commit?.operation;
  if (event.kind !== 'commit' || commit === null || commit.collection !== postCollection) return null;
  if (operation !== 'create' && operation !== 'update' && operation !== 'delete') return null;
  if (did === null || rkey === null || rev === null || typeof event.time_us !== 'number') return null;
  return {
    form: 'commit',
    operation,
    did,
    rkey,
    rev,
    cid: text(commit.cid),
    record: operation === 'delete' ? null : (commit.record ?? null),
    at: new Date(event.time_us / 1000).toISOString(),
    author: null,
    pictures,
  };
}

function brokenItem(bytes: Buffer): RawItem {
  const payload: UnreadablePayload = {
    form: 'unreadable',
    reason: 'The event is no JSON.',
    bytes: bytes.subarray(0, 65_536).toString('base64'),
  };
  return { key: 'unreadable', payload };
}
