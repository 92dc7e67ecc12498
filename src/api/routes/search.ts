import { searchPosts } from '../../storage/postReads.ts';
import { postView } from '../caseViews.ts';
import { SearchPage, SearchQuery } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

/** Search over all posts, latest first. */
export function searchRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/search',
    { config: { right: 'cases.read' }, schema: { querystring: SearchQuery, response: { 200: SearchPage } } },
    ({ member, query }) =>
      deps.storage.inOrganisation(member.organisationId, async (tx) => {
        const before =
          query.before === undefined ? new Date(deps.now().getTime() + 86_400_000) : new Date(query.before);
        const found = await searchPosts(tx, member.organisationId, {
          words: query.q,
          before,
          limit: query.limit,
        });
        const last = found.length < query.limit ? undefined : found[found.length - 1];
        return {
          hits: found.map(({ post, ...about }) => ({ post: postView(post, deps.channels), ...about })),
          next: last?.post.at.toISOString() ?? null,
        };
      }),
  );
}
