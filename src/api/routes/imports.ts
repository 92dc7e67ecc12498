import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { importArchive } from '../../listening/importArchive.ts';
import { addAudit } from '../../storage/audit.ts';
import { ImportResult } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const ImportQuery = z.object({ name: z.string().trim().min(1).max(200) });
const mostBytes = 4 * 1024 ** 3;

/** An archive sent from the console: kept in a file first, since its length and its beginning say whether it was here before. */
export function importRoutes(app: App, deps: DeskDeps): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { bodyLimit: mostBytes }, (_request, payload, done) => done(null, payload));
  app.post(
    '/api/imports',
    {
      config: { right: 'intake.manage' },
      bodyLimit: mostBytes,
      schema: { querystring: ImportQuery, response: { 200: ImportResult } },
    },
    async ({ member, query, body }) => {
      if (!(body instanceof Readable))
        throw new Fault('input_invalid', 'Send the archive itself as the body of the request.');
      const { organisationId, memberId, keyId } = member;
      const folder = await mkdtemp(join(tmpdir(), 'answerable-import-'));
      try {
        const path = join(folder, 'archive');
        await pipeline(body, createWriteStream(path, { mode: 0o600 }));
        const log = (event: string, particulars: Record<string, string | number>) =>
          deps.log.info(particulars, event);
        const result = await importArchive(
          { storage: deps.storage, channels: deps.channels, now: deps.now, log },
          {
            organisationId,
            file: { path, name: query.name },
            workers: 1,
            onProgress: nothing,
            onUnreadable: nothing,
          },
        );
        const { importedBefore: _, ...shown } = result;
        const particulars = { name: query.name, fresh: shown.fresh, unreadable: shown.unreadable };
        await deps.storage.inOrganisation(organisationId, (tx) =>
          addAudit(tx, organisationId, {
            memberId,
            keyId,
            action: 'archive.imported',
            particulars,
            at: deps.now(),
          }),
        );
        return shown;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
}

/** Progress is read from Settings > Intake, which shows every import under way. */
const nothing = (): void => undefined;
