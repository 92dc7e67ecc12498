/** Who is told of a promise that is to be kept. Pure. */
import type { Role } from './rights.ts';
import { absenceOf, type OnRota, standInFor } from './rota.ts';
import { superiorsOf } from './superiors.ts';

/** A member as far as it matters here. */
export type Told = OnRota & { role: Role; superiorId: string | null };

/**
 * The owner, whoever stands in for them while they are away, and so many superiors from the nearest up, as far as they are here. A promise whose owner left goes to their nearest superior who is
 * here; where there is none, to the admins: nobody's promise is forgotten.
 */
export function recipients(
  rota: ReadonlyMap<string, Told>,
  ownerId: string,
  up: number,
  now: Date,
): string[] {
  const isHere = (id: string) => rota.get(id)?.here === true;
  const owner = rota.get(ownerId);
  const isAway = owner?.here === true && absenceOf(owner, now) !== null;
  const standIn = isAway ? standInFor(rota, ownerId, now) : null;
  const above = superiorsOf(new Map([...rota].map(([id, one]) => [id, one.superiorId])), ownerId);
  const wanted = [ownerId, ...(standIn === null ? [] : [standIn]), ...above.slice(0, up)].filter(isHere);
  if (wanted.length > 0) return [...new Set(wanted)];
  const nearest = above.find(isHere);
  if (nearest !== undefined) return [nearest];
  const admins = [...rota.values()].filter(({ here, role }) => here && role === 'admin');
  return admins.length > 0 ? admins.map(({ id }) => id) : [ownerId];
}
