/**
 * Puts cases together and takes them apart, and takes either back. What moves are whole conversations, with the replies in them; a merge takes notes along too. Each
 * act is one transaction; intake that read a conversation's case before it looks again (moveCases.ts).
 */
import { takeUp } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import { clockFrom, mergedClock } from '../../domain/rearranging.ts';
import { type CaseFacts, insertCases, lockCases, recountCases } from '../../storage/cases.ts';
import { shareGiven } from '../../storage/caseTopics.ts';
import type { Tenant } from '../../storage/database.ts';
import { dealNumbers } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import {
  authorsOfCases,
  conversationsOfCase,
  eventsOfCase,
  findRearrangement,
  insertRearrangement,
  markRearranged,
  markUndone,
  moveAllThatHangs,
  moveBack,
  moveConversations,
  moveReplies,
  type Rearrangement,
  type Together,
} from '../../storage/rearrangements.ts';
import { type Acting, saveDecided } from '../acting.ts';

type Step = Acting & { tx: Tenant };

/** Puts the case `from` into the case `into`, whose number it has from now on. Answers the id by which it can be undone. Throws Fault `input_invalid`, `not_found`, `case_merged`. */
export async function mergeCases(acting: Acting, into: string, from: string): Promise<string> {
  if (into === from)
    throw new Fault('input_invalid', 'A case cannot be put into itself. Choose another one.');
  return inStep(acting, async (step) => {
    const { tx, organisationId } = step;
    const [kept, gone] = await both(step, into, from);
    const [here, there] = await ofOneAuthor(step, into, from);
    const conversations = (await conversationsOfCase(tx, organisationId, from)).map(({ id }) => id);
    await moveConversations(tx, organisationId, conversations, into);
    const hanging = await moveAllThatHangs(tx, organisationId, from, into);
    const moved = { kind: 'merge', fromCase: from, intoCase: into, conversations, ...hanging } as const;
    const id = await noted(step, moved);
    const tags = [...new Set([...here.tags, ...there.tags])];
    await shareGiven(tx, organisationId, from, into);
    await markRearranged(tx, organisationId, into, { mergedInto: null, tags });
    await markRearranged(tx, organisationId, from, { mergedInto: into });
    const told = { action: 'case_merged', subjectId: id } as const;
    await saveDecided(tx, step, {
      ...told,
      facts: emptied(gone, step.now),
      particulars: { into: here.number },
    });
    const facts = await asOne(step, kept, gone);
    await saveDecided(tx, step, { ...told, facts, particulars: { from: there.number } });
    return id;
  });
}

type About = NonNullable<ReturnType<Awaited<ReturnType<typeof authorsOfCases>>['get']>>;

async function ofOneAuthor(step: Step, into: string, from: string): Promise<[About, About]> {
  const about = await authorsOfCases(step.tx, step.organisationId, [into, from]);
  const [here, there] = [about.get(into), about.get(from)];
  if (here === undefined || there === undefined) throw notFound();
  if (here.authorId === there.authorId) return [here, there];
  throw new Fault(
    'input_invalid',
    'These cases are of two authors. If they are one person, join the authors first.',
  );
}

/** What the case is that holds the conversations of both: as grave as the graver, owned by its owner or else the other's. */
async function asOne(step: Step, kept: CaseFacts, gone: CaseFacts): Promise<CaseFacts> {
  return {
    ...kept,
    ...mergedClock(kept, gone, step.now),
    ...(await postsOf(step, kept.id)),
    severity: kept.severity > gone.severity ? kept.severity : gone.severity,
    vulnerable: kept.vulnerable || gone.vulnerable,
    threat: kept.threat ?? gone.threat,
    ownerId: kept.ownerId ?? gone.ownerId,
    teamId: kept.teamId ?? gone.teamId,
  };
}

/** What is left of a case whose conversations went elsewhere. */
const emptied = (facts: CaseFacts, now: Date): CaseFacts => ({
  ...facts,
  state: 'resolved',
  stateAt: now,
  waitingSince: null,
  inboundPosts: 0,
});

/** Makes a case of its own of some of a case's conversations; answers its id and the id by which it can be undone. Throws Fault `input_invalid` where nothing would be left, `not_found`, `case_merged`. */
export async function splitCase(
  acting: Acting,
  from: string,
  conversations: readonly string[],
): Promise<{ caseId: string; rearrangementId: string }> {
  return inStep(acting, async (step) => {
    const { tx, organisationId, now } = step;
    const before = await open(step, from);
    const all = await conversationsOfCase(tx, organisationId, from);
    const chosen = all.filter(({ id }) => conversations.includes(id));
    const wanted = chosen.map(({ id }) => id);
    if (wanted.length !== new Set(conversations).size) throw notFound();
    if (wanted.length === 0 || wanted.length === all.length)
      throw new Fault('input_invalid', 'Choose some of the conversations, not all and not none.');
    const into = newId(now.getTime());
    const first = { identityId: chosen[0]?.identityId ?? '' };
    const about = (await authorsOfCases(tx, organisationId, [from])).get(from);
    if (about === undefined) throw notFound();
    const { firstCaseNumber } = await dealNumbers(tx, organisationId, { facts: 0, cases: 1 });
    const fresh = { ...before, id: into, sequence: 0 };
    await insertCases(tx, organisationId, [
      { facts: fresh, place: null, ...about, ...first, number: firstCaseNumber },
    ]);
    await moveConversations(tx, organisationId, wanted, into);
    const replies = await moveReplies(tx, organisationId, wanted, into);
    const id = await noted(step, {
      kind: 'split',
      fromCase: from,
      intoCase: into,
      conversations: wanted,
      notes: [],
      followUps: [],
      replies,
    });
    await markRearranged(tx, organisationId, from, { mergedInto: null });
    await markRearranged(tx, organisationId, into, { mergedInto: null, tags: about.tags });
    const told = { action: 'case_split', subjectId: id } as const;
    const left = await retold(step, before, null);
    const made = await retold(step, fresh, { caseId: from, since: null });
    await saveDecided(tx, step, { ...told, facts: left, particulars: { into: firstCaseNumber } });
    await saveDecided(tx, step, { ...told, facts: made, particulars: { from: about.number } });
    return { caseId: into, rearrangementId: id };
  });
}

