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

class ClientConnection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  readonly prepared: boolean;

  constructor(client: pg.PoolClient, prepared: boolean) {
    this.client = client;
    this.prepared = prepared;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const name = this.prepared ? statementName(query.sql) : undefined;
    const result = await this.client.query({
      text: query.sql,
      values: [...query.parameters],
      ...(name === undefined ? {} : { name }),
    });
    const affected = result.rowCount === null ? {} : { numAffectedRows: BigInt(result.rowCount) };
    return { rows: result.rows as R[], ...affected };
  }

  // biome-ignore lint/correctness/useYield: kysely's interface asks for it and nothing here streams through kysely.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are paged, not streamed');
  }
}

/** Whoever took the client begins, ends and releases. */
const nothingToDo = async (): Promise<void> => undefined;

/** A driver over one client that somebody else took from the pool and in whose transaction we are. */
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

const builders = new WeakMap<pg.PoolClient, Kysely<Tables>>();

/** The typed builder over one client; made once per client and kept with it. */
export function builderOver(client: pg.PoolClient, prepared: boolean): Kysely<Tables> {
  const known = builders.get(client);
  if (known !== undefined) return known;
  const builder = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new ClientDriver(new ClientConnection(client, prepared)),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  builders.set(client, builder);
  return builder;
}
