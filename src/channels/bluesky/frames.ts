/** Decodes the frames of the repository firehose: two CBOR values, the second with a small archive of blocks inside. */
import { decode, decodeFirst, fromBytes, isBytes } from '@atcute/cbor';
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';

export type Frame =
  | { kind: 'commit'; seq: number; did: string; rev: string; at: string; operations: Operation[] }
  | { kind: 'error'; error: string; message: string }
  | { kind: 'info'; name: string }
  | { kind: 'other'; seq: number | null };

export interface Operation {
  action: 'create' | 'update' | 'delete';
  collection: string;
  rkey: string;
  cid: string | null;
  /** In the network's JSON form; null for a deletion. Throws when asked for and unreadable. */
  record(): unknown;
}

/** Reads one frame. Throws on anything that is no frame. */
export function readFrame(bytes: Uint8Array): Frame {
  const [first, rest] = decodeFirst(bytes);
  const header = dictionary(first);
  const body = dictionary(decode(rest));
  if (header === null || body === null) throw new TypeError('The frame has no header or no body.');
  if (header.op === -1)
    return { kind: 'error', error: text(body.error) ?? '', message: text(body.message) ?? '' };
  if (header.t === '#info') return { kind: 'info', name: text(body.name) ?? '' };
  const seq = typeof body.seq === 'number' ? body.seq : null;
  return header.t === '#commit' && seq !== null ? commitOf(body, seq) : { kind: 'other', seq };
}

function commitOf(body: Dictionary, seq: number): Frame {
  const [did, rev, at] = [text(body.repo), text(body.rev), text(body.time)];
  if (did === null || rev === null || at === null) throw new TypeError('The commit is incomplete.');
  const blocks = isBytes(body.blocks) ? fromBytes(body.blocks) : new Uint8Array();
  const operations = dictionaries(body.ops).flatMap((one) => operationOf(one, blocks));
  return { kind: 'commit', seq, did, rev, at, operations };
}

function operationOf(value: Dictionary, blocks: Uint8Array): Operation[] {
  const { action } = value;
  const [collection, rkey] = (text(value.path) ?? '').split('/');
  if (collection === undefined || rkey === undefined) return [];
  if (action !== 'create' && action !== 'update' && action !== 'delete') return [];
  const link = dictionary(value.cid);
  const cid = text(link?.$link);
  const block = link?.bytes;
  const record = (): unknown => (block instanceof Uint8Array ? recordOf(blocks, block) : null);
  return [{ action, collection, rkey, cid, record }];
}

function recordOf(blocks: Uint8Array, cid: Uint8Array): unknown {
  const block = findBlock(blocks, cid);
  if (block === null) throw new TypeError('The commit does not carry the record.');
  return JSON.parse(JSON.stringify(decode(block)));
}

/** The block with this content hash in an archive: a header, then length, hash and block, again and again. */
export function findBlock(archive: Uint8Array, cid: Uint8Array): Uint8Array | null {
  let place = 0;
  const nextLength = (): number => {
    let [length, factor] = [0, 1];
    for (;;) {
      const byte = archive[place++];
      if (byte === undefined || factor > 2 ** 42) throw new RangeError('The archive ends too early.');
      length += (byte & 127) * factor;
      if (byte < 128) return length;
      factor *= 128;
    }
  };
  const header = nextLength();
  place += header;
  while (place < archive.length) {
    const length = nextLength();
    const end = place + length;
    if (end > archive.length) throw new RangeError('The archive ends too early.');
    const start = place + cid.length;
    if (start <= end && Buffer.compare(archive.subarray(place, start), cid) === 0)
      return archive.subarray(start, end);
    place = end;
  }
  return null;
}
