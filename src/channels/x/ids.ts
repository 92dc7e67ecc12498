/** Ids of X hold the time at which they were given. */

const began = 1_288_834_974_657n;

/** When the id was given. */
export function timeOfId(id: string): Date {
  return new Date(Number((BigInt(id) >> 22n) + began));
}

/** The first id that could be given at that time. */
export function idOfTime(at: Date): string {
  return String((BigInt(at.getTime()) - began) << 22n);
}

/** The later of two ids. */
export function laterId(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return BigInt(a) >= BigInt(b) ? a : b;
}

/** The id that a cursor holds; null for a cursor of another form. */
export function idOfCursor(cursor: string | null): string | null {
  const id = /^id (\d{1,19})$/.exec(cursor ?? '')?.[1];
  return id ?? null;
}

/** The cursor after an id; null where nothing was heard yet. */
export const cursorOf = (id: string | null): string | null => (id === null ? null : `id ${id}`);
