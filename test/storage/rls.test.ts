/** The second lock: what a query that forgot its organisation still cannot do. Tried on every table that the database itself names. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage, type Storage, type Tenant } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { withDatabases } from './servers.ts';

/** Words that a table's own rules ask for. */
const allowed: Record<string, string> = {
  'alert_delivery.way': 'push',
  'commitment_act.kind': 'broken',
  'follow_up.about': 'case',
  'follow_up.state': 'asked',
  'follow_up_act.kind': 'accepted',
  'reply_promise.kind': 'none',
  'member.role': 'agent',
  'conversation.visibility': 'public',
  'post.direction': 'inbound',
  'post.visibility': 'public',
  'post.text': 'no water since Monday',
  'care_case.state': 'open',
  'reply.mode': 'public',
  'delivery_news.status': 'failed',
  'reply.state': 'draft',
  'rearrangement.kind': 'merge',
  'retention_run.kind': 'notes',
  'policy.by_kind': 'superior',
  'approval.state': 'waiting',
  'abusive_post.reason': 'insult',
  'private_move.way': 'direct',
  'bulk_case.outcome': 'changed',
  'bulk_case.undo': 'changed',
  'response_span.kind': 'first',
  'complaint_call.hashtag': 'OurClinics',
  'complaint_call.slug': 'ourclinics',
  'complaint_call_post.way': 'thread',
  'spread_sample.source': 'asked',
  'spread_sign.way': 'quoted',
  'spread_pace.measure': 'shares',
  'spread_usual.measure': 'shares',
  'spread_story.measure': 'shares',
  'watch_out.state': 'suspected',
  'hidden_post.way': 'hidden',
  'hidden_post.state': 'asking',
};
/** Tables of how posts spread: the desk may neither read nor write them, a role of its own does. */
const spreading = [
  'spread_account',
  'spread_pace',
  'spread_reading',
  'spread_sample',
  'spread_sign',
  'spread_story',
  'spread_usual',
  'spread_watch',
];
/** What tenants may see without an organisation of their own on the row. */
const shared = ['organisation', 'reply_move'];
const closed = [
  'letterbox',
  'letterbox_erasure',
  'sign_in',
  'session',
  'credential',
  'one_time_link',
  'verification',
  'rate_limit',
];
const ours = 1;
const theirs = 2;

interface Column {
  name: string;
  type: string;
}

