import { sql } from 'kysely';
import type { System } from './database.ts';

/** Tells every process who looks at what; nothing is stored. */
export async function tellPresence(system: System, payload: string): Promise<void> {
  await sql`select pg_notify('presence', ${payload})`.execute(system);
}
