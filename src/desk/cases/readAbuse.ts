/** How much abuse a member reads in a shift. It is counted and told, and never keeps a case from anybody. */
import { type AbuseReading, readInShift } from '../../domain/abuseReading.ts';
import { Fault } from '../../domain/fault.ts';
import { longestShift } from '../../domain/rota.ts';
import { abuseLimitOf, abuseReadsSince, keepAbuseRead, setAbuseLimit } from '../../storage/abuseReads.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { readRota } from '../../storage/rota.ts';
import type { Acting } from '../acting.ts';

export interface MembersReading extends AbuseReading {
  memberId: string;
  name: string;
}

async function readings(
  tx: Tenant,
  organisationId: number,
  now: Date,
): Promise<{ limit: number | null; members: MembersReading[] }> {
  const [limit, rota, reads] = await Promise.all([
    abuseLimitOf(tx, organisationId),
    readRota(tx, organisationId, now),
    abuseReadsSince(tx, organisationId, new Date(now.getTime() - longestShift)),
  ]);
  const members = [...rota.values()].map((member) => {
    const times = reads.filter(({ memberId }) => memberId === member.id).map(({ at }) => at);
    return { memberId: member.id, name: member.name, ...readInShift(member, times, limit, now) };
  });
  return { limit, members };
}

/** What each member who opened folded posts has read in the running shift, and what is asked of one at most. */
export async function abuseReadings(
  storage: Storage,
  organisationId: number,
  now: Date,
): Promise<{ limit: number | null; members: MembersReading[] }> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const { limit, members } = await readings(tx, organisationId, now);
    return { limit, members: members.filter(({ read }) => read > 0).toSorted((a, b) => b.read - a.read) };
  });
}

/** What this member has read in the running shift. */
export async function ownAbuseReading(
  storage: Storage,
  organisationId: number,
  memberId: string,
  now: Date,
): Promise<AbuseReading> {
  const { limit, members } = await storage.inOrganisation(organisationId, (tx) =>
    readings(tx, organisationId, now),
  );
  const read = members.find((one) => one.memberId === memberId)?.read ?? 0;
  return { read, limit, reached: limit !== null && read >= limit };
}

/** Notes that the member opened a folded post of the case. Throws Fault `not_found` where no such post is folded. */
export async function openFolded(acting: Acting, caseId: string, postId: string): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  const kept = await storage.inOrganisation(organisationId, (tx) =>
    keepAbuseRead(tx, organisationId, { caseId, postId, memberId, at: now }),
  );
  if (!kept) throw new Fault('not_found', 'This case has no such folded post. Load the case again.');
}

/** Sets how many folded posts a member is asked to read in a shift; null: no limit. */
export async function limitAbuse(acting: Acting, limit: number | null): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await setAbuseLimit(tx, organisationId, limit))) return;
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'abuse_limit.changed',
      particulars: { limit },
      at: now,
    });
  });
}