withDatabases((database) => {
  let storage: Storage;
  let owner: pg.Client;
  let tables: Map<string, Column[]>;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 2 });
    owner = new pg.Client({ connectionString: database().superuserUrl });
    await owner.connect();
    // Rows for the walls only: what they refer to does not matter here.
    await owner.query('set session_replication_role = replica');
    tables = await tenantTables(owner);
    for (const organisation of [ours, theirs]) {
      await owner.query(
        "insert into organisation (id, name, kind) overriding system value values ($1, $2, 'institution')",
        [organisation, `Organisation ${organisation}`],
      );
      for (const [table, columns] of tables) await insertRow(owner, table, columns, organisation);
    }
    // What the triggers would have done.
    await owner.query(
      'insert into search_waiting (organisation_id, at, post_id) select organisation_id, at, id from post',
    );
  });
  afterAll(async () => {
    await owner.end();
    await storage.close();
  });

  const everyTable = async (work: (table: string, columns: Column[]) => Promise<void>) => {
    expect(tables.size).toBeGreaterThan(20);
    for (const [table, columns] of tables) await work(table, columns);
  };
  const asTenant = <T>(work: (tx: Tenant) => Promise<T>) => storage.inOrganisation(ours, work);
  const organisationsIn = async (tx: Tenant, table: string) =>
    (
      await sql<{
        organisation_id: number;
      }>`select distinct organisation_id from ${sql.table(table)}`.execute(tx)
    ).rows.map((row) => row.organisation_id);
  const mayTenant = async (table: string, what: string) =>
    (
      await owner.query("select has_table_privilege('answerable_tenant', $1::regclass, $2) as may", [
        table,
        what,
      ])
    ).rows[0]?.may === true;

  describe('a tenant’s table', () => {
    it('has the lock on and a rule for it', async () => {
      await everyTable(async (table) => {
        const facts = await owner.query(
          'select relrowsecurity, (select count(*)::integer from pg_policy where polrelid = c.oid) as rules from pg_class c where c.oid = $1::regclass',
          [table],
        );
        expect(facts.rows[0], table).toEqual({ relrowsecurity: true, rules: 1 });
      });
    });

    it('shows a query without any "where" the rows of its own organisation only', async () => {
      await everyTable(async (table) => {
        if (table === 'reach' || spreading.includes(table)) return;
        expect(await asTenant((tx) => organisationsIn(tx, table)), table).toEqual([ours]);
        expect(await storage.inAudit(ours, (tx) => organisationsIn(tx, table)), table).toEqual([ours]);
      });
      const names = await asTenant((tx) => tx.selectFrom('organisation').select('id').execute());
      expect(names).toEqual([{ id: ours }]);
    });

    it('takes no row into another organisation', async () => {
      await everyTable(async (table, columns) => {
        await expect(
          asTenant((tx) => insertStatement(table, columns, theirs).execute(tx)),
          table,
        ).rejects.toMatchObject({ code: '42501' });
      });
    });

    it('lets nobody change, move or delete a row of another organisation', async () => {
      await everyTable(async (table) => {
        if (!(await mayTenant(table, 'update'))) return;
        const undone = new Error('undone');
        const counts: bigint[] = [];
        await expect(
          asTenant(async (tx) => {
            const changed =
              await sql`update ${sql.table(table)} set organisation_id = organisation_id`.execute(tx);
            counts.push(changed.numAffectedRows ?? 0n);
            await sql`set constraints all deferred`.execute(tx);
            throw undone;
          }),
        ).rejects.toBe(undone);
        expect(counts, table).toEqual([1n]);
        await expect(
          asTenant((tx) => sql`update ${sql.table(table)} set organisation_id = ${theirs}`.execute(tx)),
          table,
        ).rejects.toMatchObject({ code: expect.stringMatching(/42501|23503/) });
        if (!(await mayTenant(table, 'delete'))) return;
        const gone = await asTenant((tx) =>
          sql`delete from ${sql.table(table)} where organisation_id = ${theirs}`.execute(tx),
        );
        expect(gone.numAffectedRows, table).toBe(0n);
      });
    });

    it('shows nothing at all where no organisation was set', async () => {
      const client = new pg.Client({ connectionString: database().url });
      await client.connect();
      const look = async (table: string) => {
        await client.query('begin; set local role answerable_tenant');
        const rows = await client.query(`select * from ${table}`).then(
          (answer) => answer.rows,
          () => [],
        );
        await client.query('rollback');
        return rows;
      };
      await everyTable(async (table) => expect(await look(table), table).toEqual([]));
      // A connection on which an organisation was set before keeps nothing of it.
      await client.query(`begin; set local answerable.organisation = '${ours}'; commit`);
      await everyTable(async (table) => expect(await look(table), table).toEqual([]));
      await client.end();
    });
  });

  it('everything else is closed to tenants', async () => {
    const open = await owner.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')
         and (has_table_privilege('answerable_tenant', c.oid, 'select, insert, update, delete')
           or has_table_privilege('answerable_audit', c.oid, 'select, insert, update, delete'))
       order by 1`,
    );
    const expected = [...tables.keys(), ...shared].sort();
    expect(open.rows.map((row) => row.name)).toEqual(expected);
    for (const table of [...closed, 'search_waiting', 'search_segment', 'search_post', 'search_word'])
      await expect(
        asTenant((tx) => sql`select * from ${sql.table(table)}`.execute(tx)),
      ).rejects.toMatchObject({
        code: '42501',
      });
  });

  it('the desk cannot read reach, the audit can and writes nothing', async () => {
    await expect(asTenant((tx) => tx.selectFrom('reach').selectAll().execute())).rejects.toMatchObject({
      code: '42501',
    });
    expect(await storage.inAudit(ours, (tx) => organisationsIn(tx, 'reach'))).toEqual([ours]);
    for (const table of ['reach', 'care_case', 'history'])
      await expect(
        storage.inAudit(ours, (tx) => sql`delete from ${sql.table(table)}`.execute(tx)),
      ).rejects.toMatchObject({ code: expect.stringMatching(/42501|25006/) });
  });

  it('the desk cannot read, write or delete what is counted of how posts spread; its own role can, and of its organisation only', async () => {
    expect([...tables.keys()].filter((table) => table.startsWith('spread_'))).toEqual(spreading);
    for (const table of spreading) {
      for (const statement of [
        sql`select * from ${sql.table(table)}`,
        sql`delete from ${sql.table(table)}`,
        sql`update ${sql.table(table)} set organisation_id = organisation_id`,
        insertStatement(table, tables.get(table) ?? [], ours),
      ])
        await expect(
          asTenant((tx) => statement.execute(tx)),
          table,
        ).rejects.toMatchObject({ code: '42501' });
      expect(await storage.inSpread(ours, (tx) => organisationsIn(tx, table)), table).toEqual([ours]);
      expect(await storage.inAudit(ours, (tx) => organisationsIn(tx, table)), table).toEqual([ours]);
      await expect(
        storage.inSpread(ours, (tx) => insertStatement(table, tables.get(table) ?? [], theirs).execute(tx)),
        table,
      ).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('the role that warns of stories that spread reads no words, and nothing of cases', async () => {
    for (const what of [
      sql`select text from post`,
      sql`select * from care_case`,
      sql`select * from reach`,
      sql`select * from alert`,
    ])
      await expect(storage.inSpread(ours, (tx) => what.execute(tx))).rejects.toMatchObject({ code: '42501' });
  });

  it('history and the audit are only ever added to', async () => {
    for (const table of ['history', 'audit_entry'])
      for (const statement of [
        sql`update ${sql.table(table)} set action = 'another'`,
        sql`delete from ${sql.table(table)}`,
        sql`truncate ${sql.table(table)}`,
      ])
        await expect(
          asTenant((tx) => statement.execute(tx)),
          table,
        ).rejects.toMatchObject({ code: '42501' });
    // Not even the program's own role.
    await expect(
      storage.asSystem((tx) => sql`update history set action = 'another'`.execute(tx)),
    ).rejects.toMatchObject({ code: '23514' });
  });

  it('the search for words, which has the owner’s rights, asks for the organisation itself', async () => {
    const found = await asTenant(
      async (tx) =>
        (
          await sql<{
            id: string;
          }>`select id from posts_with_words(to_tsquery('simple', 'water'), now() + interval '1 day', 10)`.execute(
            tx,
          )
        ).rows,
    );
    const own = await owner.query('select id from post where organisation_id = $1', [ours]);
    expect(found).toEqual(own.rows);
    const client = new pg.Client({ connectionString: database().url });
    await client.connect();
    await client.query('begin; set local role answerable_tenant');
    await expect(
      client.query("select id from posts_with_words(to_tsquery('simple', 'water'), now(), 10)"),
    ).rejects.toThrow();
    await client.end();
  });

  it('an organisation that is no number opens nothing', async () => {
    for (const organisation of [0, -1, 1.5, Number.NaN, 2 ** 60])
      await expect(storage.inOrganisation(organisation, async () => 'in')).rejects.toThrow();
  });
});

/** Every table with an organisation on its rows, with the columns that it asks for (and of what asks for one of several, one: a praise is of a member or a team), but the one-time links, the lists of words and which letterboxes there are, which tenants cannot touch (tested above). */
async function tenantTables(owner: pg.Client): Promise<Map<string, Column[]>> {
  const found = await owner.query<{ table: string; name: string; type: string }>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and (a.attnotnull or c.relname || '.' || a.attname = any($1)) and not a.atthasdef and a.attidentity = ''
       and c.relname not in ('one_time_link', 'letterbox', 'letterbox_erasure') and c.relname not like 'search%'
       and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'organisation_id' and not o.attisdropped)
     order by c.relname, a.attnum`,
    [
      [
        'alert_delivery.next_at',
        'praise.member_id',
        'commitment.post_id',
        'commitment.remind_at',
        'commitment_act.by',
        'follow_up.case_id',
        'follow_up.member_id',
        'follow_up.remind_at',
        'complaint_call_post.way',
      ],
    ],
  );
  const tables = new Map<string, Column[]>();
  for (const { table, name, type } of found.rows)
    tables.set(table, [...(tables.get(table) ?? []), { name, type }]);
  return tables;
}

