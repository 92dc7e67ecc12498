import { keepFrontSettings, readFrontSettings } from '../../desk/frontRow/keepNeeds.ts';
import { seePosts } from '../../desk/frontRow/seePosts.ts';
import { Fault } from '../../domain/fault.ts';
import { allNeedsOf, frontLine, frontPage } from '../../insight/frontRow.ts';
import { mineOf } from '../../insight/mine.ts';
import { boxOf } from '../../members/letterbox.ts';
import type { ArrivalEnd } from '../../storage/frontRow.ts';
import type { Membership } from '../../storage/members.ts';
import { keepRhythm } from '../../storage/rhythms.ts';
import { actingOf } from '../actingOf.ts';
import {
  FrontLineView,
  FrontPage,
  FrontQuery,
  FrontSettings,
  id,
  LineQuery,
  MineView,
  NeedsPage,
  RhythmInput,
  SeenInput,
  SeenKept,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { frontPostView, needView } from '../frontViews.ts';

const read = { right: 'front.read' } as const;

/** The front row: everything that reached the organisation, the line that proves it, what needs the executive, and what was on her screen. */
export function frontRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/front/posts',
    { config: read, schema: { querystring: FrontQuery, response: { 200: FrontPage } } },
    async ({ member, query: { list, after, limit } }) => {
      const from = after === undefined ? null : readEnd(after);
      const reader = { ...member, box: await boxOf(deps.storage.system, member) };
      const { posts, end } = await frontPage(deps.storage, reader, { list, after: from, limit });
      const now = deps.now();
      return {
        rows: posts.map(({ own, ...post }) => frontPostView(post, deps.channels, now, own)),
        next: end === null ? null : `${end.heardAt.toISOString()}_${end.id}`,
      };
    },
  );
  app.get(
    '/api/front/line',
    { config: read, schema: { querystring: LineQuery, response: { 200: FrontLineView } } },
    async ({ member, query: { at } }) => {
      const of = at === undefined ? deps.now() : new Date(at);
      const line = await frontLine(
        deps.storage,
        member.organisationId,
        of,
        await boxOf(deps.storage.system, member),
      );
      return { ...line, since: line.since.toISOString(), until: line.until.toISOString() };
    },
  );
  app.get(
    '/api/front/needs',
    { config: read, schema: { response: { 200: NeedsPage } } },
    async ({ member }) => {
      const now = deps.now();
      const box = await boxOf(deps.storage.system, member);
      const { needs, ...counts } = await allNeedsOf(deps.storage, member.organisationId, member, box, now);
      return { rows: needs.map((need) => needView(need, deps.channels, now)), ...counts };
    },
  );
  mineRoutes(app, deps);
  settingsRoutes(app, deps);
}

/** What is the member's own. */
function mineRoutes(app: App, deps: DeskDeps): void {
  const mine = async (member: Membership) => {
    const { organisationId, memberId } = member;
    const box = await boxOf(deps.storage.system, member);
    const { rhythm, ...rest } = await mineOf(deps.storage, organisationId, memberId, box, deps.now());
    return {
      ...rest,
      rhythm: rhythm && { answers: rhythm.answers, days: [...rhythm.days], before: rhythm.before },
    };
  };
  app.get('/api/front/mine', { config: read, schema: { response: { 200: MineView } } }, ({ member }) =>
    mine(member),
  );
  app.put(
    '/api/front/rhythm',
    { config: read, schema: { body: RhythmInput, response: { 200: MineView } } },
    async ({ member, body: { rhythm } }) => {
      const { organisationId, memberId } = member;
      const chosen = rhythm && { ...rhythm, days: [...new Set(rhythm.days)].sort(), since: deps.now() };
      await deps.storage.inOrganisation(organisationId, (tx) =>
        keepRhythm(tx, organisationId, memberId, chosen),
      );
      return mine(member);
    },
  );
}

function settingsRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.post(
    '/api/front/seen',
    { config: read, schema: { body: SeenInput, response: { 200: SeenKept } } },
    async (request) => {
      // What staff look at is no word to the author that the executive has read it.
      if (request.member.role !== 'executive' || request.member.keyId !== null) return { kept: 0 };
      return { kept: await seePosts(acting(request), request.body.postIds) };
    },
  );
  app.get(
    '/api/front/settings',
    { config: read, schema: { response: { 200: FrontSettings } } },
    async (request) => viewed(await readFrontSettings(acting(request))),
  );
  app.put(
    '/api/front/settings',
    {
      config: { right: 'front.manage' },
      schema: { body: FrontSettings, response: { 200: FrontSettings } },
    },
    async (request) => {
      await keepFrontSettings(acting(request), request.body);
      return viewed(await readFrontSettings(acting(request)));
    },
  );
}

const viewed = ({ needs, watchdogs }: Awaited<ReturnType<typeof readFrontSettings>>) => ({
  needs: { ...needs, off: [...needs.off] },
  watchdogs: [...watchdogs],
});

/** Throws Fault `input_invalid`. */
function readEnd(text: string): ArrivalEnd {
  const [at = '', own = ''] = text.split('_');
  const end = { heardAt: new Date(at), id: own };
  if (Number.isNaN(end.heardAt.getTime()) || !id.safeParse(own).success)
    throw new Fault('input_invalid', 'The place to go on from is not one of ours. Start at the first page.');
  return end;
}
