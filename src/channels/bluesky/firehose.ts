/** Listens to the repository firehose of a server: every change of every repository, with a sequence number as cursor. */
import { Fault } from '../../domain/fault.ts';
import type { AccountAccess, ChannelTools, Heading, RawItem } from '../channel.ts';
import { readSocket } from '../socket.ts';
import type { ByteScanner } from './byteScanner.ts';
import { type Frame, type Operation, readFrame } from './frames.ts';
import { postCollection } from './identifiers.ts';
import type { CommitPayload, UnreadablePayload } from './payload.ts';
import { serverOf } from './session.ts';
import { picturesOf, type Sieve, scannerFor } from './sieve.ts';

/** Edits, deletions and the server's own words must be looked into whoever they are about. */
const alwaysRead = ['fdelete', 'fupdate', '#info'];
/** A quiet stream still moves its cursor this often, in milliseconds. */
const cursorEvery = 5_000;

/** Streams from the cursor on; from now on when there is none or when it belongs to another server. */
export async function* listenToFirehose(
  tools: ChannelTools,
  account: AccountAccess,
  sieve: Sieve,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const host = hostOf(account);
  let from = readCursor(cursor, host);
  for (;;) {
    try {
      yield* listen(tools, account, sieve, from, signal);
      return;
    } catch (error) {
      if (!(error instanceof CursorAhead)) throw error;
      // The server counts anew, after a restore say. What it lost meanwhile is found by reconciliation.
      tools.log('bluesky_cursor_ahead', { account: account.accountId, cursor: from ?? -1 });
      from = null;
    }
  }
}

class CursorAhead extends Error {
  override name = 'CursorAhead';
}

function hostOf(account: AccountAccess): string {
  return account.settings.stream ?? serverOf(account).replace(/^http/, 'ws');
}

function readCursor(cursor: string | null, host: string): number | null {
  const [form, seq, at] = (cursor ?? '').split(' ');
  return form === 'firehose' && at === host && Number.isSafeInteger(Number(seq)) ? Number(seq) : null;
}

async function* listen(
  tools: ChannelTools,
  account: AccountAccess,
  sieve: Sieve,
  from: number | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const host = hostOf(account);
  const scanner = scannerFor(account, alwaysRead);
  const query = from === null ? '' : `?cursor=${from}`;
  let seq = from;
  let told = tools.now().getTime();
  for await (const batch of readSocket(`${host}/xrpc/com.atproto.sync.subscribeRepos${query}`, signal)) {
    const read = readBatch(
      tools,
      account,
      { finds: (bytes) => scanner.finds(bytes) || sieve.finds(bytes) },
      batch,
    );
    const items = [...read.broken, ...(await sieve.itemsOf(read.changes))];
    seq = read.seq ?? seq;
    const due = tools.now().getTime() - told >= cursorEvery;
    if (items.length === 0 && batch.length > 0 && !due && from !== null) continue;
    told = tools.now().getTime();
    from ??= seq;
    yield { items, cursor: seq === null ? null : `firehose ${seq} ${host}` };
  }
}

interface Batch {
  changes: CommitPayload[];
  broken: RawItem[];
  seq: number | null;
}

/** Bytes first: only what can concern us is decoded, and the last frame, whose number is the cursor. */
function readBatch(
  tools: ChannelTools,
  account: AccountAccess,
  scanner: ByteScanner,
  batch: readonly Buffer[],
): Batch {
  const read: Batch = { changes: [], broken: [], seq: null };
  for (const [at, bytes] of batch.entries()) {
    const isLast = at === batch.length - 1;
    if (!isLast && !isError(bytes) && !scanner.finds(bytes)) continue;
    try {
      const frame = readFrame(bytes);
      attend(tools, account, frame);
      if (frame.kind === 'commit' || frame.kind === 'other') read.seq = frame.seq ?? read.seq;
      if (frame.kind === 'commit') read.changes.push(...changesOf(frame, picturesOf(account)));
    } catch (error) {
      if (error instanceof CursorAhead || error instanceof Fault) throw error;
      if (scanner.finds(bytes)) read.broken.push(brokenItem(bytes, error));
    }
  }
  return read;
}

/** An error frame has a header of one entry, every other frame one of two. */
function isError(bytes: Uint8Array): boolean {
  return bytes[0] === 0xa1;
}

function attend(tools: ChannelTools, account: AccountAccess, frame: Frame): void {
  if (frame.kind === 'info')
    tools.log('bluesky_firehose_info', { account: account.accountId, name: frame.name });
  if (frame.kind !== 'error') return;
  if (frame.error === 'FutureCursor') throw new CursorAhead(frame.message);
  throw new Fault('network_unreachable', 'The server ended its stream. It is taken up again by itself.', {
    cause: new Error(`${frame.error}: ${frame.message}`),
  });
}

function changesOf(frame: Frame & { kind: 'commit' }, pictures: string): CommitPayload[] {
  const posts = frame.operations.filter((one) => one.collection === postCollection);
  return posts.map((one) => changeOf(frame, one, pictures));
}

function changeOf(frame: Frame & { kind: 'commit' }, one: Operation, pictures: string): CommitPayload {
  return {
    form: 'commit',
    operation: one.action,
    did: frame.did,
    rkey: one.rkey,
    rev: frame.rev,
    cid: one.cid,
    record: one.action === 'delete' ? null : one.record(),
    at: frame.at,
    author: null,
    pictures,
  };
}

function brokenItem(bytes: Buffer, error: unknown): RawItem {
  const reason = error instanceof Error ? error.message : String(error);
  const payload: UnreadablePayload = {
    form: 'unreadable',
    reason,
    bytes: bytes.subarray(0, 65_536).toString('base64'),
  };
  return { key: 'unreadable', payload };
}
