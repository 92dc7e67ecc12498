/** Every address that names something is asked for what belongs to another organisation, and every list for what it shows of it, by every role. */

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, type Right, type Role, roles } from '../../src/domain/rights.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import {
  type ApiServer,
  firstRun,
  join,
  type Person,
  password,
  personOf,
  startApi,
} from '../factories/apiServer.ts';
import { asks, ids } from '../factories/asksOfOthers.ts';
import { fillOurs } from '../factories/everythingOfOurs.ts';
import { noWall } from '../factories/noWall.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

const secretWord = 'quartzwater';
const ours = 1;
let server: ApiServer;
let kofi: Person & { organisationId: number };

beforeAll(async () => {
  server = await startApi();
  const naledi = await firstRun(server);
  const me = (await server.ask({ url: '/api/me', as: naledi })).body as {
    member: { id: string };
    institutions: { id: string }[];
  };
  ids.member = me.member.id;
  await fillOurs(server, secretWord, me.institutions[0]?.id ?? '');
  const counting = { storage: server.storage, now: () => new Date(), log: () => undefined };
  await countOnce(counting, 'test');
  expect(await countOnce(counting, 'test')).toBe(true);
  await server.storage.system
    .insertInto('passkey')
    .columns(['id', 'sign_in_id', 'name', 'public_key', 'counter', 'transports', 'created_at'])
    .expression((from) =>
      from
        .selectFrom('member')
        .select((e) => [
          e.val(ids.passkey).as('id'),
          'sign_in_id',
          e.val('Phone').as('name'),
          e.val(Buffer.from('key')).as('public_key'),
          e.val(0).as('counter'),
          e.val([]).as('transports'),
          e.val(new Date()).as('created_at'),
        ])
        .where('id', '=', ids.member),
    )
    .execute();
  kofi = await otherOrganisation(server);
});
afterAll(async () => {
  await server.close();
});

/** Every row of every table that has organisations, and the sessions and passkeys, which belong to people. */
async function everythingOfOurs(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'organisation_id' order by 1`.execute(
    server.storage.system,
  );
  expect(tables.length).toBeGreaterThan(40);
  const rowsOf = async (table: string, where: ReturnType<typeof sql>) =>
    (
      await sql`select to_jsonb(t) as row from ${sql.table(table)} as t where ${where} order by to_jsonb(t)::text`.execute(
        server.storage.system,
      )
    ).rows;
  const rows = await Promise.all([
    ...tables.map(({ name }) => rowsOf(name, sql`t.organisation_id = ${ours}`)),
    ...['session', 'passkey'].map((name) => rowsOf(name, sql`true`)),
  ]);
  return JSON.stringify(rows);
}

/** What a list needs to be told before it answers. */
const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const lately = `from=${date(-3)}&to=${date(3)}`;
const listQueries: Record<string, string[]> = {
  '/api/cases': ['?view=all', '?view=queue', '?view=resolved'],
  '/api/cases/export': ['?view=all'],
  '/api/search': [`?q=${secretWord}`],
  '/api/search/export': [`?q=${secretWord}`],
  '/api/record': [`?${lately}`, `?${lately}&by=unit`, `?${lately}&by=member`],
  '/api/record.csv': [`?${lately}&by=topic`],
  '/api/record/spans': [`?${lately}`],
};
/** No lists of an organisation's: a stream that does not end, what everybody may read, and the console's files. */
const noList = [
  '/api/events',
  '/api/openapi.json',
  '/api/probe',
  '/api/first-run',
  '/metrics',
  '/health',
  '/*',
];

/** The stranger has each role in turn, and is warned of stories where that role may be: otherwise their page is shut for another reason. */
const asRole = (role: Role) =>
  sql`update member set role = ${role}, told_of_spreading = true where organisation_id = ${kofi.organisationId}`.execute(
    server.storage.system,
  );

/** What an address wants to know besides whose it is. */
function queryOf(url: string): string {
  if (/\/(?:permissions|move-offer)$/.test(url)) return `?postId=${ids.post}`;
  if (url === '/api/cases/:id/posts') return `?before=${ids.post}`;
  return url === '/api/cases/:id/history' ? '?before=1000000' : '';
}

describe.each(roles)('another organisation’s %s', (role) => {
  beforeAll(() => asRole(role));

  it('finds nothing at any address that names something of ours, and changes nothing', async () => {
    const session = await server.storage.system
      .selectFrom('session as s')
      .innerJoin('member as m', 'm.sign_in_id', 's.sign_in_id')
      .select('s.id')
      .where('m.organisation_id', '=', ours)
      .executeTakeFirstOrThrow();
    const before = await everythingOfOurs();
    const named = server.app.routeRights.filter(({ method, url }) => method !== 'HEAD' && url.includes(':'));
    expect(named.length).toBeGreaterThan(50);
    for (const { method, url, right } of named) {
      const route = `${method} ${url}`;
      if (noWall.includes(route)) continue;
      const how = asks[route];
      if (how === undefined) throw new Error(`say in "asks" what ${route} names`);
      const id = how.id === 'member' ? ids.member : how.id === 'session' ? session.id : how.id;
      const answer = await server.ask({
        method: method as 'GET',
        url: `${url.replace(/:n$/, '0').replace(/:\w+/, id)}${queryOf(url)}`,
        as: kofi,
        ...(method === 'GET' ? {} : { payload: how.body?.() ?? {} }),
      });
      const lets = right === 'public' || right === 'signed_in' || may(role, right as Right);
      const wanted = { route, status: lets ? 404 : 403 };
      expect({ route, status: answer.status, text: answer.text }).toMatchObject(wanted);
    }
    expect(await everythingOfOurs()).toBe(before);
  });

  it('sees nothing of ours in any list', async () => {
    const lists = server.app.routeRights.filter(
      ({ method, url }) => method === 'GET' && !url.includes(':') && !noList.includes(url),
    );
    expect(lists.length).toBeGreaterThan(20);
    for (const { url, right } of lists) {
      const lets = right === 'public' || right === 'signed_in' || may(role, right as Right);
      for (const query of listQueries[url] ?? ['']) {
        const answer = await server.ask({ url: `${url}${query}`, as: kofi });
        expect(answer.status, `${url}: ${answer.text}`).toBe(lets ? 200 : 403);
        expect(answer.text.replaceAll(`"q":"${secretWord}"`, ''), url).not.toMatch(
          new RegExp(`${secretWord}|Karoo|naledi`, 'i'),
        );
      }
    }
  });
});

describe('a member of two organisations', () => {
  beforeAll(() => asRole('admin'));

  it('works in the first one joined unless another of theirs is asked for', async () => {
    const naledi = personOf(
      await server.ask({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: 'naledi@water.example', password },
      }),
    );
    const both = await join(server, naledi, 'auditor', 'kofi@rail.example');
    const me = async (organisation?: string) =>
      (
        await server.ask({
          url: '/api/me',
          as: both,
          headers: organisation === undefined ? {} : { 'x-answerable-organisation': organisation },
        })
      ).body;
    expect(await me()).toMatchObject({ organisation: { name: 'Delta Rail' }, member: { role: 'admin' } });
    expect(await me('1')).toMatchObject({
      organisation: { name: 'Karoo Water' },
      member: { role: 'auditor' },
    });
    const changed = await server.ask({
      method: 'PATCH',
      url: '/api/organisation',
      as: both,
      payload: { name: 'Taken' },
      headers: { 'x-answerable-organisation': '1' },
    });
    expect(changed.status).toBe(403);
  });
});
