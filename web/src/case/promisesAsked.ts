import { useSyncExternalStore } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';

let asked: CaseRow | null = null;
const readers = new Set<() => void>();

/** Asks what becomes of the promises of a case that is to be resolved; null: nothing is asked any more. */
export function askOfPromises(row: CaseRow | null): void {
  asked = row;
  for (const tell of readers) tell();
}

const subscribe = (reader: () => void) => {
  readers.add(reader);
  return () => readers.delete(reader);
};
export const useAskedOfPromises = () => useSyncExternalStore(subscribe, () => asked);
