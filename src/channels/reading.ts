/** Reads values of unknown shape without believing anything about them. */
export type Dictionary = Readonly<Record<string, unknown>>;

/** The value as a dictionary; null for anything else. */
export function dictionary(value: unknown): Dictionary | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dictionary) : null;
}

/** The value as a text; null for anything else. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value as a list; empty for anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The dictionaries of a list, whatever else stands between them. */
export function dictionaries(value: unknown): readonly Dictionary[] {
  const found: Dictionary[] = [];
  for (const one of list(value)) {
    const read = dictionary(one);
    if (read !== null) found.push(read);
  }
  return found;
}

/** The instant that a text names; null when it names none between the years 1970 and 9999. */
export function instant(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const at = new Date(value);
  const time = at.getTime();
  return time >= 0 && time < 253_402_300_800_000 ? at : null;
}

/** A database keeps no NUL and no half of a character. */
export function storable(words: string): string {
  return words.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
