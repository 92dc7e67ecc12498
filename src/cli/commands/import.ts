import { basename } from 'node:path';
import { type ImportResult, importArchive } from '../../listening/importArchive.ts';
import { freeLeasesOfTheDead } from '../../listening/leases.ts';
import type { Storage } from '../../storage/database.ts';
import { makeBareOrganisation } from '../../storage/imports.ts';
import type { Command, Context } from '../command.ts';
import { organisationFor } from '../organisation.ts';
import { importReporter } from '../progress.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Imports an archive of posts: a file of NDJSON or CSV.',
  usage: ['import FILE [--organisation NAME]'],
  about: [
    'Files may be larger than memory. What was imported is never doubled, whether the same file comes again or another one with the same posts; an import that was ended, even by force, goes on where it stopped when it is started again. Rows that cannot be read are told with their line numbers and kept in Settings > Intake.',
    'It works with and without a running server. On an empty data folder it makes the organisation that it is told, or "Imported archive". docs/archive-format.md describes the files.',
  ],
  options: {
    organisation: {
      type: 'string',
      value: 'NAME',
      help: 'whose archive it is; needed where there are several organisations',
    },
  },
  words: [1, 1],
  async run(context, given) {
    const { storage, close } = await context.openDatabase();
    try {
      // Lanes of an import that was killed are free for this one at once.
      await freeLeasesOfTheDead(storage, context.log);
      const organisationId = await findOrMakeOrganisation(context, storage, given.text('organisation'));
      await importFile(context, storage, organisationId, given.words[0] ?? '');
    } finally {
      await close();
    }
  },
};

async function findOrMakeOrganisation(
  context: Context,
  storage: Storage,
  name: string | null,
): Promise<number> {
  const found = await organisationFor(storage, name);
  if (found !== null) return found;
  const made = name ?? 'Imported archive';
  context.err(`There is no organisation yet: making "${made}".\n`);
  return storage.asSystem((tx) => makeBareOrganisation(tx, made, context.now()));
}

async function importFile(
  context: Context,
  storage: Storage,
  organisationId: number,
  path: string,
): Promise<void> {
  const reporter = importReporter(context);
  const started = context.now();
  const result = await importArchive(
    { storage, channels: context.channels, now: context.now, log: context.log },
    {
      organisationId,
      file: { path, name: basename(path) },
      workers: context.settings.workers,
      onProgress: reporter.progress,
      onUnreadable: reporter.unreadable,
      signal: context.signal,
    },
  );
  reporter.end();
  context.err(`${closing(result, (context.now().getTime() - started.getTime()) / 1000)}\n`);
}

function closing(result: ImportResult, seconds: number): string {
  if (result.importedBefore !== null) {
    return `This very file was imported before, on ${result.importedBefore.toISOString()}. Nothing was read again.`;
  }
  const { read, fresh, doubles, unreadable } = result;
  const rate = Math.round(read / Math.max(seconds, 0.001));
  const kept = unreadable === 0 ? '' : ' (kept in Settings > Intake)';
  return `${read} rows read in ${seconds.toFixed(1)} s (${rate} a second): ${fresh} posts are new, ${doubles} were known, ${unreadable} cannot be read${kept}.`;
}
