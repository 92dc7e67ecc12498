/** Acts on many cases: foreseen, done a slice at a time by the same verbs as on one, told case by case, taken back as one. */
import {
  type Before,
  type BulkAct,
  type BulkFacts,
  type Foreseen,
  foresee,
  mostInBulk,
  type Outcome,
  retagged,
  stillStands,
  unretagged,
} from '../../domain/bulk.ts';
import { Fault, faultCodes } from '../../domain/fault.ts';
import {
  type BulkCase,
  bulkFacts,
  holdOfBulk,
  insertBulk,
  listBulks,
  markBulkUndone,
  type NumberedFacts,
  nextOfBulk,
  type StoredBulk,
  writeOutcome,
  writeUndo,
} from '../../storage/bulk.ts';
import { lockCases } from '../../storage/cases.ts';
import type { Tenant } from '../../storage/database.ts';
import { casesWithTag } from '../../storage/tags.ts';
import { lockTeam } from '../../storage/teams.ts';
import { findUnit } from '../../storage/units.ts';
import type { Acting } from '../acting.ts';
import { handOff } from '../cases/handOff.ts';
import { setUnit } from '../cases/setUnit.ts';
import { assign, reopenAsBefore, resolveCase, tagCase } from '../cases/workOnCase.ts';

/** How many cases one request works through. */
const slice = 25;

/** What became, or would become, of one case. */
export interface ToldCase {
  caseId: string;
  number: number;
  outcome: Outcome;
  sentence: string | null;
}

/** What the act would do to each case; unknown ones are left out. */
export async function previewBulk(
  acting: Acting,
  act: BulkAct,
  cases: readonly string[],
): Promise<ToldCase[]> {
  const { storage, organisationId } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const unitOf = await institutionOfUnit(tx, organisationId, act);
    await mustBeATeam(tx, organisationId, act);
    const found = await bulkFacts(tx, organisationId, cases, acting);
    return found.map((facts) => told(facts, foresee(facts, act, unitOf)));
  });
}

const told = ({ id, number }: NumberedFacts, { outcome, sentence }: Foreseen): ToldCase => ({
  caseId: id,
  number,
  outcome,
  sentence,
});

async function institutionOfUnit(tx: Tenant, organisationId: number, act: BulkAct): Promise<string | null> {
  if (act.do !== 'unit' || act.unitId === null) return null;
  const unit = await findUnit(tx, organisationId, act.unitId);
  if (unit === null) throw new Fault('not_found', 'There is no such unit.');
  return unit.institutionId;
}

async function mustBeATeam(tx: Tenant, organisationId: number, act: BulkAct): Promise<void> {
  if (act.do === 'team' && (await lockTeam(tx, organisationId, act.teamId)) === null)
    throw new Fault('input_invalid', 'This team is not in use any more. Choose another one.');
}

/** Notes what is to be done to which cases; nothing is done yet. The same id again is the same act. Throws Fault `input_invalid`. */
export async function beginBulk(
  acting: Acting,
  bulk: { id: string; act: BulkAct; cases: readonly string[] },
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  const cases = [...new Set(bulk.cases)].slice(0, mostInBulk);
  await storage.inOrganisation(organisationId, async (tx) => {
    const known = await bulkFacts(tx, organisationId, cases, acting);
    if (known.length === 0) throw new Fault('input_invalid', 'None of these cases is here. Select others.');
    const ids = known.map(({ id }) => id);
    await insertBulk(tx, organisationId, { ...bulk, by: memberId, at: now, cases: ids });
  });
}

/** As many cases are renamed with one tag at most. */
const mostRetagged = 50_000;

