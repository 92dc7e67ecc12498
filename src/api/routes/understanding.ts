import { z } from 'zod';
import { correctFinding } from '../../desk/cases/correctFinding.ts';
import { helpline, setThreats } from '../../desk/cases/threatSettings.ts';
import { type Aspect, namesIn } from '../../domain/finding.ts';
import { casesById } from '../../storage/caseReads.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  correctionCounts,
  findingsOf,
  latestPostsOfCase,
  type ReadFinding,
  readingCounts,
} from '../../storage/findings.ts';
import { memberNames } from '../../storage/members.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { helplineFacts, threatAnswerers } from '../../storage/threatAnswerers.ts';
import { topicNames } from '../../storage/topics.ts';
import { cards, figures } from '../../understanding/cards.ts';
import { modelsVersion } from '../../understanding/understanding.ts';
import { actingOf } from '../actingOf.ts';
import { caseRow } from '../caseViews.ts';
import { CaseRow, CorrectionInput, FindingsView, id, ThreatsInput, UnderstandingView } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { noSuchCase } from '../readCase.ts';

const OneCase = z.object({ id });
/** Posts of a case whose findings are told: more than it opens with, since an earlier one may be graver. */
const mostPosts = 200;
/** Days that the page looks back. */
const days = 30;

/** What was found in posts, what members say of it, and how good it is. */
export function understandingRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/cases/:id/findings',
    { config: { right: 'cases.read' }, schema: { params: OneCase, response: { 200: FindingsView } } },
    ({ member: { organisationId }, params }) =>
      deps.storage.readingByKeys(organisationId, async (tx) => {
        const posts = await latestPostsOfCase(tx, organisationId, params.id, mostPosts);
        const [cases, found, offered] = await Promise.all([
          authorsOfCases(tx, organisationId, [params.id]),
          findingsOf(tx, organisationId, posts),
          helpline(tx, organisationId),
        ]);
        if (!cases.has(params.id)) throw noSuchCase();
        return {
          topics: await topicNames(tx, organisationId, topicsIn([...found.values()])),
          posts: [...found.values()].map(({ postId, found: one, said }) => ({
            postId,
            found: one,
            said: said.map((word) => ({ ...word, at: word.at.toISOString() })),
          })),
          helpline: offered,
        };
      }),
  );
  app.post(
    '/api/cases/:id/findings',
    {
      config: { right: 'cases.work' },
      schema: { params: OneCase, body: CorrectionInput, response: { 200: CaseRow } },
    },
    async (request) => {
      const { postId, ...said } = request.body;
      await correctFinding(acting(request), request.params.id, postId, said);
      const { organisationId } = request.member;
      const [listed] = await deps.storage.inOrganisation(organisationId, (tx) =>
        casesById(tx, organisationId, [request.params.id]),
      );
      if (listed === undefined) throw noSuchCase();
      return caseRow(listed, deps.now());
    },
  );
  pageRoutes(app, deps);
}

/** The topics that were found, or that members spoke of. */
const topicsIn = (all: readonly ReadFinding[]): string[] =>
  all.flatMap(({ found, said }) => [
    ...namesIn(found, 'topic'),
    ...said.flatMap(({ aspect, name }) => (aspect === 'topic' ? [name] : [])),
  ]);

function pageRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/understanding',
    { config: { right: 'cases.read' }, schema: { response: { 200: UnderstandingView } } },
    ({ member: { organisationId } }) => readPage(deps, organisationId),
  );
  app.put(
    '/api/understanding/threats',
    {
      config: { right: 'teams.manage' },
      schema: { body: ThreatsInput, response: { 200: UnderstandingView } },
    },
    async (request) => {
      await setThreats(acting(request), request.body);
      return readPage(deps, request.member.organisationId);
    },
  );
}

async function readPage(deps: DeskDeps, organisationId: number): Promise<UnderstandingView> {
  const since = new Date(deps.now().getTime() - days * 24 * 3_600_000);
  return deps.storage.inOrganisation(organisationId, async (tx) => {
    const { read, behind } = await readingCounts(tx, organisationId, since);
    const answerers = await threatAnswerers(tx, organisationId);
    const names = await memberNames(tx, organisationId, answerers);
    return {
      models: modelsVersion(),
      behind,
      read,
      since: since.toISOString(),
      corrections: await named(tx, organisationId, await correctionCounts(tx, organisationId, since)),
      figures: figures(),
      cards: cards(),
      answerers: answerers.map((one) => ({ id: one, name: names.get(one) ?? '' })),
      helpline: (await helplineFacts(tx, organisationId)).own,
    };
  });
}

/** Topics by their names. */
async function named<T extends { aspect: Aspect; name: string }>(
  tx: Tenant,
  organisationId: number,
  counted: readonly T[],
): Promise<T[]> {
  const ids = counted.flatMap(({ aspect, name }) => (aspect === 'topic' ? [name] : []));
  if (ids.length === 0) return [...counted];
  const names = new Map((await topicNames(tx, organisationId, ids)).map(({ id: one, name }) => [one, name]));
  return counted.map((one) =>
    one.aspect === 'topic' ? { ...one, name: names.get(one.name) ?? one.name } : one,
  );
}
