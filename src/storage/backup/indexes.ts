/** Takes the indexes and constraints of the tables away while they are filled, and puts them back as they were: sorting once is many times quicker than keeping order. */
import type pg from 'pg';
import { quoted } from './catalogue.ts';

interface Fence {
  of: string;
  name: string;
  definition: string;
  /** 'f' refers to another table, 'p', 'u' and 'x' are unique, 'i' is a bare index. */
  kind: 'f' | 'p' | 'u' | 'x' | 'i';
}

/** What was taken away, to be put back in the same transaction. */
export type Fences = readonly Fence[];

/** Takes them away and holds the triggers: what they would do was done when the rows were first written. */
export async function takeFencesDown(client: pg.Client, tables: readonly string[]): Promise<Fences> {
  const { rows } = await client.query<Fence>(
    `select t.relname as of, c.conname as name, pg_get_constraintdef(c.oid) as definition, c.contype as kind
     from pg_constraint as c join pg_class as t on t.oid = c.conrelid
     where t.relnamespace = current_schema()::regnamespace and t.relname = any($1) and c.contype in ('f', 'p', 'u', 'x')
     union all
     select t.relname, i.relname, pg_get_indexdef(x.indexrelid), 'i'
     from pg_index as x join pg_class as t on t.oid = x.indrelid join pg_class as i on i.oid = x.indexrelid
     where t.relnamespace = current_schema()::regnamespace and t.relname = any($1)
       and not exists (select from pg_constraint where conindid = x.indexrelid and contype in ('p', 'u', 'x'))
     order by 1, 2`,
    [tables],
  );
  const firstReferences = [...rows].sort((a, b) => Number(b.kind === 'f') - Number(a.kind === 'f'));
  for (const { of, name, kind } of firstReferences) {
    await client.query(
      kind === 'i'
        ? `drop index ${quoted(name)}`
        : `alter table ${quoted(of)} drop constraint ${quoted(name)}`,
    );
  }
  for (const table of tables) await client.query(`alter table ${quoted(table)} disable trigger user`);
  return rows;
}

/** Puts them back; the database itself proves that rows are unique and refer to rows that are there. References come last, since they need what is unique. */
export async function putFencesUp(
  client: pg.Client,
  fences: Fences,
  tables: readonly string[],
  onProgress: (sentence: string) => void,
): Promise<void> {
  const lastReferences = [...fences].sort((a, b) => Number(a.kind === 'f') - Number(b.kind === 'f'));
  for (const [n, { of, name, definition, kind }] of lastReferences.entries()) {
    onProgress(`Building indexes and proofs, ${n + 1} of ${fences.length} (${name})`);
    await client.query(
      kind === 'i' ? definition : `alter table ${quoted(of)} add constraint ${quoted(name)} ${definition}`,
    );
  }
  for (const table of tables) await client.query(`alter table ${quoted(table)} enable trigger user`);
}
