/** kill -9 of the whole program at random moments, again and again: nothing is lost, nothing is sent twice, and no restart waits for the dead. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Desk, openDesk, type Reply, type View } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import { type Bluesky, blueskyMissing, startBluesky } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();
const kills = Number(process.env.KILLS ?? 6);
const perRound = 12;
const killsOfApproved = Number(process.env.KILLS ?? 4);
/** A policy that asks about whatever is written. */
const everyAnswer = {
  name: 'Every answer',
  topics: [],
  roles: [],
  amount: null,
  by: { kind: 'role', role: 'supervisor' },
  enabled: true,
};
/** Less than any lease of a sender: a restart that waited for leases to end would not be done by then. */
const soon = { timeout: 120_000, interval: 100 };

describe.runIf(missing === null)('a program that is killed at random moments', () => {
  let net: Bluesky;
  let program: Answerable;
  let desk: Desk;
  let house: BlueskyAccount;
  let amina: BlueskyAccount;

  beforeAll(async () => {
    const started = await startBluesky();
    if (started === null) throw new Error('The network did not start.');
    net = started;
    house = await net.createAccount({ handle: 'amaziwater' });
    amina = await net.createAccount({ handle: 'amina' });
    program = await startAnswerable();
    desk = await openDesk(program);
    await desk.connect(net, house, 'firehose');
    await desk.untilHeard(house, amina);
  });

  afterAll(async () => {
    await program?.close();
    await net?.stop();
  });

  /** Every second time the database is killed in the same moment. */
  const killAndStart = async (round: number): Promise<void> => {
    await program.kill({ database: round % 2 === 1 });
    await program.start();
  };

  test(`${kills} times during intake has every post once, with one conversation and one case each`, async () => {
    const load = new AbortController();
    const writing = Promise.all([1, 2].map((street) => streetOfPosts(street, load.signal)));
    for (let round = 0; round < kills; round++) {
      await pause(Math.random() * 1_500);
      await killAndStart(round);
    }
    load.abort();
    const written = (await writing).flat();
    const here = 'select network_id from post where network_id = any($1::text[])';
    await vi.waitFor(async () => {
      expect(written.length - (await program.query(here, [written])).length).toBe(0);
    }, soon);
    const [facts] = await program.query(
      `select count(*)::int as posts, count(distinct p.conversation_id)::int as conversations, count(distinct c.case_id)::int as cases,
         (select count(*)::int from history where action = 'case_opened' and case_id = any(array_agg(c.case_id))) as opened
       from post as p join conversation as c on c.id = p.conversation_id where p.network_id = any($1::text[])`,
      [written],
    );
    const each = written.length;
    expect(facts).toEqual({ posts: each, conversations: each, cases: each, opened: each });
    expect(each).toBeGreaterThan(100);
  }, 300_000);

  test(`${kills} times while replies leave has every reply on the network exactly once and recorded as sent`, async () => {
    const replies: Reply[] = [];
    let inFlight = 0;
    for (let round = 0; round < kills || (inFlight === 0 && round < 3 * kills); round++) {
      const queued = await queueSome();
      replies.push(...queued);
      await Promise.all(queued.map((reply) => desk.hurry(reply.id)));
      await pause(50 + Math.random() * 400);
      await killAndStart(round);
      const doubtful = "select count(*)::int as n from history where action = 'reply_unknown'";
      inFlight = (await program.query<{ n: number }>(doubtful))[0]?.n ?? 0;
    }
    const states = 'select state, count(*)::int as n from reply where id = any($1::uuid[]) group by state';
    const ids = replies.map((reply) => reply.id);
    await vi.waitFor(async () => {
      expect(await program.query(states, [ids])).toEqual([{ state: 'sent', n: replies.length }]);
    }, soon);
    expect(inFlight).toBeGreaterThan(0);
    expect(await textsOnNetwork()).toEqual(replies.map((reply) => reply.text).sort());
    const saidOtherwise = `select subject_id from history where subject_id = any($1::uuid[])
      group by subject_id having count(*) filter (where action = 'reply_sent') <> 1`;
    expect(await program.query(saidOtherwise, [ids])).toEqual([]);
  }, 400_000);

  test(`${killsOfApproved} times between approval and sending: what was approved goes out once, and nothing else`, async () => {
    const approver = await desk.join('supervisor', 'grace@water.example');
    await desk.ask('POST', '/api/policies', everyAnswer);
    await Promise.all(
      Array.from({ length: killsOfApproved * perRound }, (_, n) =>
        amina.post(`@${house.handle} pump ${n} is broken`, { mentions: [house] }),
      ),
    );
    const before = await textsOnNetwork();
    const approved: Reply[] = [];
    const left: Reply[] = [];
    let between = 0;
    for (let round = 0; round < killsOfApproved || (between === 0 && round < 2 * killsOfApproved); round++) {
      const [waiting, ...others] = await vi.waitFor(queueSome, soon);
      expect(others.map(({ state }) => state)).toEqual(others.map(() => 'awaiting_approval'));
      if (waiting !== undefined) left.push(waiting);
      approved.push(...others);
      // Each yes may be cut off before, in and after its transaction; whoever said it does not know.
      const yeses = others.map(({ id }) => approver('POST', `/api/replies/${id}/approve`, {}));
      const saying = Promise.allSettled(
        yeses.map(async (yes, n) => {
          await yes;
          await desk.hurry(others[n]?.id ?? '');
        }),
      );
      // Where everything is slow no moment of the clock falls between the two: every second kill is at the first yes.
      await (round % 2 === 0 ? pause(Math.random() * 500) : Promise.any(yeses));
      const at = new Date();
      await killAndStart(round);
      await saying;
      between += await approvedButNotSent(others, at);
    }
    const ids = approved.map(({ id }) => id);
    await vi.waitFor(async () => {
      for (const id of ids) await approver('POST', `/api/replies/${id}/approve`, {});
    }, soon);
    await program.query("update reply set send_at = now() where id = any($1::uuid[]) and state = 'queued'", [
      ids,
    ]);
    const states = 'select state, count(*)::int as n from reply where id = any($1::uuid[]) group by state';
    await vi.waitFor(async () => {
      expect(await program.query(states, [ids])).toEqual([{ state: 'sent', n: ids.length }]);
    }, soon);
    expect(await program.query(states, [left.map(({ id }) => id)])).toEqual([
      { state: 'awaiting_approval', n: left.length },
    ]);
    const sent = [...before, ...approved.map(({ text }) => text)].sort();
    expect(await textsOnNetwork()).toEqual(sent);
    // Every story: asked, approved once, queued once, and only then on its way.
    const stories = await program.query<{ story: string[] }>(
      'select array_agg(action order by sequence) as story from history where subject_id = any($1::uuid[]) group by subject_id',
      [ids],
    );
    expect(stories).toHaveLength(ids.length);
    for (const { story } of stories) {
      expect(story.slice(0, 4)).toEqual([
        'approval_asked',
        'approval_given',
        'reply_queued',
        'reply_sending',
      ]);
      expect(story.filter((action) => action === 'reply_sent')).toHaveLength(1);
    }
    expect(between).toBeGreaterThan(0);
    process.stderr.write(`approval kills: ${ids.length} sent once, ${between} of them over a kill\n`);
  }, 400_000);

  /** How many of these were approved before that moment and went out after it. */
  async function approvedButNotSent(replies: readonly Reply[], moment: Date): Promise<number> {
    const [found] = await program.query<{ n: number }>(
      `select count(*)::int as n from history as h where h.subject_id = any($1::uuid[]) and h.action = 'approval_given' and h.at < $2
         and not exists (select from history as s where s.subject_id = h.subject_id and s.action = 'reply_sent' and s.at < $2)`,
      [replies.map(({ id }) => id), moment],
    );
    return found?.n ?? 0;
  }

  async function streetOfPosts(street: number, signal: AbortSignal): Promise<string[]> {
    const written: string[] = [];
    while (!signal.aborted) {
      const text = `@${house.handle} house ${written.length} of street ${street} is dry`;
      written.push((await amina.post(text, { mentions: [house] })).uri);
      await pause(40);
    }
    return written;
  }

  let answered = 0;
  const taken = new Set<string>();
  /** Answers the next cases of the queue. */
  async function queueSome(): Promise<Reply[]> {
    const { rows } = await desk.ask<{ rows: { id: string; state: string }[] }>(
      'GET',
      '/api/cases?view=queue&limit=200',
    );
    const next = rows.filter((row) => row.state === 'new' && !taken.has(row.id)).slice(0, perRound);
    expect(next).toHaveLength(perRound);
    for (const { id } of next) taken.add(id);
    return Promise.all(
      next.map(async ({ id }) => {
        answered += 1;
        const text = `Answer ${String(answered).padStart(4, '0')}. ^Naledi`;
        return desk.answer(await desk.ask<View>('GET', `/api/cases/${id}`), text);
      }),
    );
  }

  async function textsOnNetwork(): Promise<string[]> {
    const texts: string[] = [];
    let cursor: string | undefined;
    do {
      const query = {
        repo: house.did,
        collection: 'app.bsky.feed.post',
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      };
      const page = await house.call('com.atproto.repo.listRecords', null, { query });
      texts.push(...(page.records as { value: { text: string } }[]).map((record) => record.value.text));
      cursor = page.cursor as string | undefined;
    } while (cursor !== undefined);
    return texts.sort();
  }
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: kills while the real network is spoken to. ${missing}\n`);
    expect(missing).toMatch(/install\.mjs/);
  });
}
