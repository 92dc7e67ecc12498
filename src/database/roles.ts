import pg from 'pg';
import { addressOver } from './socketFolder.ts';

/** The role the program works as, and the database it owns. */
export const programRole = 'answerable';

/**
 * Makes the program's role and database when they are missing. The role is no superuser, so that row-level
 * security holds for it; it may create the tenants' roles.
 */
export async function ensureRoleAndDatabase(socketFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: addressOver(socketFolder, 'postgres', 'postgres') });
  client.on('error', () => undefined); // a lost connection also fails the query below, which is awaited
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [programRole]);
    if (role.rowCount === 0) await client.query(`create role ${programRole} login createrole nosuperuser`);
    const database = await client.query('select 1 from pg_database where datname = $1', [programRole]);
    if (database.rowCount === 0) await client.query(`create database ${programRole} owner ${programRole}`);
  } finally {
    await client.end();
  }
}
