/** Who is whose superior: a tree, never a circle. Pure. */

/** By member: their superior, null for who has none. */
export type Superiors = ReadonlyMap<string, string | null>;

/** The superiors of a member from the nearest up. Ends at a circle, should one be given. */
export function superiorsOf(superiors: Superiors, memberId: string): string[] {
  const found: string[] = [];
  let next = superiors.get(memberId) ?? null;
  while (next !== null && next !== memberId && !found.includes(next)) {
    found.push(next);
    next = superiors.get(next) ?? null;
  }
  return found;
}

/** True when the member would be their own superior, near or far, with this one above them. */
export function makesCircle(superiors: Superiors, memberId: string, superiorId: string): boolean {
  return superiorId === memberId || superiorsOf(superiors, superiorId).includes(memberId);
}
