/** The way of one post: heard on the real network by the program itself, a case, answered from the desk, read by its author. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type Desk, openDesk, patience, type View } from '../factories/deskOverHttp.ts';
import { compiled, programFile } from '../factories/program.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import type { BlueskyAccount, Written } from '../servers/bluesky/account.ts';
import { type Bluesky, blueskyMissing, startBluesky } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();
const dataSet = resolve(process.env.ANSWERABLE_SETS ?? '../shared/data', 'care-conversations/posts.ndjson');
const hasDataSet = existsSync(dataSet);

describe.runIf(missing === null)('the way of one post', () => {
  let database: TestDatabase;
  let net: Bluesky;
  let program: Answerable;
  let desk: Desk;
  let house: BlueskyAccount;
  let amina: BlueskyAccount;
  let accountId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const started = await startBluesky({ postgresUrl: database.superuserUrl });
    if (started === null) throw new Error('The network did not start.');
    net = started;
    house = await net.createAccount({ handle: 'amaziwater' });
    amina = await net.createAccount({ handle: 'amina' });
    program = await startAnswerable();
    desk = await openDesk(program);
    accountId = await desk.connect(net, house, 'firehose');
  });

  afterAll(async () => {
    await program?.close();
    await net?.stop();
    await database?.drop();
  });

  const ofHouse = async (text: string) => (await house.posts()).filter((one) => one.value.text === text);

  let complaint: Written;
  let answered: View;
  const answer = 'We are on our way to Kimisagara, Amina. ^Naledi';

  test('a stranger who mentions the house is a case in the queue, and the open desk hears of it', async () => {
    const stream = await desk.listen((await desk.ask<{ sequence: number }>('GET', '/api/me')).sequence);
    complaint = await amina.post(`@${house.handle} no water since Monday`, { mentions: [house] });
    const row = await desk.caseWith('no water since Monday');
    expect(row).toMatchObject({ state: 'new', network: 'bluesky' });
    // The stream may be faster than the network's own register of names.
    await vi.waitFor(async () => {
      const named = await desk.caseWith('no water since Monday');
      expect(named.author.handle).toBe(amina.handle);
    }, patience);
    await vi.waitFor(() => {
      const told = stream.events.flatMap((event) => event.facts);
      expect(told.filter((fact) => fact.caseId === row.id && fact.action === 'case_opened')).toHaveLength(1);
      expect(stream.events.flatMap((event) => event.rows).map((one) => one.id)).toContain(row.id);
    }, patience);
    stream.close();
    const view = await desk.caseIn('new', row.id);
    expect(view.posts).toHaveLength(1);
    expect(view.posts[0]).toMatchObject({ networkId: complaint.uri, direction: 'inbound' });
  });

  test('an answer that was taken back within ten seconds never leaves', async () => {
    const { id } = await desk.caseWith('no water since Monday');
    const reply = await desk.answer(await desk.caseIn('new', id), 'This is a slip of the finger');
    expect(reply.state).toBe('queued');
    const wait = Date.parse(reply.sendAt ?? '') - Date.parse(reply.stateAt);
    expect(wait).toBe(10_000);
    const back = await desk.ask<{ state: string }>('POST', `/api/replies/${reply.id}/withdraw`);
    expect(back.state).toBe('draft');
  });

  test('the answer waits for its undo to end, then its author reads it, exactly once', async () => {
    const { id } = await desk.caseWith('no water since Monday');
    const theCase = await desk.ask<View>('GET', `/api/cases/${id}`);
    await desk.ask('PUT', `/api/cases/${id}/draft`, {
      text: 'We are on',
      mode: 'public',
      postId: theCase.answering,
      accountId,
    });
    const drafted = await desk.ask<View>('GET', `/api/cases/${id}`);
    expect(drafted.draft?.text).toBe('We are on');
    const reply = await desk.answer(drafted, answer);
    expect(await ofHouse(answer)).toEqual([]);
    const sent = await desk.replyIn('sent', id, reply.id);
    await vi.waitFor(async () => {
      const told = await amina.notifications();
      const read = told.filter((one) => one.uri === sent.networkId);
      expect(read).toMatchObject([{ reason: 'reply', record: { text: answer } }]);
    }, patience);
    expect(await ofHouse(answer)).toHaveLength(1);
    expect(await ofHouse('This is a slip of the finger')).toEqual([]);
    expect((await ofHouse(answer))[0]?.value.reply).toMatchObject({ parent: { uri: complaint.uri } });
    answered = await desk.caseIn('waiting_author', id);
    expect(answered.posts.map((post) => post.direction)).toEqual(['inbound', 'house']);
    expect(answered.posts[1]?.by.member).toBe('Naledi Dlamini');
  });

  test('the author writes back and the case waits for us; deletes it and it waits for the author again', async () => {
    const { id } = answered.row;
    const ours = (await ofHouse(answer))[0] as Written;
    const back = await amina.post('Still dry here', { replyTo: { parent: ours, root: complaint } });
    const waiting = await desk.caseIn('waiting_us', id);
    expect(waiting.posts.at(-1)).toMatchObject({ networkId: back.uri, text: 'Still dry here' });
    await amina.delete(back.uri);
    const again = await desk.caseIn('waiting_author', id);
    expect(again.posts.find((post) => post.networkId === back.uri)).toMatchObject({
      text: null,
      deletedAt: expect.any(String),
    });
  });

  test('a private message is heard and answered in private, once', async () => {
    await amina.sendDirect(house, 'My meter is 42-17');
    const row = await desk.caseWith('My meter is 42-17');
    expect(row.visibility).toBe('direct');
    const view = await desk.caseIn('new', row.id);
    expect(view.permissions.filter((one) => one.allowed).map((one) => one.mode)).toEqual(['direct']);
    const reply = await desk.answer(view, 'Thank you, it is noted. ^Naledi', { mode: 'direct' });
    await desk.replyIn('sent', row.id, reply.id);
    expect((await amina.direct(house)).map((one) => one.text)).toEqual([
      'Thank you, it is noted. ^Naledi',
      'My meter is 42-17',
    ]);
    await desk.caseIn('waiting_author', row.id);
    expect(await ofHouse('Thank you, it is noted. ^Naledi')).toEqual([]);
  });

  test('an announcement goes out to everybody, once', async () => {
    const text = 'Water is back in Kimisagara.';
    const replyId = crypto.randomUUID();
    const body = { accountId, replyId, text };
    expect(await desk.ask('POST', '/api/announcements', body)).toMatchObject({ state: 'queued' });
    expect(await desk.ask('POST', '/api/announcements', body)).toMatchObject({ id: replyId });
    await vi.waitFor(async () => expect(await ofHouse(text)).toHaveLength(1), patience);
    await vi.waitFor(async () => {
      const [stored] = await program.query('select state from reply where id = $1', [replyId]);
      expect(stored?.state).toBe('sent');
    }, patience);
    expect(await ofHouse(text)).toHaveLength(1);
  });

  test('what the network no longer streams is found missing, counted and taken in', async () => {
    await desk.ask('PATCH', `/api/accounts/${accountId}`, { state: 'paused' });
    const words = ['Meter 1 is wrong', 'Meter 2 is wrong', 'Meter 3 is wrong'];
    for (const text of words) await amina.post(`@${house.handle} ${text}`, { mentions: [house] });
    await vi.waitFor(
      async () => expect((await house.notifications()).length).toBeGreaterThanOrEqual(4),
      patience,
    );
    // As if we had been away for longer than the network keeps its stream: both sources go on behind what was written.
    await program.query(
      `update source_cursor set cursor = case source when 'notifications' then $2 else null end where account_id = $1`,
      [accountId, new Date(Date.now() + 3_600_000).toISOString()],
    );
    await desk.ask('PATCH', `/api/accounts/${accountId}`, { state: 'listening' });
    await desk.ask('POST', `/api/accounts/${accountId}/reconcile`);
    for (const text of words) await desk.caseWith(text);
    await vi.waitFor(async () => {
      const [account] = await desk.ask<{ reconcileMissing: number; reconcileReason: string | null }[]>(
        'GET',
        '/api/accounts',
      );
      expect(account).toMatchObject({ reconcileMissing: 3, reconcileReason: null });
    }, patience);
    const before = await accountNow();
    await desk.ask('POST', `/api/accounts/${accountId}/reconcile`);
    await vi.waitFor(async () => {
      const after = await accountNow();
      expect(after.reconciledAt).not.toBe(before.reconciledAt);
      expect(after.reconcileMissing).toBe(0);
    }, patience);
  });

  const accountNow = async () => {
    type Account = { id: string; reconciledAt: string | null; reconcileMissing: number | null };
    const accounts = await desk.ask<Account[]>('GET', '/api/accounts');
    return accounts.find((one) => one.id === accountId) as Account;
  };

  test('edits and deletions are heard after a restart too, of posts that were heard before it', async () => {
    const edited = await amina.post(`@${house.handle} the bill is wrong`, { mentions: [house] });
    const deleted = await amina.post(`@${house.handle} my street is dark`, { mentions: [house] });
    const [first, second] = [
      await desk.caseWith('the bill is wrong'),
      await desk.caseWith('my street is dark'),
    ];
    await program.kill();
    await program.start();
    await amina.edit(edited.uri, 'the bill is twice too high');
    await amina.delete(deleted.uri);
    await vi.waitFor(async () => {
      const one = await desk.ask<View>('GET', `/api/cases/${first.id}`);
      expect(one.posts).toMatchObject([{ text: 'the bill is twice too high', editedAt: expect.any(String) }]);
      const other = await desk.ask<View>('GET', `/api/cases/${second.id}`);
      expect(other.posts).toMatchObject([{ text: null, deletedAt: expect.any(String) }]);
    }, patience);
  });

  test("a second account, by Jetstream, hears what the house's hears too, and it is one post", async () => {
    const boss = await net.createAccount({ handle: 'director' });
    const bossId = await desk.connect(net, boss, 'jetstream');
    const post = await amina.post(`@${house.handle} @${boss.handle} please read this`, {
      mentions: [house, boss],
    });
    const row = await desk.caseWith('please read this');
    await vi.waitFor(async () => {
      const { posts } = await desk.ask<View>('GET', `/api/cases/${row.id}`);
      expect(posts.filter((one) => one.networkId === post.uri)).toHaveLength(1);
      expect([...(posts[0]?.heardBy ?? [])].sort()).toEqual([house.handle, boss.handle].sort());
    }, patience);
    expect(bossId).not.toBe(accountId);
  });

  test.runIf(hasDataSet)('the 1,211 real posts, imported twice, are in the queue once', async () => {
    const environment = {
      ...compiled,
      PATH: process.env.PATH,
      ANSWERABLE_DATA: program.folder,
      LOG_LEVEL: 'error',
    };
    const first = spawnSync(process.execPath, [programFile, 'import', dataSet], {
      env: environment,
      encoding: 'utf8',
    });
    expect(first).toMatchObject({ status: 0, stdout: '' });
    expect(first.stderr).toContain('1211 posts are new');
    const again = spawnSync(process.execPath, [programFile, 'import', dataSet], {
      env: environment,
      encoding: 'utf8',
    });
    expect(again.status).toBe(0);
    const [counted] = await program.query(`select
      (select count(*)::int from post where network = 'archive') as posts,
      (select count(distinct thread)::int from post where network = 'archive') as threads,
      (select count(*)::int from conversation where network = 'archive') as conversations,
      (select count(distinct case_id)::int from conversation where network = 'archive') as cases,
      (select count(*)::int from organisation) as organisations`);
    expect(counted).toEqual({ posts: 1211, threads: 525, conversations: 544, cases: 544, organisations: 1 });
  });

  test('the program ends in order', async () => {
    expect(await program.stop()).toBe(0);
  });
});

if (missing !== null || !hasDataSet) {
  test('what is left out is said', () => {
    if (missing !== null)
      process.stderr.write(`LEFT OUT: the way of one post on the real network. ${missing}\n`);
    if (!hasDataSet) process.stderr.write(`LEFT OUT: ${dataSet} is absent: the real archive in the queue.\n`);
    expect(missing ?? dataSet).not.toBe('');
  });
}
