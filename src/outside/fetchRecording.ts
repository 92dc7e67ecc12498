import { Fault } from '../domain/fault.ts';
import { attachableFile } from './attachedFile.ts';
import { type GuardedFetchOptions, guardedFetch } from './guardedFetch.ts';

export interface Recording {
  type: string;
  bytes: Buffer;
}

const mostBytes = 30 * 1_048_576;
const timeoutMilliseconds = 30_000;

/** Fetches a recording through the guard and looks whether it is one. Throws Fault `media_refused`, `media_too_large` or `address_private`. */
export async function fetchRecording(
  address: string,
  options: Partial<GuardedFetchOptions> = {},
): Promise<Recording> {
  const { bytes } = await guardedFetch(address, { mostBytes, timeoutMilliseconds, ...options });
  const { type } = await attachableFile(bytes, '');
  if (!type.startsWith('audio/'))
    throw new Fault('media_refused', 'What is there is no recording that can be played.');
  return { type, bytes };
}
