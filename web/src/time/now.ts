import { useSyncExternalStore } from 'react';

/** One clock for the whole screen, so that a thousand rows do not keep a thousand timers. */
function ticking(every: number) {
  let now = new Date();
  let timer: ReturnType<typeof setInterval> | undefined;
  const readers = new Set<() => void>();
  const subscribe = (reader: () => void) => {
    readers.add(reader);
    if (timer === undefined) {
      now = new Date();
      timer = setInterval(() => {
        now = new Date();
        for (const tell of readers) tell();
      }, every);
    }
    return () => {
      readers.delete(reader);
      if (readers.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    };
  };
  return { subscribe, read: () => now };
}

const seconds = ticking(1000);
const slow = ticking(15_000);

/** The time, refreshed every 15 seconds. */
export const useNow = () => useSyncExternalStore(slow.subscribe, slow.read);
/** The time, refreshed every second: only for what counts down. */
export const useSeconds = () => useSyncExternalStore(seconds.subscribe, seconds.read);
