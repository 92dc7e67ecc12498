import { type GuardedFetchOptions, guardedFetch } from './guardedFetch.ts';
import { type CleanImage, cleanImage } from './image.ts';

const mostBytes = 20 * 1_048_576;
const timeoutMilliseconds = 15_000;

/** Fetches a picture through the guard and draws it anew; nothing of what was fetched is kept as it came. */
export async function fetchImage(
  address: string,
  options: Partial<GuardedFetchOptions> = {},
): Promise<CleanImage> {
  const fetched = await guardedFetch(address, { mostBytes, timeoutMilliseconds, ...options });
  return cleanImage(fetched.bytes);
}