/** Notes that a tag shall have another name, on every case that has it; answers how many those are. Throws Fault `input_invalid`. */
export async function beginRetag(
  acting: Acting,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<number> {
  if (from === to) throw new Fault('input_invalid', 'That is its name already. Give it another name.');
  const { storage, organisationId, memberId, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const cases = await casesWithTag(tx, organisationId, from, mostRetagged);
    if (cases.length === 0)
      throw new Fault('input_invalid', 'No case has this tag any more. Look at the list again.');
    await insertBulk(tx, organisationId, {
      id,
      act: { do: 'retag', from, to },
      by: memberId,
      at: now,
      cases,
    });
    return cases.length;
  });
}

/** Does the next slice; answers what became of each of its cases. Throws Fault `not_found`, `not_permitted`. */
export async function continueBulk(
  acting: Acting,
  id: string,
): Promise<{ bulk: StoredBulk; told: ToldCase[] }> {
  const bulk = await mustBeTheirs(acting, id, false);
  if (bulk.undoneAt !== null) return { bulk, told: [] };
  const done = await eachOfSlice(acting, id, false, (one) => doOne(acting, bulk, one));
  return { bulk: await mustBeTheirs(acting, id, false), told: done };
}

/** Takes back the next slice of what was changed, and does no more of the rest. Throws Fault `not_found`, `not_permitted`. */
export async function undoBulk(
  acting: Acting & { mayUndoOthers: boolean },
  id: string,
): Promise<{ bulk: StoredBulk; told: ToldCase[] }> {
  const { storage, organisationId, memberId, now } = acting;
  const bulk = await mustBeTheirs(acting, id, acting.mayUndoOthers);
  await storage.inOrganisation(organisationId, (tx) =>
    markBulkUndone(tx, organisationId, { id, by: memberId, at: now }),
  );
  const done = await eachOfSlice(acting, id, true, (one) => undoOne(acting, bulk, one));
  return { bulk: await mustBeTheirs(acting, id, acting.mayUndoOthers), told: done };
}

async function mustBeTheirs(acting: Acting, id: string, mayBeOthers: boolean): Promise<StoredBulk> {
  const [bulk] = await acting.storage.inOrganisation(acting.organisationId, (tx) =>
    listBulks(tx, acting.organisationId, { id }),
  );
  if (bulk === undefined) throw new Fault('not_found', 'There is no such act on many cases.');
  if (bulk.by.id !== acting.memberId && !mayBeOthers)
    throw new Fault('not_permitted', `${bulk.by.name} did this. Ask them, or a supervisor, to take it back.`);
  return bulk;
}

async function eachOfSlice(
  acting: Acting,
  id: string,
  undo: boolean,
  act: (one: BulkCase) => Promise<ToldCase | null>,
): Promise<ToldCase[]> {
  const { storage, organisationId } = acting;
  const next = await storage.inOrganisation(organisationId, (tx) =>
    nextOfBulk(tx, organisationId, { id, undo, most: slice }),
  );
  const done: ToldCase[] = [];
  for (const one of next) {
    const became = await act(one);
    if (became !== null) done.push(became);
  }
  return done;
}

/** One case in one transaction: looked at anew under its lock, changed by its verb, and what became of it noted. */
async function inOneStep(
  acting: Acting,
  step: { id: string; one: BulkCase; undo: boolean },
  work: (within: Acting, facts: NumberedFacts, tx: Tenant) => Promise<Foreseen & { before: Before | null }>,
): Promise<ToldCase | null> {
  const { storage, organisationId } = acting;
  const { id, one, undo } = step;
  const note = undo ? writeUndo : writeOutcome;
  const attempt = (refusal: string | null) =>
    storage.inOrganisation(organisationId, async (tx) => {
      if (!(await holdOfBulk(tx, organisationId, { id, place: one.place, undo }))) return null;
      await lockCases(tx, organisationId, [one.caseId]);
      const [facts] = await bulkFacts(tx, organisationId, [one.caseId], acting);
      if (facts === undefined) return null;
      const within = { ...acting, storage: { ...storage, inOrganisation: sameTransaction(tx) }, bulkId: id };
      const { before, ...became } =
        refusal === null
          ? await work(within, facts, tx)
          : { outcome: 'refused' as const, sentence: refusal, before: null };
      await note(tx, organisationId, { id, place: one.place, ...became, before });
      return told(facts, became);
    });
  return attempt(null).catch((error: unknown) => {
    // The verb's own refusal took back whatever it had written; it is told like any other.
    if (error instanceof Fault && faultCodes[error.code] < 500) return attempt(error.sentence);
    throw error;
  });
}

