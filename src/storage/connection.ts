import type { Writable } from 'node:stream';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import type { Tables } from './tables.ts';

/** Prepared statements are named by number; a text seen for the first time gets the next one. */
const statementNames = new Map<string, string>();
const mostStatements = 2_000;

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  if (statementNames.size >= mostStatements) return undefined;
  const name = `a${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

/**
 * What is sent to the database before the program next waits leaves in one write: each write wakes the database, which on a busy machine takes the processor from
 * whoever was writing.
 */
export function inOneWrite(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

class ClientConnection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  readonly prepared: boolean;
  ended = false;
  /** The statement before, where the next one has to wait for it. */
  before: Promise<unknown> = Promise.resolve();

  constructor(client: pg.PoolClient, prepared: boolean) {
    this.client = client;
    this.prepared = prepared;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.send(query);
    const affected = result.rowCount === null ? {} : { numAffectedRows: BigInt(result.rowCount) };
    return { rows: result.rows as R[], ...affected };
  }

  /** Statements go ahead of the answers to those before, except through an old pooler. */
  private send({ sql: text, parameters }: CompiledQuery): Promise<pg.QueryResult> {
    const values = [...parameters];
    this.mustBeOpen();
    if (this.prepared) {
      inOneWrite(this.client);
      const name = statementName(text);
      return this.client.query({ text, values, ...(name === undefined ? {} : { name }) });
    }
    const sent = this.before.then(() => {
      this.mustBeOpen();
      return this.client.query({ text, values });
    });
    // Postgres answers nothing more in a transaction in which something failed.
    this.before = sent.catch(() => {
      this.ended = true;
    });
    return sent;
  }

  private mustBeOpen(): void {
    if (this.ended) throw new Error('a statement came after the end of its transaction');
  }

  // biome-ignore lint/correctness/useYield: kysely's interface asks for it and nothing here streams through kysely.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are paged, not streamed');
  }
}

const nothingToDo = async (): Promise<void> => undefined;

/** A driver over one client that somebody else took from the pool and in whose transaction we are: whoever took it begins, ends and releases. */
class ClientDriver implements Driver {
  readonly connection: ClientConnection;

  constructor(connection: ClientConnection) {
    this.connection = connection;
  }

  readonly init = nothingToDo;
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('a transaction inside a transaction');
  }
  readonly commitTransaction = nothingToDo;
  readonly rollbackTransaction = nothingToDo;
  readonly releaseConnection = nothingToDo;
  readonly destroy = nothingToDo;
}

/** A driver that takes a client from the pool for each statement or transaction. */
class PoolDriver implements Driver {
  readonly pool: pg.Pool;
  readonly prepared: boolean;

  constructor(pool: pg.Pool, prepared: boolean) {
    this.pool = pool;
    this.prepared = prepared;
  }

  readonly init = nothingToDo;
  async acquireConnection(): Promise<ClientConnection> {
    return new ClientConnection(await this.pool.connect(), this.prepared);
  }
  async beginTransaction(connection: ClientConnection): Promise<void> {
    await connection.client.query('begin');
  }
  async commitTransaction(connection: ClientConnection): Promise<void> {
    await connection.client.query('commit');
  }
  async rollbackTransaction(connection: ClientConnection): Promise<void> {
    await connection.client.query('rollback');
  }
  async releaseConnection(connection: ClientConnection): Promise<void> {
    connection.ended = true;
    connection.client.release();
  }
  // The pool is ended by whoever made it.
  readonly destroy = nothingToDo;
}

const builderWith = (driver: Driver): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

/** The typed builder over a pool. */
export const builderOverPool = (pool: pg.Pool, prepared: boolean): Kysely<Tables> =>
  builderWith(new PoolDriver(pool, prepared));

/**
 * The typed builder of one transaction over one client. After `end` it refuses: a branch that another one's failure left behind must not get into the transaction of
 * whoever takes the client next. Making one takes three microseconds.
 */
export function builderOver(
  client: pg.PoolClient,
  prepared: boolean,
): { builder: Kysely<Tables>; end: () => void } {
  const connection = new ClientConnection(client, prepared);
  return {
    builder: builderWith(new ClientDriver(connection)),
    end: () => {
      connection.ended = true;
    },
  };
}
