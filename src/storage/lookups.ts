/**
 * Small lookups that one statement asks together. A screen shows what stands in a dozen small tables, most of which hold nothing for what it shows: a statement for each
 * costs more on its way there and back than it finds.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from './database.ts';

/** How a value comes through JSON. */
type Told<V> = V extends Date ? string : V;
type Asked<Row> = { readonly [K in keyof Row]: Told<Row[K]> };

/** A selection, and what is made of its rows. */
export interface Lookup<T> {
  readonly selection: RawBuilder<unknown>;
  readonly made: (rows: readonly never[]) => T;
}

/** `made` gets the rows of `selection` in its order; instants come as ISO 8601, so that one statement can carry several selections. */
export const lookup = <Row, T>(
  selection: RawBuilder<Row>,
  made: (rows: readonly Asked<Row>[]) => T,
): Lookup<T> => ({ selection, made });

type Lookups = Readonly<Record<string, Lookup<unknown>>>;
type Read<R extends Lookups> = { [K in keyof R]: R[K] extends Lookup<infer T> ? T : never };

/** Asks all of them in one statement: what they answer is one moment's truth. */
export async function together<R extends Lookups>(tx: Tenant, lookups: R): Promise<Read<R>> {
  const asked = Object.entries(lookups).map(
    ([name, { selection }]) => sql`(select json_agg(q) from (${selection}) as q) as ${sql.id(name)}`,
  );
  const { rows } = await sql<Record<string, never[] | null>>`select ${sql.join(asked)}`.execute(tx);
  const [row] = rows;
  return Object.fromEntries(
    Object.entries(lookups).map(([name, { made }]) => [name, made(row?.[name] ?? [])]),
  ) as Read<R>;
}

/** Asks one by itself. */
export const alone = async <T>(tx: Tenant, one: Lookup<T>): Promise<T> =>
  (await together(tx, { one })).one as T;
