import { resolve } from 'node:path';
import pg from 'pg';
import { Fault } from '../domain/fault.ts';
import { holderOf } from './programLock.ts';
import { programRole } from './roles.ts';
import { addressOver, socketFolderOf } from './socketFolder.ts';

const patienceMilliseconds = 30_000;
const pauseMilliseconds = 200;

/**
 * The address of the database that another living program runs on this folder, once it answers; null when no program has the folder.
 * Throws Fault `database_unreachable` when it does not answer within half a minute.
 */
export async function attachToRunning(folder: string): Promise<string | null> {
  const path = resolve(folder);
  const url = addressOver(socketFolderOf(path), programRole, programRole);
  const until = Date.now() + patienceMilliseconds;
  let cause: unknown = null;
  while (holderOf(path) !== null) {
    cause = await faultOf(url);
    if (cause === null) return url;
    if (Date.now() > until) {
      const sentence = `Another Answerable runs on ${path}, but its database does not answer. Stop that program and start it again.`;
      throw new Fault('database_unreachable', sentence, { cause });
    }
    await new Promise((resume) => setTimeout(resume, pauseMilliseconds));
  }
  return null;
}

async function faultOf(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a connection lost later also fails the awaited query
  try {
    await client.connect();
    await client.query('select 1');
    return null;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => undefined); // it may never have begun
  }
}
