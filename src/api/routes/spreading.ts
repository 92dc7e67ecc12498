import { z } from 'zod';
import {
  keepSpreadSettings,
  mustBeWarned,
  readSpreadSettings,
  readStories,
  type StoryWithPaces,
  sayOfStory,
} from '../../desk/spreading/stories.ts';
import { Fault } from '../../domain/fault.ts';
import { frontPostsById } from '../../storage/frontRow.ts';
import { memberNames } from '../../storage/members.ts';
import { actingOf } from '../actingOf.ts';
import {
  id,
  SpreadEnded,
  SpreadEndInput,
  SpreadPage,
  SpreadQuery,
  SpreadSettings,
  type SpreadStoryView,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { frontPostView } from '../frontViews.ts';

const read = { right: 'spreading.read' } as const;
const One = z.object({ id });

/** Stories that spread: a page of its own for communications staff. Nothing here changes who is served when. */
export function spreadingRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/spreading',
    { config: read, schema: { querystring: SpreadQuery, response: { 200: SpreadPage } } },
    async ({ member, query: { list, after, limit } }) => {
      await mustBeWarned(deps.storage, member);
      const { organisationId } = member;
      const from = after === undefined ? null : readEnd(after);
      const wanted = { ended: list === 'ended', after: from, limit };
      const found = await readStories({ storage: deps.storage, organisationId, now: deps.now() }, wanted);
      const { stories, lag, warnsNobody } = found;
      const last = stories.length === limit ? stories.at(-1) : undefined;
      return {
        rows: await storyViews(deps, member, stories),
        next: last === undefined ? null : `${last.since.toISOString()}_${last.postId}`,
        warnsNobody,
        lag: lag && { posts: lag.posts, since: lag.since.toISOString() },
      };
    },
  );
  app.put(
    '/api/spreading/:id',
    { config: read, schema: { params: One, body: SpreadEndInput, response: { 200: SpreadEnded } } },
    async (request) => {
      await mustBeWarned(deps.storage, request.member);
      const { ended } = request.body;
      await sayOfStory(acting(request), request.params.id, ended);
      return { ended };
    },
  );
  app.get(
    '/api/spreading/settings',
    { config: { right: 'spreading.manage' }, schema: { response: { 200: SpreadSettings } } },
    async (request) => readSpreadSettings(acting(request)),
  );
  app.put(
    '/api/spreading/settings',
    {
      config: { right: 'spreading.manage' },
      schema: { body: SpreadSettings, response: { 200: SpreadSettings } },
    },
    async (request) => {
      await keepSpreadSettings(acting(request), request.body);
      return readSpreadSettings(acting(request));
    },
  );
}

/** The stories with their posts as the desk shows them, read in the desk's own role. */
async function storyViews(
  { storage, channels, now }: DeskDeps,
  { organisationId, memberId }: { organisationId: number; memberId: string },
  stories: readonly StoryWithPaces[],
): Promise<SpreadStoryView[]> {
  const [posts, names] = await storage.reading(organisationId, (tx) =>
    Promise.all([
      frontPostsById(
        tx,
        organisationId,
        memberId,
        stories.map(({ postId }) => postId),
      ),
      memberNames(
        tx,
        organisationId,
        stories.flatMap(({ ended }) => ended?.by ?? []),
      ),
    ]),
  );
  return stories.map(({ postId, since, countedAt, calmedAt, ended, postAt, paces, ...pace }) => {
    const post = posts.get(postId);
    return {
      ...pace,
      id: postId,
      post: post === undefined ? null : frontPostView(post, channels, now()),
      since: since.toISOString(),
      countedAt: countedAt?.toISOString() ?? null,
      calmedAt: calmedAt?.toISOString() ?? null,
      ended: ended && {
        as: ended.as,
        at: ended.at.toISOString(),
        by: ended.by && (names.get(ended.by) ?? null),
      },
      writtenAt: postAt.toISOString(),
      paces: paces.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
    };
  });
}

/** Throws Fault `input_invalid`. */
function readEnd(text: string): { since: Date; postId: string } {
  const [at = '', own = ''] = text.split('_');
  const end = { since: new Date(at), postId: own };
  if (Number.isNaN(end.since.getTime()) || !id.safeParse(own).success)
    throw new Fault('input_invalid', 'The place to go on from is not one of ours. Start at the first page.');
  return end;
}
