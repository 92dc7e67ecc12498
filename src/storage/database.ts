/**
 * The door to Postgres. A tenant's work runs in a transaction as role `answerable_tenant` with the organisation set, so that
 * row-level security is the second lock; the program's own work (dealing out lanes, sign-in) runs as the connecting role.
 */
import type { Kysely } from 'kysely';
import pg from 'pg';
import { Fault } from '../domain/fault.ts';
import { builderOver, builderOverPool, inOneWrite } from './connection.ts';
import { instantOf } from './instants.ts';
import { type Notifications, openNotifications } from './notifications.ts';
import type { Tables } from './tables.ts';

/** A transaction inside one organisation. */
export type Tenant = Kysely<Tables>;
/** The program itself: sees every organisation. */
export type System = Kysely<Tables>;

export interface StorageOptions {
  url: string;
  /** Most connections; the listening one comes on top. */
  connections?: number;
  /** False for poolers that cannot keep prepared statements. */
  prepared?: boolean;
  /** Told of connections that fail while idle; the pool replaces them. */
  onLost?: (cause: Error) => void;
}

export interface Storage {
  /** One transaction inside one organisation; rolled back when the work throws. */
  inOrganisation<T>(organisationId: number, work: (tx: Tenant) => Promise<T>): Promise<T>;
  /**
   * The same for taking batches to the desk, and for reading what changed. Everything is looked up by its key, whatever the planner believes of tables that grow by
   * thousands of rows a second, and a plan is made once: planning twenty statements anew took longer than taking one post.
   */
  byKeys<T>(organisationId: number, work: (tx: Tenant) => Promise<T>): Promise<T>;
  /** The same for a screen that is waited for: writing is refused, and the answer does not wait for the end of a transaction that has nothing to keep. */
  reading<T>(organisationId: number, work: (tx: Tenant) => Promise<T>): Promise<T>;
  /** `reading` with the plans of `byKeys`. */
  readingByKeys<T>(organisationId: number, work: (tx: Tenant) => Promise<T>): Promise<T>;
  /** The same as the role of the fairness audit: reads reach, writes nothing. */
  inAudit<T>(organisationId: number, work: (tx: Tenant) => Promise<T>): Promise<T>;
  /** One transaction inside one organisation as the role of what warns of stories that spread: it reads and writes how often posts are passed on, which the desk's role may not read. */
  inSpread<T>(organisationId: number, work: (tx: Tenant) => Promise<T>): Promise<T>;
  /** One transaction of the program itself. */
  asSystem<T>(work: (tx: System) => Promise<T>): Promise<T>;
  /** Single statements of the program itself, outside a transaction; better-auth's adapter is built on it. */
  system: System;
  pool: pg.Pool;
  notifications: Notifications;
  /**
   * Has the planner count the tables of intake. Autovacuum does so every now and then, but a new installation that imports an archive has outgrown
   * "every now and then" within seconds, and uncounted tables are scanned where they should be looked up.
   */
  countForPlanner(): Promise<void>;
  /** True when the database answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

/** Types' numbers in Postgres' catalogue (src/include/catalog/pg_type.dat). */
const int8 = 20;
const date = 1082;
const timestamptz = 1184;
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return Number;
    if (oid === date) return String;
    if (oid === timestamptz && format !== 'binary') return instantOf;
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  }) as typeof pg.types.getTypeParser,
};

async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([work]);
  return result;
}

/**
 * One transaction on a client of its own. Its beginning is sent together with the first statement of the work, which fails with it: after a beginning that was refused
 * Postgres answers nothing until the rollback.
 */
