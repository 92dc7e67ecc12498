import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mayReadFollowUps } from '../../desk/followUps/mayRead.ts';
import { readPeople } from '../../desk/followUps/sides.ts';
import { Fault } from '../../domain/fault.ts';
import { cleanImage } from '../../outside/image.ts';
import type { Tenant } from '../../storage/database.ts';
import { holdersOfFile } from '../../storage/followUpFiles.ts';
import { findFollowUp } from '../../storage/followUps.ts';
import { addMedia, findMedia, type StoredMedia } from '../../storage/media.ts';
import { id, UploadView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { readerOf } from '../followUpView.ts';
import { inboundMedia } from '../inboundMedia.ts';
import { followUpFileRoutes } from './followUpFiles.ts';

const mostUpload = 10 * 1_048_576;
const read = { right: 'cases.read' } as const;

/** Pictures that we send with a reply; pictures and files that came with posts. */
export function mediaRoutes(app: App, deps: ApiDeps): void {
  shownMedia(app, deps);
  // Whatever the header says: what it is, the bytes tell.
  app.addContentTypeParser(
    /^(image\/|application\/octet-stream)/,
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  followUpFileRoutes(app, deps);
  app.post(
    '/api/media',
    { bodyLimit: mostUpload, config: { right: 'replies.draft' }, schema: { response: { 200: UploadView } } },
    async (request) => {
      if (!Buffer.isBuffer(request.body))
        throw new Fault(
          'input_invalid',
          'Send the picture itself as the body, with its type as content-type.',
        );
      const { organisationId } = request.member;
      const image = await cleanImage(request.body);
      const mediaId = await deps.storage.inOrganisation(organisationId, (tx) =>
        addMedia(tx, organisationId, { ...image, address: null, at: deps.now() }),
      );
      const { type, width, height, bytes } = image;
      return { mediaId, address: `/api/media/${mediaId}`, type, width, height, bytes: bytes.length };
    },
  );
}

function shownMedia(app: App, deps: ApiDeps): void {
  const inbound = inboundMedia(deps);
  app.get(
    '/api/media/:id',
    { config: read, schema: { params: z.object({ id }) } },
    async (request, reply) => {
      const { organisationId } = request.member;
      const mediaId = request.params.id;
      const found = await deps.storage.inOrganisation(organisationId, async (tx) => {
        const between = await holdersOfFile(tx, organisationId, mediaId);
        if (between !== null && !(await takesPart(tx, request, between, deps.now()))) return null;
        const media = await findMedia(tx, organisationId, mediaId);
        return media && { media, isBetween: between !== null };
      });
      if (found === null) throw new Fault('not_found', 'There is no such picture.');
      const { media, isBetween } = found;
      // Who may read a follow-up changes: what belongs to one is asked for anew.
      const seconds = isBetween ? 0 : 31_536_000;
      return sendMedia(reply, { ...media, name: await shownName(request, media.name) }, seconds);
    },
  );
  app.get(
    '/api/media/inbound/:postId/:n',
    {
      config: { ...read, inLetterbox: true },
      schema: { params: z.object({ postId: id, n: z.coerce.number().int().min(0).max(50) }) },
    },
    async (request, reply) => {
      const { postId, n } = request.params;
      const media = await inbound.ofPost(request.member.organisationId, postId, n);
      // Short: a post may be deleted or its pictures changed.
      return sendMedia(reply, { ...media, name: await shownName(request, media.name) }, 3_600);
    },
  );
}

/** Whether who asks may read the follow-up to which a file is attached, or uploaded it and has not attached it yet. */
async function takesPart(
  tx: Tenant,
  { member }: FastifyRequest,
  { followUpId, uploadedBy }: { followUpId: string | null; uploadedBy: string | null },
  now: Date,
): Promise<boolean> {
  const { organisationId, memberId } = member;
  if (followUpId === null) return uploadedBy === memberId;
  const found = await findFollowUp(tx, organisationId, followUpId);
  const all = found === null ? [] : [found];
  const people = await readPeople(tx, organisationId, now);
  return (await mayReadFollowUps(tx, organisationId, all, readerOf(member, people, now))).length > 0;
}

const shownName = async (request: FastifyRequest, name: string | null) =>
  name === null ? null : (await request.mask())(name);

/** The name in plain letters, and beside it the name itself (RFC 6266). */
function download(name: string | null): string {
  const whole = (name ?? 'file').toWellFormed();
  const plain = whole.replace(/[^\w.-]+/g, '_').slice(-100);
  const coded = encodeURIComponent(whole).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`;
}

function sendMedia(
  reply: FastifyReply,
  media: StoredMedia & { plays?: true },
  seconds: number,
): FastifyReply {
  // What was drawn anew here is shown, and what was seen to be a recording is played; whatever else came is a download, whatever it claims to be.
  const picture = media.width !== null || media.plays === true;
  return reply
    .header('content-type', picture ? media.type : 'application/octet-stream')
    .header('content-disposition', picture ? 'inline' : download(media.name))
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', `private, max-age=${seconds}`)
    .send(media.bytes);
}
