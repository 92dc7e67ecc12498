/**
 * Answers under the posts of authors, by accounts whose names look like ours. They name nobody, so that nothing else would hear them. Only what came by since the stream was opened is known, and the
 * latest threads alone: whoever answers in our name does it within minutes.
 */
import { looksLike } from '../../domain/lookAlike.ts';
import type { Authors } from './authors.ts';
import { type ByteScanner, buildScanner } from './byteScanner.ts';
import { postAddress } from './identifiers.ts';
import type { CommitPayload } from './payload.ts';
import { readRecord } from './record.ts';

const mostThreads = 500;
/** So many names are asked for at once; under a post that everybody answers, the rest goes by. */
const mostAsked = 25;

export interface UnderAuthors {
  /** An author's post was let through. */
  note(one: Pick<CommitPayload, 'did' | 'rkey'>): void;
  /** True where bytes may hold an answer to one of them. */
  finds(bytes: Uint8Array): boolean;
  /** Those of these changes that answer one of them in a name that looks like this handle. */
  imitating(changes: readonly CommitPayload[], handle: string): Promise<CommitPayload[]>;
}

export function openUnderAuthors(authors: Authors): UnderAuthors {
  const threads = new Set<string>();
  let scanner: ByteScanner | null = null;
  const answers = (one: CommitPayload): boolean => {
    const record = one.operation === 'create' ? readRecord(one.record, one.did, one.pictures) : null;
    return [record?.root?.uri, record?.parent?.uri].some((uri) => uri !== undefined && threads.has(uri));
  };
  return {
    note({ did, rkey }) {
      threads.add(postAddress(did, rkey));
      for (const oldest of threads) if (threads.size > mostThreads) threads.delete(oldest);
      scanner = null;
    },
    finds(bytes) {
      if (threads.size === 0) return false;
      scanner ??= buildScanner([...threads].map((address) => address.slice(address.lastIndexOf('/') + 1)));
      return scanner.finds(bytes);
    },
    async imitating(changes, handle) {
      const found = changes.filter(answers).slice(0, mostAsked);
      if (found.length === 0) return [];
      const names = await authors.find(found.map(({ did }) => did));
      return found.filter(({ did }) => {
        const writer = names.get(did);
        return writer !== undefined && looksLike(writer, [handle, handle.split('.')[0] ?? '']) !== null;
      });
    },
  };
}
