import { z } from 'zod';
import { beginRetag } from '../../desk/bulk/bulk.ts';
import { tagsInUse } from '../../storage/tags.ts';
import { topicNames } from '../../storage/topics.ts';
import { actingOf } from '../actingOf.ts';
import { RenameTagInput, TagRenamed, TagView } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

/** The tags in use, and giving one another name. */
export function tagRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  app.get(
    '/api/tags',
    { config: { right: 'cases.read' }, schema: { response: { 200: z.array(TagView) } } },
    ({ member: { organisationId } }) =>
      deps.storage.inOrganisation(organisationId, async (tx) => {
        const inUse = await tagsInUse(tx, organisationId);
        const names = new Set((await topicNames(tx, organisationId)).map(({ name }) => name));
        const given = inUse.map((one) => ({ ...one, topic: names.delete(one.tag) }));
        return [...given, ...[...names].map((tag) => ({ tag, count: 0, topic: true }))];
      }),
  );
  app.post(
    '/api/tags/rename',
    { config: { right: 'tags.manage' }, schema: { body: RenameTagInput, response: { 200: TagRenamed } } },
    async (request) => {
      const { bulkId, from, to } = request.body;
      return { cases: await beginRetag(acting(request), { id: bulkId, from, to }) };
    },
  );
}
