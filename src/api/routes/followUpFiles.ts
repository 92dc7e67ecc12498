import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { attachableFile } from '../../outside/attachedFile.ts';
import { addFollowUpFile, countUnattached, removeUpload } from '../../storage/followUpFiles.ts';
import { FollowUpFileQuery, FollowUpFileView, id } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { followUpFileView } from '../followUpView.ts';

/** In bytes. */
const mostFile = 10 * 1_048_576;
/** So many uploads of one member may wait to be attached: what is left lying is removed the next day. */
const mostWaiting = 20;

/** Files that are about to be attached to a follow-up. Called where a file is taken as a body. */
export function followUpFileRoutes(app: App, deps: Pick<ApiDeps, 'storage' | 'now'>): void {
  app.post(
    '/api/follow-ups/files',
    {
      bodyLimit: mostFile,
      config: { right: 'replies.draft' },
      schema: { querystring: FollowUpFileQuery, response: { 200: FollowUpFileView } },
    },
    async ({ body, query, member: { organisationId, memberId } }) => {
      if (!Buffer.isBuffer(body))
        throw new Fault(
          'input_invalid',
          'Send the file itself as the body, with application/octet-stream as content-type.',
        );
      const file = await attachableFile(body, query.name);
      const own = await deps.storage.inOrganisation(organisationId, async (tx) => {
        if ((await countUnattached(tx, organisationId, memberId)) >= mostWaiting)
          throw new Fault(
            'too_many_requests',
            'Too many of your files wait to be attached. Attach or leave out some of them, or wait until tomorrow.',
          );
        return addFollowUpFile(tx, organisationId, { ...file, memberId, at: deps.now() });
      });
      const { name, type, bytes, width } = file;
      return followUpFileView({ id: own, name, type, bytes: bytes.length, picture: width !== null });
    },
  );
  app.delete(
    '/api/follow-ups/files/:id',
    {
      config: { right: 'replies.draft' },
      schema: { params: z.object({ id }), response: { 200: z.object({ done: z.literal(true) }) } },
    },
    async ({ params, member: { organisationId, memberId } }) => {
      const removed = await deps.storage.inOrganisation(organisationId, (tx) =>
        removeUpload(tx, organisationId, params.id, memberId),
      );
      if (!removed) throw new Fault('not_found', 'This file is not there any more, or is attached by now.');
      return { done: true } as const;
    },
  );
}
