import { isForAll } from '../../domain/followUp.ts';
import { may } from '../../domain/rights.ts';
import type { Tenant } from '../../storage/database.ts';
import { remindedIn } from '../../storage/followUpReminders.ts';
import type { StoredFollowUp } from '../../storage/followUps.ts';
import { type People, sidesOf } from './sides.ts';

/** Who reads, now. `readsAll` is left out where the role alone says it: a program's key may be given less. */
export interface Reader {
  people: People;
  memberId: string;
  now: Date;
  readsAll?: boolean;
  /** A program asks by the member's key: what stands between the member and a few others is not its own. */
  byKey?: boolean;
}

/**
 * Those of these follow-ups that a member may read. What is about a case, whoever reads the case; everything else whoever asked, whoever is asked (the team, who stands in), the superiors of both, whoever did
 * something about it, who oversees all, and, as long as it waits as it does now, whoever was reminded of that. A program's key only where it oversees all.
 */
export async function mayReadFollowUps(
  tx: Tenant,
  organisationId: number,
  all: readonly StoredFollowUp[],
  reader: Reader,
): Promise<StoredFollowUp[]> {
  const { people, memberId } = reader;
  const role = people.rota.get(memberId)?.role;
  const readsAll = reader.readsAll ?? (role !== undefined && may(role, 'followUps.read'));
  const { byKey = false } = reader;
  const isOpen = (one: StoredFollowUp) =>
    readsAll || isForAll(one.about.kind) || (!byKey && takesPart(one, reader));
  const walled = all.filter((one) => !isOpen(one)).map(({ id }) => id);
  const reminded = await remindedIn(tx, organisationId, byKey ? [] : walled, memberId);
  return all.filter((one) => !walled.includes(one.id) || reminded.has(one.id));
}

function takesPart(one: StoredFollowUp, { people, memberId, now }: Reader): boolean {
  const { isAsked, isAsker, mayGive } = sidesOf(people, one, memberId, now);
  return (
    isAsked ||
    isAsker ||
    mayGive ||
    memberId === one.asker.id ||
    one.acts.some(({ by }) => by.id === memberId)
  );
}
