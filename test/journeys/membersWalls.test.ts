/** Every address that names something is asked for what belongs to another organisation, and every list for what it shows of it, by every role. */

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, type Right, type Role, roles } from '../../src/domain/rights.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { insertCommitment } from '../../src/storage/commitments.ts';
import { addCall } from '../../src/storage/complaintCalls.ts';
import { insertFollowUp } from '../../src/storage/followUps.ts';
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
  await fill(me.institutions[0]?.id ?? '');
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

/** One case of ours with everything that has an address. */
async function fill(institution_id: string): Promise<void> {
  const at = new Date();
  const own = { organisation_id: ours };
  const placed = { network: 'bluesky', thread: 't', identity_id: ids.identity } as const;
  const conversation_id = randomUUID();
  await server.storage.inOrganisation(ours, async (tx) => {
    await tx
      .insertInto('connected_account')
      .values({
        ...own,
        id: ids.account,
        institution_id,
        network: 'bluesky',
        network_id: 'did:plc:ours',
        handle: secretWord,
        settings: '{}',
        lacks: '[]',
        watched: '[]',
      })
      .execute();
    await tx
      .insertInto('connected_account')
      .values({
        ...own,
        id: ids.form,
        institution_id,
        network: 'form',
        network_id: 'ours',
        handle: secretWord,
        settings: '{}',
        lacks: '[]',
        watched: '[]',
      })
      .execute();
    await tx
      .insertInto('unit')
      .values({ ...own, id: ids.unit, institution_id, name: secretWord })
      .execute();
    await tx
      .insertInto('identity')
      .values({
        ...own,
        id: ids.identity,
        author_id: randomUUID(),
        network: 'bluesky',
        network_id: 'did:plc:author',
        handle: secretWord,
        first_heard_at: at,
      })
      .execute();
    await tx
      .insertInto('conversation')
      .values({
        ...own,
        ...placed,
        id: conversation_id,
        case_id: ids.case,
        institution_id,
        visibility: 'public',
      })
      .execute();
    await tx
      .insertInto('post')
      .values({
        ...own,
        ...placed,
        id: ids.post,
        network_id: 'at://1',
        conversation_id,
        direction: 'inbound',
        visibility: 'public',
        hearing: 'mention',
        text: `No ${secretWord} since Monday`,
        media: JSON.stringify([{ kind: 'image', address: 'http://203.0.113.1/x', alt: null, type: null }]),
        at,
        heard_at: at,
        revision: '1',
      })
      .execute();
    await tx
      .insertInto('care_case')
      .values({
        ...own,
        id: ids.case,
        number: 1,
        institution_id,
        author_id: randomUUID(),
        identity_id: ids.identity,
        last_inbound_post_id: ids.post,
        state: 'new',
        state_at: at,
        tags: [secretWord],
        waiting_since: at,
        tier: 0,
        due_at: at,
        inbound_posts: 1,
        sequence: 1,
      })
      .execute();
    await insertCommitment(tx, ours, {
      id: ids.commitment,
      conversationId: conversation_id,
      replyId: null,
      postId: ids.post,
      what: `Mend ${secretWord}`,
      ownerId: ids.member,
      by: ids.member,
      madeAt: at,
      dueAt: new Date(at.getTime() + 86_400_000),
    });
    await insertFollowUp(tx, ours, {
      id: ids.followUp,
      about: { kind: 'case', caseId: ids.case, post: { id: ids.post, conversationId: conversation_id } },
      askerId: ids.member,
      memberId: ids.member,
      teamId: null,
      question: `Who answered the telephone about ${secretWord}?`,
      files: [],
      at,
      dueAt: new Date(at.getTime() + 86_400_000),
    });
    await tx
      .insertInto('reply')
      .values({
        ...own,
        id: ids.reply,
        case_id: ids.case,
        conversation_id,
        post_id: ids.post,
        account_id: ids.account,
        member_id: ids.member,
        mode: 'public',
        text: secretWord,
        attachments: '[]',
        state: 'refused',
        state_at: at,
        written_on: 1,
      })
      .execute();
    await addCall(tx, ours, {
      id: ids.call,
      institutionId: institution_id,
      slug: 'ours',
      question: `Tell us about ${secretWord}`,
      hashtag: secretWord,
      hashtagKey: secretWord,
      formId: null,
      memberId: ids.member,
      signed: '',
      openedAt: at,
      closesAt: new Date(at.getTime() + 86_400_000),
    });
    const device = [ours, ids.device, ids.member, 'a hash', 'sealed', secretWord, at];
    await sql`insert into push_subscription values (${sql.join(device)})`.execute(tx);
    await tx
      .insertInto('webhook')
      .values({
        ...own,
        id: ids.webhook,
        name: secretWord,
        address: `https://${secretWord}.example/`,
        secret: Buffer.from('sealed'),
        actions: ['case_opened'],
        told: 5,
        due_at: at,
        made_by: ids.member,
        created_at: at,
      })
      .execute();
    await tx
      .insertInto('api_key')
      .values({
        ...own,
        id: ids.key,
        member_id: ids.member,
        made_by: ids.member,
        name: secretWord,
        token_hash: Buffer.from('a hash'),
        hint: 'ans_1_',
        scopes: ['cases.read'],
        created_at: at,
        expires_at: new Date(at.getTime() + 86_400_000),
      })
      .execute();
    await tx
      .insertInto('media')
      .values({ ...own, id: ids.media, type: 'image/png', bytes: Buffer.from(secretWord), at })
      .execute();
  });
}

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
