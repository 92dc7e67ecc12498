import { Fault } from '../../domain/fault.ts';
import { attachableFile } from '../../outside/attachedFile.ts';
import { addFollowUpFile } from '../../storage/followUpFiles.ts';
import { FollowUpFileQuery, FollowUpFileView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { followUpFileView } from '../followUpView.ts';

/** In bytes. */
const mostFile = 10 * 1_048_576;

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
      const own = await deps.storage.inOrganisation(organisationId, (tx) =>
        addFollowUpFile(tx, organisationId, { ...file, memberId, at: deps.now() }),
      );
      const { name, type, bytes, width } = file;
      return followUpFileView({ id: own, name, type, bytes: bytes.length, picture: width !== null });
    },
  );
}
