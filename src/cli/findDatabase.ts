import { connectOrStart, type FoundDatabase } from '../database/connect.ts';
import type { Context } from './command.ts';
import { databaseFolder } from './openDatabase.ts';

/** Finds or starts the database and leaves its tables as they are. `attach`: also the one of a program that runs. Throws a Fault. */
export function findDatabase(context: Context, attach: boolean): Promise<FoundDatabase> {
  return connectOrStart({
    databaseUrl: context.settings.databaseUrl ?? undefined,
    folder: databaseFolder(context.settings),
    attach,
    onProgress: ({ sentence }) => context.err(`${sentence}\n`),
  });
}
