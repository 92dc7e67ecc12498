import { useState } from 'react';

function read<T>(name: string, otherwise: T): T {
  try {
    const kept = localStorage.getItem(name);
    return kept === null ? otherwise : (JSON.parse(kept) as T);
  } catch {
    // A full or forbidden store is no reason not to work.
    return otherwise;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Then it is forgotten with the page.
  }
}

/** A state that this browser remembers. */
export function useRemembered<T>(name: string, otherwise: T): [T, (value: T) => void] {
  const key = `answerable.${name}`;
  const [value, setValue] = useState(() => read(key, otherwise));
  return [
    value,
    (next) => {
      setValue(next);
      write(key, next);
    },
  ];
}

export const recall = <T>(name: string, otherwise: T) => read(`answerable.${name}`, otherwise);
export const keep = (name: string, value: unknown) => write(`answerable.${name}`, value);

/** Forgets everything kept under names that begin so. */
export function forgetKept(beginning: string): void {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(`answerable.${beginning}`));
    for (const name of names) localStorage.removeItem(name);
  } catch {
    // A forbidden store keeps nothing.
  }
}
