import { Fault } from '../domain/fault.ts';

/** Does the work when its turn comes. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * A few at a time, the rest wait; beyond the line it is refused (Fault `too_many_requests`), so that a flood of pictures cannot fill the memory.
 */
export function turns(most: number, waiting: number): Turn {
  let busy = 0;
  const line: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= most) {
      if (line.length >= waiting)
        throw new Fault('too_many_requests', 'Many pictures are being looked at. Try again shortly.');
      await new Promise<void>((resolve) => line.push(resolve));
    } else busy++;
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
}