function valueFor(table: string, column: Column, organisation: number): unknown {
  if (column.name === 'organisation_id') return organisation;
  const word = allowed[`${table}.${column.name}`];
  if (word !== undefined) return word;
  switch (column.type) {
    case 'uuid':
      return randomUUID();
    case 'text[]':
    case 'uuid[]':
    case 'integer[]':
      return [];
    case 'text':
      // Its address is one of all organisations.
      return table === 'institution' && column.name === 'page' ? randomUUID() : 'x';
    case 'boolean':
      return true;
    case 'bytea':
      // Some are known by it across all organisations.
      return Buffer.from(randomUUID());
    case 'jsonb':
      return '{}';
    case 'date':
    case 'timestamp with time zone':
      return new Date();
    default:
      return 1;
  }
}

async function insertRow(
  owner: pg.Client,
  table: string,
  columns: Column[],
  organisation: number,
): Promise<void> {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const places = columns.map((_, at) => `$${at + 1}`).join(', ');
  const values = columns.map((column) => valueFor(table, column, organisation));
  await owner.query(`insert into ${table} (${names}) values (${places})`, values);
}

function insertStatement(table: string, columns: Column[], organisation: number) {
  return sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column.name)))})
    values (${sql.join(columns.map((column) => valueFor(table, column, organisation)))})`;
}