/** Takes a merge or a split back: what moved then moves back, and what was written meanwhile goes with its conversation. */
export async function undoRearrangement(acting: Acting, id: string): Promise<void> {
  await inStep(acting, async (step) => {
    const done = await findRearrangement(step.tx, step.organisationId, id);
    if (done === null) throw notFound();
    if (done.undoneAt !== null) return;
    await markUndone(step.tx, step.organisationId, id, { memberId: step.memberId, at: step.now });
    if (done.kind === 'merge') await unmerge(step, done);
    else await unsplit(step, done);
  });
}

async function unmerge(step: Step, done: Rearrangement): Promise<void> {
  const { tx, organisationId } = step;
  const cases = await lockCases(tx, organisationId, [done.intoCase, done.fromCase]);
  const [kept, gone] = [cases.get(done.intoCase), cases.get(done.fromCase)];
  if (kept === undefined || gone === undefined) throw notFound();
  if (gone.mergedInto !== done.intoCase || kept.mergedInto !== null) throw movedOn();
  await moveBack(tx, organisationId, done, done.fromCase);
  await markRearranged(tx, organisationId, done.fromCase, { mergedInto: null });
  const told = { action: 'case_rearrangement_undone', subjectId: done.id } as const;
  await saveDecided(tx, step, { ...told, facts: await retold(step, kept, null) });
  const back = await retold(step, gone, { caseId: done.intoCase, since: done.at });
  await saveDecided(tx, step, { ...told, facts: { ...back, mergedInto: null } });
}

/** The new case is put back into the old one, wherever its conversations are still its own. */
async function unsplit(step: Step, done: Rearrangement): Promise<void> {
  const { tx, organisationId, now } = step;
  const [old, made] = await both(step, done.fromCase, done.intoCase);
  const conversations = (await conversationsOfCase(tx, organisationId, done.intoCase)).map(({ id }) => id);
  await moveConversations(tx, organisationId, conversations, done.fromCase);
  await moveAllThatHangs(tx, organisationId, done.intoCase, done.fromCase);
  await markRearranged(tx, organisationId, done.intoCase, { mergedInto: done.fromCase });
  const told = { action: 'case_rearrangement_undone', subjectId: done.id } as const;
  await saveDecided(tx, step, { ...told, facts: emptied(made, now) });
  await saveDecided(tx, step, { ...told, facts: await asOne(step, old, made) });
}

async function inStep<T>(acting: Acting, act: (step: Step) => Promise<T>): Promise<T> {
  return acting.storage.inOrganisation(acting.organisationId, (tx) => act({ ...acting, tx }));
}

/** The case, locked and not merged away. */
async function open(step: Step, id: string): Promise<CaseFacts> {
  const found = (await lockCases(step.tx, step.organisationId, [id])).get(id);
  if (found === undefined) throw notFound();
  if (found.mergedInto !== null) throw merged();
  return found;
}

/** Both, locked at once and in one order, so that two members who merge the same cases wait for each other and not in a circle. */
async function both(step: Step, one: string, other: string): Promise<[CaseFacts, CaseFacts]> {
  const found = await lockCases(step.tx, step.organisationId, [one, other]);
  const [a, b] = [found.get(one), found.get(other)];
  if (a === undefined || b === undefined) throw notFound();
  if (a.mergedInto !== null || b.mergedInto !== null) throw merged();
  return [a, b];
}

async function noted(
  step: Step,
  moved: Omit<Rearrangement, 'id' | 'at' | 'by' | 'undoneAt'>,
): Promise<string> {
  const id = newId(step.now.getTime());
  await insertRearrangement(step.tx, step.organisationId, { ...moved, id, at: step.now, by: step.memberId });
  return id;
}

/** What the posts of a case count to. */
async function postsOf(
  step: Step,
  caseId: string,
): Promise<Pick<CaseFacts, 'inboundPosts' | 'lastInboundPostId'>> {
  const counted = (await recountCases(step.tx, step.organisationId, [{ id: caseId, since: null }])).get(
    caseId,
  );
  return { inboundPosts: counted?.inboundPosts ?? 0, lastInboundPostId: counted?.lastInboundPostId ?? null };
}

/** The case as its posts and members' words tell it from the beginning. Whoever had taken it up still has. */
async function retold(step: Step, before: CaseFacts, together: Together | null): Promise<CaseFacts> {
  const events = await eventsOfCase(step.tx, step.organisationId, before.id, together);
  const clock = clockFrom(events, step.now);
  // What a merged case was before is not known any more: with an owner it was taken up.
  const isNew = before.ownerId === null && (before.state === 'new' || before.mergedInto !== null);
  const taken = isNew ? clock : takeUp(clock, before.stateAt);
  return { ...before, ...taken, ...(await postsOf(step, before.id)) };
}

const notFound = () => new Fault('not_found', 'This case does not exist, or not in your organisation.');
const merged = () =>
  new Fault('case_merged', 'This case is part of another one by now. Open that one and go on there.');
const movedOn = () =>
  new Fault('case_merged', 'The cases were put together with others since. Take those steps back first.');
