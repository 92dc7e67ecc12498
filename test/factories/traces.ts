/** Looks for words in every column of every table that the database itself names, in files kept in it too. */
import type pg from 'pg';
import { asking } from './backups.ts';

export interface TableColumn {
  table: string;
  column: string;
  type: string;
}

/** Every column that can hold words: texts, arrays of them, documents, bytes. */
export async function wordColumns(client: pg.Client): Promise<TableColumn[]> {
  const { rows } = await client.query<TableColumn>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped
       and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'json'::regtype, 'jsonb'::regtype, 'bytea'::regtype, 'tsvector'::regtype)
     order by 1, 2`,
  );
  return rows;
}

/** The columns ("table.column") that hold these words, in whichever letters. */
export function columnsWith(url: string, words: string): Promise<string[]> {
  return asking(url, async (client) => {
    const found: string[] = [];
    for (const { table, column, type } of await wordColumns(client)) {
      const text = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
      const { rows } = await client.query<{ n: string }>(
        `select count(*) as n from "${table}" where strpos(lower(${text}), lower($1)) > 0`,
        [words],
      );
      if (Number(rows[0]?.n) > 0) found.push(`${table}.${column}`);
    }
    return found;
  });
}
