import { Fault } from '../domain/fault.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage } from '../storage/database.ts';
import { hasNoMembers, lockFirstRun, makeOrganisation } from '../storage/firstRun.ts';
import { addMember } from '../storage/members.ts';
import { addSignIn, findSignIn } from '../storage/signIn.ts';
import { dropFirstRunLinks, takeLink } from '../storage/signInLinks.ts';
import { passwordHash } from './passwordHash.ts';

export interface FirstRun {
  token: string;
  organisation: string;
  institution: string;
  name: string;
  email: string;
  password: string;
  timeZone: string;
}

/** True while nobody is a member. */
export async function isFirstRunNeeded(storage: Storage): Promise<boolean> {
  return hasNoMembers(storage.system);
}

/**
 * Makes the organisation, its institution and its first member, an admin, all or nothing. Answers the new sign-in's id.
 * Throws Fault `first_run_done`, `link_expired` or `input_invalid` (an unknown time zone).
 */
export async function finishFirstRun(storage: Storage, input: FirstRun, now: Date): Promise<string> {
  checkTimeZone(input.timeZone);
  const hash = await passwordHash(input.password);
  return storage.asSystem(async (tx) => {
    await lockFirstRun(tx);
    if (!(await hasNoMembers(tx))) {
      throw new Fault(
        'first_run_done',
        'This desk has its first member already. Sign in, or ask them to invite you.',
      );
    }
    await takeLink(tx, input.token, 'first_run', now);
    const organisationId = await makeOrganisation(tx, {
      name: input.organisation,
      institution: input.institution,
      timeZone: input.timeZone,
      at: now,
    });
    if ((await findSignIn(tx, input.email)) !== null) throw new Error('a sign-in without any member');
    const signInId = await addSignIn(tx, { ...input, passwordHash: hash, at: now });
    const memberId = await addMember(tx, organisationId, {
      name: input.name,
      email: input.email,
      role: 'admin',
      signInId,
      at: now,
    });
    await dropFirstRunLinks(tx);
    await addAudit(tx, organisationId, { memberId, action: 'organisation.made', at: now });
    return signInId;
  });
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new Fault(
      'input_invalid',
      `"${timeZone}" is not a time zone. Write one such as "Africa/Nairobi".`,
      {
        cause,
      },
    );
  }
}