async function transaction<T>(
  pool: pg.Pool,
  { begin, prepared, onlyReads = false }: Transaction,
  work: (tx: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const { builder, end } = builderOver(client, prepared);
  let left: Promise<unknown> = Promise.resolve();
  try {
    inOneWrite(client);
    const begun = client.query(begin);
    // What was not begun has nothing more to ask. Heard of below, when the work has ended too.
    begun.catch(end);
    if (!prepared) await begun;
    const worked = await settled(work(builder));
    await begun;
    end();
    if (worked.status === 'rejected') throw worked.reason;
    left = client.query('commit');
    if (!onlyReads) await left;
    return worked.value;
  } catch (error) {
    end();
    left = client.query('rollback');
    await left.catch(() => undefined);
    throw error;
  } finally {
    // A client whose transaction did not end is not given to anybody else.
    left.then(
      () => client.release(),
      (cause: unknown) => client.release(cause instanceof Error ? cause : new Error(String(cause))),
    );
  }
}

interface Transaction {
  begin: string;
  prepared: boolean;
  /** Nobody waits for its end: there is nothing in it to be kept. */
  onlyReads?: boolean;
}

const byKey = 'set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off';

type Role = 'answerable_tenant' | 'answerable_audit' | 'answerable_spread';

function beginAs(role: Role, organisationId: number, begin = 'begin'): string[] {
  if (!Number.isSafeInteger(organisationId) || organisationId <= 0) {
    throw new Fault('unexpected', 'The organisation is not known.');
  }
  return [begin, `set local role ${role}`, `set local answerable.organisation = '${organisationId}'`];
}

type Transactions = Pick<
  Storage,
  'inOrganisation' | 'byKeys' | 'reading' | 'readingByKeys' | 'inAudit' | 'inSpread' | 'asSystem'
>;

/** The ways to work in a transaction. Async so that a wrong organisation rejects rather than throws. */
function transactionsOf(pool: pg.Pool, prepared: boolean): Transactions {
  const writing =
    (plans: readonly string[], role: Role = 'answerable_tenant'): Storage['inOrganisation'] =>
    async (organisationId, work) => {
      const begin = [...beginAs(role, organisationId), ...plans].join('; ');
      return transaction(pool, { begin, prepared }, work);
    };
  const reading =
    (role: Role, plans: readonly string[]): Storage['reading'] =>
    async (organisationId, work) => {
      const begin = [...beginAs(role, organisationId, 'begin read only'), ...plans].join('; ');
      return transaction(pool, { begin, prepared, onlyReads: true }, work);
    };
  return {
    inOrganisation: writing([]),
    byKeys: writing([byKey]),
    reading: reading('answerable_tenant', []),
    readingByKeys: reading('answerable_tenant', [byKey]),
    inAudit: reading('answerable_audit', []),
    inSpread: writing([], 'answerable_spread'),
    asSystem: (work) => transaction(pool, { begin: 'begin', prepared }, work),
  };
}

/** Connects at the first use. */
function openPool(options: StorageOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 12,
    types,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'answerable',
    // Statements are sent without waiting for the answers to those before: one way to the database and back instead of several. Not through an old pooler.
    pipeline: options.prepared ?? true,
  });
  pool.on('error', (cause) => options.onLost?.(cause));
  // The pool hears of idle clients only. One that is lost between two statements of a transaction would end the program; its next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Opens the pool; connects at the first use. */
export function openStorage(options: StorageOptions): Storage {
  const prepared = options.prepared ?? true;
  const pool = openPool(options);
  const system = builderOverPool(pool, prepared);
  const notifications = openNotifications({
    url: options.url,
    ...(options.onLost === undefined ? {} : { onLost: options.onLost }),
  });
  return {
    system,
    pool,
    notifications,
    ...transactionsOf(pool, prepared),
    countForPlanner: async () => {
      await pool.query(
        'analyze post, conversation, identity, care_case, history, raw_item, inbox_item, inbox_lane',
      );
    },
    answers: async () => {
      try {
        await pool.query('select 1');
        return true;
      } catch (cause) {
        options.onLost?.(cause instanceof Error ? cause : new Error(String(cause)));
        return false;
      }
    },
    close: async () => {
      await notifications.close();
      await pool.end();
    },
  };
}
