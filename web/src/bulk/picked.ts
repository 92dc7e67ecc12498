import { mostInBulk } from '../../../src/domain/bulk.ts';

/** The cases that are selected, in the order in which they were; the last one is where a range begins. */
export type Picked = readonly string[];

/** Selects a case or takes it out. No more than can be done at once are selected. */
export function toggled(picked: Picked, id: string): Picked {
  if (picked.includes(id)) return picked.filter((one) => one !== id);
  return [...picked, id].slice(0, mostInBulk);
}

/** Selects everything from the last selected case to this one; this one alone where none is. */
export function upTo(picked: Picked, id: string, order: readonly string[]): Picked {
  const to = order.indexOf(id);
  const last = picked.findLast((one) => order.includes(one));
  if (to < 0) return picked;
  if (last === undefined) return toggled(picked, id);
  const from = order.indexOf(last);
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  const inOrder = from <= to ? between : between.reverse();
  const others = picked.filter((one) => !between.includes(one));
  return [...others, ...inOrder].slice(0, mostInBulk);
}
