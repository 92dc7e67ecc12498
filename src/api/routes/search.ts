import { isEmptyFilter } from '../../domain/caseFilter.ts';
import { Fault } from '../../domain/fault.ts';
import { searchPosts } from '../../storage/searchPosts.ts';
import { postView } from '../caseViews.ts';
import { SearchPage, SearchQuery } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

/** Search over all posts, latest first. */
export function searchRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/search',
    { config: { right: 'cases.read' }, schema: { querystring: SearchQuery, response: { 200: SearchPage } } },
    ({ member: { organisationId, memberId }, query }) => {
      const { q, before: given, limit, ...filter } = query;
      if (q === '' && isEmptyFilter(filter))
        throw new Fault(
          'input_invalid',
          'Say what to look for: words, or something to narrow the search to.',
        );
      const before = given === undefined ? new Date(deps.now().getTime() + 86_400_000) : new Date(given);
      return deps.storage.reading(organisationId, async (tx) => {
        const sought = { words: q, before, limit, filter, memberId };
        const { found, next, cut } = await searchPosts(tx, organisationId, sought);
        return {
          hits: found.map(({ post, ...about }) => ({
            post: postView(post, deps.channels, deps.now()),
            ...about,
          })),
          next: next?.toISOString() ?? null,
          cut,
        };
      });
    },
  );
}
