import { z } from 'zod';
import { ownPraise, praiseOfMembers } from '../../desk/cases/praise.ts';
import { postView } from '../caseViews.ts';
import { PraiseCount, PraisePage } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

/** Praise of oneself and one's teams, and how often each member was praised. */
export function praiseRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/praise',
    { config: { right: 'cases.read' }, schema: { response: { 200: PraisePage } } },
    async ({ member: { organisationId, memberId } }) => {
      const { sequence, found } = await ownPraise(deps.storage, organisationId, memberId);
      const rows = found.map(({ post, at, ...rest }) => ({
        ...rest,
        post: postView(post, deps.channels, deps.now()),
        at: at.toISOString(),
      }));
      return { rows, sequence };
    },
  );
  app.get(
    '/api/praise/counts',
    { config: { right: 'teams.manage' }, schema: { response: { 200: z.array(PraiseCount) } } },
    ({ member: { organisationId } }) => praiseOfMembers(deps.storage, organisationId, deps.now()),
  );
}
