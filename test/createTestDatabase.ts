import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { programRole } from '../src/database/roles.ts';
import type { SharedServer } from './globalDatabase.ts';

export interface TestDatabase {
  /** Address as the program's role, which owns the database and is no superuser. */
  url: string;
  superuserUrl: string;
  drop(): Promise<void>;
}

/** The name of the migrated database that each shared server keeps to be copied: half a second of a processor less for each file of tests. */
export const template = 'migrated_once';

/** A database of its own with all tables on a shared server (the embedded one unless another is named). */
export const createTestDatabase = (server: SharedServer = embeddedServer()): Promise<TestDatabase> =>
  create(server, ` template ${template}`);

/** The same without tables: for whatever makes them itself. */
export const createEmptyDatabase = (server: SharedServer = embeddedServer()): Promise<TestDatabase> =>
  create(server, '');

async function create(server: SharedServer, from: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(server, `create database ${name} owner ${programRole}${from}`);
  return {
    url: addressOf(server.superuserUrl, name, programRole),
    superuserUrl: addressOf(server.superuserUrl, name, 'postgres'),
    drop: () => asSuperuser(server, `drop database if exists ${name} with (force)`),
  };
}

function embeddedServer(): SharedServer {
  const [first] = inject('servers');
  if (!first) throw new Error('test/globalDatabase.ts did not run: name it in globalSetup.');
  return first;
}

export function addressOf(superuserUrl: string, database: string, role: string): string {
  return superuserUrl.replace('//postgres@/postgres?', `//${role}@/${database}?`);
}

export async function asSuperuser(
  server: Pick<SharedServer, 'superuserUrl'>,
  statement: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
