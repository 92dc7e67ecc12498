/** What communications staff see and do: who they are, the stories of posts that spread, and the end of one. */
import { Fault } from '../../domain/fault.ts';
import {
  type Pace,
  pacesOf,
  type SpreadLimits,
  shownBy,
  spreadLimits,
  thinned,
  watchedFor,
} from '../../domain/spreading.ts';
import { addAudit } from '../../storage/audit.ts';
import {
  keepSpreadLimits,
  keepWarned,
  readWarned,
  type Warned,
  warnedMembers,
} from '../../storage/communications.ts';
import type { Storage } from '../../storage/database.ts';
import { countingLag, readSpreadLimits, watchedPosts } from '../../storage/spreading.ts';
import { endStory, listStories, type Story, type StoryEnd } from '../../storage/spreadStories.ts';
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

/** A story with how fast it was passed on, the oldest pace first, and from when on nobody had. */
export interface StoryWithPaces extends Story {
  postAt: Date;
  paces: Pace[];
}

/** A picture of the pace needs no more. */
const mostPaces = 100;
/** Posts that wait longer to be counted are said to. Milliseconds. */
const lagFrom = 600_000;

/** A page of stories, the last to begin first, whether anybody is warned of them, and how far counting lags behind. */
export async function readStories(
  { storage, organisationId, now }: Where & { now: Date },
  wanted: Parameters<typeof listStories>[2],
): Promise<{ stories: StoryWithPaces[]; lag: { posts: number; since: Date } | null; warnsNobody: boolean }> {
  const warned = await storage.reading(organisationId, (tx) => warnedMembers(tx, organisationId));
  const found = await storage.inSpread(organisationId, async (tx) => {
    const stories = await listStories(tx, organisationId, wanted);
    const ids = stories.map(({ postId }) => postId);
    const watched = new Map((await watchedPosts(tx, organisationId, ids)).map((one) => [one.postId, one]));
    const lag = await countingLag(tx, organisationId, {
      since: new Date(now.getTime() - lagFrom),
      oldest: new Date(now.getTime() - watchedFor),
      now,
    });
    const withPaces = stories.map((story) => {
      const post = watched.get(story.postId);
      const all = post === undefined ? [] : pacesOf(post, shownBy(post, story.measure));
      return { ...story, postAt: post?.postAt ?? story.since, paces: thinned(all, mostPaces) };
    });
    return { stories: withPaces, lag };
  });
  return { ...found, warnsNobody: warned.length === 0 };
}

/** Ends a story, or (null) takes that back; nobody needs its alert any more. Nothing else changes by it: not the case, not the queue. Throws Fault `not_found`. */
export async function sayOfStory(
  { storage, organisationId, memberId, now }: Acting,
  postId: string,
  as: StoryEnd | null,
): Promise<void> {
  const said = await storage.inSpread(organisationId, (tx) =>
    endStory(tx, organisationId, postId, as === null ? null : { as, by: memberId }, now),
  );
  if (!said) throw new Fault('not_found', 'There is no such story, or not in your organisation.');
}
