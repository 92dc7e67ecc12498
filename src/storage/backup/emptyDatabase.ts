/** A restore writes into an empty database only, or into one that an earlier restore left half done. */
import type pg from 'pg';
import { Fault } from '../../domain/fault.ts';
import { restoreMark } from '../migrate.ts';
import { isOurs, schemaVersion, versionTable } from './catalogue.ts';

/** Throws Fault `database_not_empty` when anything is in it that a restore would overwrite, `database_in_use` when a program runs on it. */
export async function refuseFullDatabase(client: pg.Client): Promise<void> {
  if (await exists(client, `to_regclass('${restoreMark}') is not null`)) return;
  if ((await schemaVersion(client)) === 0) {
    const strangers = await exists(
      client,
      `exists (select from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm') and ${isOurs('pg_class.oid')} and relname <> '${versionTable}')`,
    );
    if (strangers) throw notEmpty('It holds tables that are not of Answerable.');
    return;
  }
  // Without an organisation and a member there is nothing else either: a program that was started once and never used.
  if (await exists(client, 'exists (select from organisation) or exists (select from sign_in)'))
    throw notEmpty('It holds an organisation.');
  if (await exists(client, "exists (select from running_role where beat_at > now() - interval '20 s')")) {
    throw new Fault(
      'database_in_use',
      'A program of Answerable runs on this database. Stop it, then restore.',
    );
  }
}

function notEmpty(why: string): Fault {
  return new Fault(
    'database_not_empty',
    `This database is not empty, and a restore overwrites nothing. ${why} Name an empty data folder with ANSWERABLE_DATA, or an empty database with DATABASE_URL.`,
  );
}

async function exists(client: pg.Client, condition: string): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(`select ${condition} as yes`);
  return rows[0]?.yes === true;
}

/** Drops the tables, sequences and functions that are there; the mark stays. */
export async function clearRemains(client: pg.Client): Promise<void> {
  await client.query(`do $$
    declare
      one record;
    begin
      for one in select oid::regclass as name from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and relname <> '${restoreMark}' and ${isOurs('pg_class.oid')} loop
        execute format('drop table if exists %s cascade', one.name);
      end loop;
      for one in select oid::regclass as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'S' loop
        execute format('drop sequence if exists %s cascade', one.name);
      end loop;
      for one in select p.oid::regprocedure as name from pg_proc as p where p.pronamespace = current_schema()::regnamespace
        and ${isOurs('p.oid')} loop
        execute format('drop routine if exists %s cascade', one.name);
      end loop;
    end $$`);
}
