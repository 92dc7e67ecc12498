/** Superiors, hours of duty, deputies and absences: set by a supervisor, each act audited. */
import { Fault } from '../../domain/fault.ts';
import { weekIsWrong } from '../../domain/officeHoursSettings.ts';
import { whatIsWrongWithAbsence } from '../../domain/rota.ts';
import { makesCircle } from '../../domain/superiors.ts';
import { isTimeZone } from '../../domain/zone.ts';
import type { Tenant } from '../../storage/database.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import {
  addAbsence,
  keepPlace,
  type PlaceToKeep,
  type RotaMember,
  readRota,
  removeAbsence,
  setSuperior,
} from '../../storage/rota.ts';
import type { Acting } from '../acting.ts';
import { tellTeams } from './keepTeams.ts';

/** Sets a member's superior and place in the rota. Throws Fault `not_found`, `input_invalid`. */
export async function setPlace(
  acting: Acting,
  ofMember: string,
  wanted: PlaceToKeep & { superiorId: string | null },
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  const { superiorId, ...place } = wanted;
  if (!isTimeZone(place.timeZone))
    throw new Fault('input_invalid', `There is no time zone "${place.timeZone}". Choose one of the list.`);
  const wrong = place.week === null ? null : weekIsWrong(place.week);
  if (wrong !== null) throw new Fault('input_invalid', wrong);
  await storage
    .inOrganisation(organisationId, async (tx) => {
      const rota = await readRota(tx, organisationId, now);
      mustBeHere(rota, ofMember);
      mustStandIn(rota, ofMember, place.deputyId);
      mustBeAbove(rota, ofMember, superiorId);
      await keepPlace(tx, organisationId, ofMember, place, { memberId, at: now });
      await setSuperior(tx, organisationId, ofMember, superiorId);
      const particulars = { member: ofMember, superior: superiorId, deputy: place.deputyId };
      await tellTeams(tx, acting, 'rota.changed', particulars);
    })
    .catch((cause: unknown) => {
      // Another change at the same moment closed the circle.
      if ((cause as { code?: string }).code === '23514') throw circle(cause);
      throw cause;
    });
}

/** Adds days on which a member is away; answers the absence's id. Throws Fault `not_found`, `input_invalid`. */
export async function beAway(
  acting: Acting,
  absence: { memberId: string; from: string; to: string; deputyId: string | null },
): Promise<string> {
  const { storage, organisationId, memberId, now } = acting;
  const wrong = whatIsWrongWithAbsence(absence);
  if (wrong !== null) throw new Fault('input_invalid', wrong);
  const id = newId(now.getTime());
  await storage.inOrganisation(organisationId, async (tx) => {
    const rota = await readRota(tx, organisationId, now);
    mustBeHere(rota, absence.memberId);
    mustStandIn(rota, absence.memberId, absence.deputyId);
    await addAbsence(tx, organisationId, { ...absence, id }, { memberId, at: now });
    const { from, to } = absence;
    await tellTeams(tx, acting, 'absence.added', { member: absence.memberId, from, to });
  });
  return id;
}

/** Takes an absence away. Throws Fault `not_found`. */
export async function notBeAway(acting: Acting, id: string): Promise<void> {
  const { storage, organisationId } = acting;
  await storage.inOrganisation(organisationId, async (tx: Tenant) => {
    const whose = await removeAbsence(tx, organisationId, id);
    if (whose === null)
      throw new Fault('not_found', 'This absence is not there any more. Look at the list again.');
    const member = await findMember(tx, organisationId, { id: whose });
    await tellTeams(tx, acting, 'absence.removed', { member: member?.id ?? null });
  });
}

type Rota = ReadonlyMap<string, RotaMember>;

/** Who is invited may have a place before they come. */
function mustBeHere(rota: Rota, memberId: string): void {
  const member = rota.get(memberId);
  if (member === undefined || !(member.here || member.invited))
    throw new Fault('not_found', 'There is no such member, or they left already.');
}

function mustStandIn(rota: Rota, memberId: string, deputyId: string | null): void {
  if (deputyId === null) return;
  if (deputyId === memberId)
    throw new Fault('input_invalid', 'Nobody stands in for themselves. Choose another deputy.');
  if (rota.get(deputyId)?.here !== true)
    throw new Fault('input_invalid', 'The deputy is not a member here. Choose another.');
}

function mustBeAbove(rota: Rota, memberId: string, superiorId: string | null): void {
  if (superiorId === null) return;
  if (rota.get(superiorId)?.here !== true)
    throw new Fault('input_invalid', 'The superior is not a member here. Choose another.');
  const superiors = new Map([...rota].map(([id, one]) => [id, one.superiorId]));
  if (makesCircle(superiors, memberId, superiorId)) throw circle();
}

const circle = (cause?: unknown) =>
  new Fault('input_invalid', 'A member would be their own superior that way. Choose another superior.', {
    cause,
  });