const sameTransaction =
  (tx: Tenant): Acting['storage']['inOrganisation'] =>
  (_organisationId, work) =>
    work(tx);

function doOne(acting: Acting, { id, act }: StoredBulk, one: BulkCase): Promise<ToldCase | null> {
  return inOneStep(acting, { id, one, undo: false }, async (within, facts, tx) => {
    const foreseen = foresee(facts, act, await institutionOfUnit(tx, acting.organisationId, act));
    if (foreseen.outcome !== 'changed') return { ...foreseen, before: null };
    await verb(within, facts, act);
    return { ...foreseen, before: beforeOf(facts, within.now) };
  });
}

const beforeOf = (
  { state, stateAt, waitingSince, ownerId, teamId, tags, unitId }: BulkFacts,
  doneAt: Date,
): Before => ({
  state,
  stateAt: stateAt.toISOString(),
  waitingSince: waitingSince?.toISOString() ?? null,
  ownerId,
  teamId,
  tags,
  unitId,
  doneAt: doneAt.toISOString(),
});

async function verb(acting: Acting, facts: NumberedFacts, act: BulkAct): Promise<void> {
  switch (act.do) {
    case 'assign':
      return assign(acting, facts.id, act.memberId);
    case 'handoff':
      return handOff(acting, facts.id, {
        to: { memberId: act.memberId },
        reason: act.reason,
        evenIfAway: false,
      });
    case 'team':
      return handOff(acting, facts.id, {
        to: { teamId: act.teamId },
        reason: act.reason,
        evenIfAway: false,
      });
    case 'tag':
      return tagCase(acting, facts.id, [...facts.tags, act.tag]);
    case 'untag':
      return tagCase(
        acting,
        facts.id,
        facts.tags.filter((tag) => tag !== act.tag),
      );
    case 'retag':
      return tagCase(acting, facts.id, retagged(facts.tags, act.from, act.to));
    case 'unit':
      return setUnit(acting, facts.id, act.unitId);
    case 'resolve':
      return resolveCase(acting, facts.id);
  }
}

function undoOne(acting: Acting, { id, act }: StoredBulk, one: BulkCase): Promise<ToldCase | null> {
  return inOneStep(acting, { id, one, undo: true }, async (within, facts) => {
    const { before } = one;
    if (before === null || !stillStands(facts, act, new Date(before.doneAt)))
      return { outcome: 'refused', sentence: 'It was changed since.', before };
    await backVerb(within, facts, act, before);
    return { outcome: 'changed', sentence: null, before };
  });
}

async function backVerb(acting: Acting, facts: NumberedFacts, act: BulkAct, before: Before): Promise<void> {
  switch (act.do) {
    case 'assign':
    case 'handoff':
    case 'team':
      return assign(acting, facts.id, before.ownerId, before.teamId);
    case 'tag':
      return tagCase(
        acting,
        facts.id,
        facts.tags.filter((tag) => tag !== act.tag),
      );
    case 'untag':
      return tagCase(acting, facts.id, [...facts.tags, act.tag]);
    case 'retag':
      return tagCase(acting, facts.id, unretagged(facts.tags, before.tags, act.from, act.to));
    case 'unit':
      return setUnit(acting, facts.id, before.unitId);
    case 'resolve':
      return reopenAsBefore(acting, facts.id, {
        state: before.state,
        stateAt: new Date(before.stateAt),
        waitingSince: before.waitingSince === null ? null : new Date(before.waitingSince),
      });
  }
}
