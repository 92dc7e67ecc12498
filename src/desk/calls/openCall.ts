/** Opens a call for complaints. */
import {
  callSlug,
  foundFor,
  gathersUntil,
  hashtagKey,
  isHashtag,
  longest,
  shortest,
} from '../../domain/complaintCall.ts';
import { Fault } from '../../domain/fault.ts';
import {
  addCall,
  findCall,
  gatherFrom,
  isSlugTaken,
  lockCall,
  tellHashtags,
} from '../../storage/complaintCalls.ts';
import type { Tenant } from '../../storage/database.ts';
import { findQuietAccount } from '../../storage/forms.ts';
import { recordFacts } from '../../storage/history.ts';
import { findMember } from '../../storage/members.ts';
import { findInstitution } from '../../storage/organisations.ts';
import { type Acting, particularsOf } from '../acting.ts';
import { mustBeForAll } from './wordsForAll.ts';

export interface CallToOpen {
  /** Made by whoever opens it: the same is opened once. */
  id: string;
  institutionId: string;
  question: string;
  hashtag: string;
  closesAt: Date;
  formId: string | null;
  /** How she stands under it in public; empty: in the name of the institution alone. */
  signed: string;
  /** What looks private in its words, and all may read. */
  shows?: readonly string[];
}

/** Opens it. Throws Fault `input_invalid` for what cannot be used, `hashtag_taken` where an open call has the hashtag, and what `mustBeForAll` throws. */
export async function openCall(acting: Acting, call: CallToOpen): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  mustBeUsable(call, now);
  await storage.inOrganisation(organisationId, async (tx) => {
    if ((await findCall(tx, organisationId, call.id)) !== null) return;
    await mustBeOfHouse(tx, organisationId, call);
    const title = await mustSignAsThemselves(tx, acting, call.signed);
    const words = `${call.question}\n${title}`;
    await mustBeForAll(tx, acting, call.id, { words, shows: call.shows ?? [] });
    const { institutionId, id, hashtag } = call;
    const isTaken = await isSlugTaken(tx, organisationId, institutionId, callSlug(hashtag, id, false));
    const add = (slug: string) =>
      addCall(tx, organisationId, {
        ...call,
        slug,
        hashtagKey: hashtagKey(hashtag),
        memberId,
        openedAt: now,
      });
    if (!(await add(callSlug(hashtag, id, isTaken)))) {
      // Somebody opened one in the same moment: this very one, or one with its address.
      if ((await findCall(tx, organisationId, id)) !== null) return;
      if (!isTaken && (await add(callSlug(hashtag, id, true)))) return begin(tx, acting, call);
      throw new Fault(
        'hashtag_taken',
        `An open call has the hashtag #${hashtag} already. Choose another one, or end that call first.`,
      );
    }
    await begin(tx, acting, call);
  });
}

/** From here on posts are gathered for it. */
async function begin(tx: Tenant, acting: Acting, { id, closesAt }: CallToOpen): Promise<void> {
  const { organisationId, now } = acting;
  const fact = await say(tx, acting, 'complaint_call_opened', id);
  const last = gathersUntil({ openedAt: now, closesAt, endedAt: null });
  const until = new Date(last.getTime() + foundFor);
  await gatherFrom(tx, organisationId, { fact, now, until });
  await tellHashtags(tx, organisationId);
}

function mustBeUsable({ hashtag, closesAt, question }: CallToOpen, now: Date): void {
  if (question.trim() === '') throw new Fault('input_invalid', 'Ask something: the question is empty.');
  if (!isHashtag(hashtag))
    throw new Fault(
      'input_invalid',
      'A hashtag has 3 to 40 letters, digits and _, a letter among them, and no spaces. Change it.',
    );
  const lasts = closesAt.getTime() - now.getTime();
  if (lasts < shortest || lasts > longest)
    throw new Fault(
      'input_invalid',
      'A call ends in an hour at the earliest, and in three months at the latest. Choose another end.',
    );
}

async function mustBeOfHouse(tx: Tenant, organisationId: number, call: CallToOpen): Promise<void> {
  const institution = await findInstitution(tx, organisationId, call.institutionId);
  if (institution?.own !== true)
    throw new Fault('input_invalid', 'A call is opened for an institution of your own. Choose one.');
  if (call.formId === null) return;
  const form = await findQuietAccount(tx, organisationId, 'form', call.formId);
  if (form?.institutionId !== call.institutionId)
    throw new Fault('input_invalid', 'This form is not one of the institution. Choose another, or none.');
}

/** Whoever opens it stands under it as themselves, with their title, or the institution does alone: nobody signs for anybody else. Answers the title. */
async function mustSignAsThemselves(
  tx: Tenant,
  { organisationId, memberId }: Acting,
  signed: string,
): Promise<string> {
  const name = (await findMember(tx, organisationId, { id: memberId }))?.name ?? '';
  if (signed === '' || signed === name || (name !== '' && signed.startsWith(`${name}, `)))
    return signed.slice(name.length);
  throw new Fault(
    'input_invalid',
    `Sign with your own name, ${name}, and behind a comma with your title. Or leave it empty: the institution asks.`,
  );
}

/** The call, locked. Throws Fault `not_found`. */
export async function lockedCall(tx: Tenant, organisationId: number, id: string) {
  const call = await lockCall(tx, organisationId, id);
  if (call === null) throw new Fault('not_found', 'This call does not exist, or not in your organisation.');
  return call;
}

type CallAction =
  | 'complaint_call_opened'
  | 'complaint_call_announced'
  | 'complaint_call_ended'
  | 'complaint_call_reported';

/** Writes what a member did to a call; answers the number of the fact. */
export function say(
  tx: Tenant,
  acting: Acting,
  action: CallAction,
  callId: string,
  particulars?: Record<string, string | number>,
): Promise<number> {
  const { organisationId, memberId, keyId, now } = acting;
  const fact = {
    actorId: memberId,
    action,
    caseId: null,
    subjectId: callId,
    ...particularsOf(particulars, keyId),
  };
  return recordFacts(tx, organisationId, [fact], now);
}
