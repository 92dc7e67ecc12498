import { z } from 'zod';
import { decide, readWatchLimits, report, setWatchLimits } from '../../desk/watchOuts/decide.ts';
import { hidePost, type NetworkDeps, showPostAgain } from '../../desk/watchOuts/hidePost.ts';
import { openAccount } from '../../storage/accountsOpened.ts';
import { countSuspected, listWatchOuts } from '../../storage/watchOuts.ts';
import { actingOf } from '../actingOf.ts';
import {
  HidePostInput,
  id,
  WatchOutInput,
  WatchOutsCount,
  WatchOutsPage,
  WatchOutsQuery,
  WatchReportInput,
  WatchSettings,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { watchOutView } from '../watchOutViews.ts';

const One = z.object({ id });
const nothing = { 204: z.null() };
const read = { right: 'watchOuts.read' } as const;
const manage = { right: 'watchOuts.decide' } as const;

/** Accounts that may answer in our name: who waits, what each is, reporting it; and hiding a post of somebody else. */
export function watchOutRoutes(app: App, deps: DeskDeps): void {
  const { storage, key, channels } = deps;
  const acting = actingOf(deps);
  const network: NetworkDeps = {
    channels,
    openAccount:
      deps.openAccount ??
      ((organisationId, accountId) => openAccount(storage, key, organisationId, accountId)),
  };
  listRoutes(app, deps);
  app.put(
    '/api/watch-outs/:id',
    { config: manage, schema: { params: One, body: WatchOutInput, response: nothing } },
    async (request, reply) => {
      await decide(acting(request), request.params.id, request.body.state);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/watch-outs/:id/report',
    { config: manage, schema: { params: One, body: WatchReportInput, response: nothing } },
    async (request, reply) => {
      await report(network, acting(request), request.params.id, request.body.byHand);
      return reply.status(204).send(null);
    },
  );
  app.put(
    '/api/cases/:id/hidden-posts',
    { config: { right: 'posts.hide' }, schema: { params: One, body: HidePostInput, response: nothing } },
    async (request, reply) => {
      const { postId, hidden } = request.body;
      const post = { postId, caseId: request.params.id };
      if (hidden === null) await showPostAgain(network, acting(request), post);
      else await hidePost(network, acting(request), post, hidden);
      return reply.status(204).send(null);
    },
  );
}

function listRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/watch-outs',
    { config: read, schema: { querystring: WatchOutsQuery, response: { 200: WatchOutsPage } } },
    async ({ member: { organisationId }, query: { list } }) => {
      const states =
        list === 'suspected' ? (['suspected'] as const) : (['imposter', 'innocent', 'ours'] as const);
      const found = await deps.storage.reading(organisationId, (tx) =>
        listWatchOuts(tx, organisationId, { states }),
      );
      return { rows: found.map((one) => watchOutView(one, deps.channels)) };
    },
  );
  app.get(
    '/api/watch-outs/count',
    { config: read, schema: { response: { 200: WatchOutsCount } } },
    async ({ member: { organisationId } }) => ({
      suspected: await deps.storage.reading(organisationId, (tx) => countSuspected(tx, organisationId)),
    }),
  );
  app.get(
    '/api/watch-outs/settings',
    { config: manage, schema: { response: { 200: WatchSettings } } },
    async (request) => readWatchLimits(acting(request)),
  );
  app.put(
    '/api/watch-outs/settings',
    { config: manage, schema: { body: WatchSettings, response: { 200: WatchSettings } } },
    async (request) => {
      await setWatchLimits(acting(request), request.body);
      return readWatchLimits(acting(request));
    },
  );
}
