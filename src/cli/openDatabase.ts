import { join } from 'node:path';
import { connectOrStart } from '../database/connect.ts';
import { openStorage } from '../storage/database.ts';
import { migrate } from '../storage/migrate.ts';
import type { OpenDatabase } from './command.ts';
import type { Settings } from './settings.ts';

/** Where the embedded database lives within the data folder. */
export function databaseFolder(settings: Settings): string {
  return join(settings.dataFolder, 'database');
}

/**
 * Finds or starts the database, prepares its tables and opens it. `attach`: a short-lived command uses the database of a server that runs on
 * the same folder. Throws a Fault.
 */
export async function openDatabase(
  settings: Settings,
  tell: (sentence: string) => void,
  options: { attach: boolean } = { attach: true },
): Promise<OpenDatabase> {
  const found = await connectOrStart({
    databaseUrl: settings.databaseUrl ?? undefined,
    folder: databaseFolder(settings),
    attach: options.attach,
    onProgress: ({ sentence }) => tell(sentence),
  });
  try {
    const migrated = await migrate(found.url, tell);
    const storage = openStorage({
      url: found.url,
      connections: settings.databaseConnections,
      prepared: settings.preparedStatements,
    });
    const close = async () => {
      await storage.close();
      await found.stop();
    };
    return { storage, migrated, close };
  } catch (error) {
    await found.stop();
    throw error;
  }
}
