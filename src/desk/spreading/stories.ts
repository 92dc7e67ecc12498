/** What communications staff see and do: who they are, the stories of posts that spread, and the end of one. */
import { Fault } from '../../domain/fault.ts';
import { type Pace, paces, type SpreadLimits, spreadLimits } from '../../domain/spreading.ts';
import { settleAlerts } from '../../storage/alerts.ts';
import { addAudit } from '../../storage/audit.ts';
import {
  keepSpreadLimits,
  keepWarned,
  readWarned,
  type Warned,
  warnedMembers,
} from '../../storage/communications.ts';
import type { Storage } from '../../storage/database.ts';
import { lastSequence } from '../../storage/history.ts';
import {
  endStory,
  listStories,
  readSpreadLimits,
  type Story,
  type StoryEnd,
  watchedPosts,
} from '../../storage/spreading.ts';
import type { Acting } from '../acting.ts';

export interface SpreadSettings extends Warned {
  limits: SpreadLimits;
}

type Where = Pick<Acting, 'storage' | 'organisationId'>;

/** As they stand. */
export async function readSpreadSettings({ storage, organisationId }: Where): Promise<SpreadSettings> {
  return storage.reading(organisationId, async (tx) => ({
    limits: spreadLimits(await readSpreadLimits(tx, organisationId)),
    ...(await readWarned(tx, organisationId)),
  }));
}

/** Sets who is warned, and by which limits. */
export async function keepSpreadSettings(acting: Acting, settings: SpreadSettings): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  const { limits, memberIds, teamIds } = settings;
  await storage.inOrganisation(organisationId, async (tx) => {
    await keepSpreadLimits(tx, organisationId, limits);
    await keepWarned(tx, organisationId, { memberIds, teamIds });
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'spreading.set',
      particulars: { ...limits, members: memberIds.length, teams: teamIds.length },
      at: now,
    });
  });
}

/** Lets admins and those who are warned through. Throws Fault `not_permitted`. */
export async function mustBeWarned(
  storage: Storage,
  { organisationId, memberId, role }: { organisationId: number; memberId: string; role: string },
): Promise<void> {
  if (role === 'admin') return;
  const warned = await storage.reading(organisationId, (tx) => warnedMembers(tx, organisationId));
  if (!warned.includes(memberId))
    throw new Fault(
      'not_permitted',
      'This page is for those who are warned of stories that spread. An admin names them in Settings > Spreading.',
    );
}

/** A story with how fast it was passed on, the oldest pace first. */
export interface StoryWithPaces extends Story {
  postAt: Date;
  paces: Pace[];
}

/** A page of stories, the last to begin first. */
export async function readStories(
  { storage, organisationId }: Where,
  wanted: Parameters<typeof listStories>[2],
): Promise<StoryWithPaces[]> {
  return storage.inSpread(organisationId, async (tx) => {
    const stories = await listStories(tx, organisationId, wanted);
    const ids = stories.map(({ postId }) => postId);
    const watched = new Map((await watchedPosts(tx, organisationId, ids)).map((one) => [one.postId, one]));
    return stories.map((story) => {
      const { postAt = story.since, samples = [] } = watched.get(story.postId) ?? {};
      return { ...story, postAt, paces: paces(postAt, samples) };
    });
  });
}

/** Ends a story, or (null) takes that back; nobody needs its alert any more. Nothing else changes by it: not the case, not the queue. Throws Fault `not_found`. */
export async function sayOfStory(
  { storage, organisationId, memberId, now }: Acting,
  postId: string,
  as: StoryEnd | null,
): Promise<void> {
  const said = await storage.inSpread(organisationId, (tx) =>
    endStory(tx, organisationId, postId, as === null ? null : { as, at: now, by: memberId }),
  );
  if (!said) throw new Fault('not_found', 'There is no such story, or not in your organisation.');
  if (as === null) return;
  await storage.inOrganisation(organisationId, async (tx) => {
    const sequence = (await lastSequence(tx, organisationId)) + 1;
    const about = { kinds: ['spreading'] as const, subjectId: postId, by: memberId, sequence };
    await settleAlerts(tx, organisationId, about, now);
  });
}
