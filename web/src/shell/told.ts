import { useSyncExternalStore } from 'react';

/** A short sentence at the edge of the screen, told once and gone by itself; never the only place where something stands. */
export interface Told {
  id: number;
  sentence: string;
  kind: 'ok' | 'over';
  undo?: () => void;
}

let all: readonly Told[] = [];
let last = 0;
const readers = new Set<() => void>();

function set(next: readonly Told[]): void {
  all = next;
  for (const tell of readers) tell();
}

export function forget(id: number): void {
  set(all.filter((one) => one.id !== id));
}

/** Tells a sentence for six seconds, or as many milliseconds as are given, with an undo where there is one. */
export function tell(
  sentence: string,
  kind: Told['kind'] = 'ok',
  undo?: () => void,
  milliseconds = 6000,
): void {
  last += 1;
  const id = last;
  set([...all.slice(-2), { id, sentence, kind, ...(undo === undefined ? {} : { undo }) }]);
  setTimeout(() => forget(id), milliseconds);
}

const subscribe = (reader: () => void) => {
  readers.add(reader);
  return () => readers.delete(reader);
};
export const useTold = () => useSyncExternalStore(subscribe, () => all);
