/**
 * The lanes of the inbox: each thread of an organisation always goes to the same lane and one lane is served by one worker at a time, so that
 * the items of a thread are taken in order while many threads are taken side by side.
 */
export const lanes = 32;

/** The lane of a thread's key (FNV-1a over UTF-16 units, folded; any even spread would do). */
export function laneOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash ^= key.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 16) ^ hash) & (lanes - 1);
}
