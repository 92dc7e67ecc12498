/** A network and a database that fail as they really do: every reply goes out once, and nothing that was acknowledged is lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { type Desk, openDesk, patience, type View } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import { type Bluesky, blueskyMissing, type Fault, startBluesky } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();
const outage = 30_000;

describe.runIf(missing === null)('when the network or the database fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-faults-'));
  let database: EmbeddedDatabase;
  let net: Bluesky;
  let program: Answerable;
  let desk: Desk;
  let house: BlueskyAccount;
  let amina: BlueskyAccount;
  let accountId: string;

  beforeAll(async () => {
    database = await startEmbeddedDatabase({ folder });
    const started = await startBluesky();
    if (started === null) throw new Error('The network did not start.');
    net = started;
    house = await net.createAccount({ handle: 'amaziwater' });
    amina = await net.createAccount({ handle: 'amina' });
    program = await startAnswerable({ databaseUrl: database.url });
    desk = await openDesk(program);
    accountId = await desk.connect(net, house, 'firehose');
    await desk.untilHeard(house, amina);
  });

  afterAll(async () => {
    await program?.close();
    await net?.stop();
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ofHouse = async (text: string) => (await house.posts()).filter((one) => one.value.text === text);

  /** A stranger writes, and the case that it became. */
  const heard = async (words: string): Promise<View> => {
    await amina.post(`@${house.handle} ${words}`, { mentions: [house] });
    return desk.caseIn('new', (await desk.caseWith(words)).id);
  };

  const before = ['reply_queued', 'reply_sending'];

  test('429 puts a reply off until the time that the network named', async () => {
    const theCase = await heard('water is brown');
    const named = Date.now() + 8_000;
    await net.control.setFaults([{ kind: 'limited', method: 'putRecord', resetInSeconds: 8 }]);
    const reply = await desk.answer(theCase, 'We flush the line. ^Naledi');
    await desk.hurry(reply.id);
    const put = await desk.replyIn('later', theCase.row.id, reply.id);
    expect(Date.parse(put.sendAt ?? '')).toBeGreaterThanOrEqual(named - 1_000);
    await desk.replyIn('sent', theCase.row.id, reply.id);
    const tries = (await net.control.calls()).filter((call) => call.method.endsWith('putRecord'));
    expect(tries.map((call) => call.fault)).toEqual(['limited', null]);
    expect(tries[1]?.at).toBeGreaterThanOrEqual(Date.parse(put.sendAt ?? ''));
    expect(await ofHouse('We flush the line. ^Naledi')).toHaveLength(1);
    expect(await desk.storyOf(reply.id)).toEqual([...before, 'reply_later', 'reply_sending', 'reply_sent']);
  });

  const again = [...before, 'reply_unknown', ...before, 'reply_sent'];
  const found = [...before, 'reply_unknown', 'reply_sent'];
  test.each<[string, Fault[], string[]]>([
    ['500', [{ kind: 'fails', method: 'putRecord' }], again],
    ['garbage', [{ kind: 'garbage', method: 'putRecord' }], again],
    ['a connection cut before it was taken', [{ kind: 'cut_before', method: 'putRecord' }], again],
    ['a connection cut after it was taken', [{ kind: 'cut_after', method: 'putRecord' }], found],
    [
      'a cut, and no answer to the first look for it',
      [
        { kind: 'cut_after', method: 'putRecord' },
        { kind: 'garbage', method: 'getRecord' },
      ],
      found,
    ],
  ])('after %s a reply in doubt is looked for, and is there once', async (name, faults, story) => {
    const theCase = await heard(`no answer to ${name}`);
    const text = `Sorry for ${name}. ^Naledi`;
    await net.control.setFaults(faults);
    const reply = await desk.answer(theCase, text);
    await desk.hurry(reply.id);
    const sent = await desk.replyIn('sent', theCase.row.id, reply.id);
    expect((await ofHouse(text)).map((one) => one.uri)).toEqual([sent.networkId]);
    expect(await desk.storyOf(reply.id)).toEqual(story);
    await desk.caseIn('waiting_author', theCase.row.id);
  });

  test('one private message never proves two replies of the same words', async () => {
    await amina.sendDirect(house, 'My meter is 42-17');
    const { id } = await desk.caseWith('My meter is 42-17');
    const text = 'Thank you. ^Naledi';
    const first = await desk.answer(await desk.caseIn('new', id), text, { mode: 'direct' });
    await desk.hurry(first.id);
    await desk.replyIn('sent', id, first.id);
    await net.control.setFaults([{ kind: 'cut_before', method: 'sendMessage' }]);
    const theCase = await desk.ask<View>('GET', `/api/cases/${id}`);
    const second = await desk.answer(theCase, text, { mode: 'direct' });
    await desk.hurry(second.id);
    const doubtful = await desk.replyIn('unknown', id, second.id);
    expect(doubtful.networkId).toBeNull();
    // As if two minutes had passed: what is not there by now needs a person's word, since this network takes no key.
    await program.query(
      "update reply set first_attempt_at = first_attempt_at - interval '2 minutes', lease_until = now() where id = $1",
      [second.id],
    );
    await vi.waitFor(async () => {
      const waiting = await desk.replyIn('unknown', id, second.id);
      expect(waiting.reason).toContain('say whether it went out');
    }, patience);
    await desk.ask('POST', `/api/replies/${second.id}/resolve-unknown`, { wentOut: false });
    await desk.replyIn('sent', id, second.id);
    expect((await amina.direct(house)).filter((one) => one.text === text)).toHaveLength(2);
  });

  test('what the network sends twice and out of order ends as it should', async () => {
    const stays = await amina.post(`@${house.handle} the tap drips`, { mentions: [house] });
    const goes = await amina.post(`@${house.handle} forget this`, { mentions: [house] });
    const [kept, gone] = [await desk.caseWith('the tap drips'), await desk.caseWith('forget this')];
    await amina.edit(stays.uri, `@${house.handle} the tap runs`, { mentions: [house] });
    await amina.delete(goes.uri);
    const posts = async () => [
      (await desk.ask<View>('GET', `/api/cases/${kept.id}`)).posts,
      (await desk.ask<View>('GET', `/api/cases/${gone.id}`)).posts,
    ];
    const expected = [[{ text: `@${house.handle} the tap runs` }], [{ text: null }]];
    await vi.waitFor(async () => expect(await posts()).toMatchObject(expected), patience);
    // The desk began to listen in the middle of these: the stream's beginning tells of them for the first time.
    const questions = (await amina.posts()).filter((one) =>
      String(one.value.text).endsWith('is anybody there?'),
    );
    const all = async () =>
      program.query(
        'select network_id, direction from post where network_id <> all ($1) order by network_id',
        [questions.map((one) => one.uri)],
      );
    // What earlier tests wrote may still be on its way to the desk.
    const told = await vi.waitFor(async () => {
      const before = await all();
      await pause(2_000);
      expect(await all()).toEqual(before);
      return before;
    }, patience);
    const replies = await house.posts();
    // The stream once more from its beginning: what was deleted comes again after its deletion, the first version after the edit.
    const [{ rewound } = { rewound: '' }] = await program.query<{ rewound: string }>(
      `update source_cursor set cursor = regexp_replace(cursor, ' \\d+ ', ' 0 ')
       where account_id = $1 and source = 'posts' returning cursor as rewound`,
      [accountId],
    );
    expect(rewound).toMatch(/^firehose 0 /);
    await desk.ask('PATCH', `/api/accounts/${accountId}`, { watched: ['amazi water', 'amazi board'] });
    await vi.waitFor(async () => {
      const [{ doubles } = { doubles: 0 }] = await program.query<{ doubles: number }>(
        'select sum(doubles)::int as doubles from intake_count',
      );
      expect(doubles).toBeGreaterThan(10);
    }, patience);
    await pause(1_000);
    expect(await all()).toEqual(told);
    expect(await posts()).toMatchObject(expected);
    expect(await house.posts()).toEqual(replies);
  });

  test(`a database that is away for ${outage / 1000} s under load loses nothing that was acknowledged`, async () => {
    const theCase = await heard('a burst pipe in our street');
    const reply = await desk.answer(theCase, 'A team is there. ^Naledi');
    const load = new AbortController();
    const [written, notes] = [streetOfPosts(load.signal), deskOfNotes(theCase.row.id, load.signal)];
    await pause(2_000);
    await database.stop();
    const downSince = Date.now();
    await vi.waitFor(async () => {
      const health = await fetch(`${program.address()}/health`);
      expect(health.status).toBe(503);
      expect(await health.json()).toMatchObject({
        status: 'down',
        sentences: [expect.stringContaining('The database does not answer.')],
      });
    }, patience);
    await pause(Math.max(0, outage - (Date.now() - downSince)));
    database = await startEmbeddedDatabase({ folder });
    await vi.waitFor(async () => {
      expect((await fetch(`${program.address()}/health`)).status).toBe(200);
    }, patience);
    await pause(2_000);
    load.abort();
    const [posts, { acknowledged, refusals }] = [await written, await notes];
    expect(posts.length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.filter((refusal) => !refusal.includes(': 503 {"code":"database_unreachable"'))).toEqual(
      [],
    );
    await vi.waitFor(async () => {
      const here = await program.query<{ network_id: string }>(
        'select network_id from post where network_id = any($1::text[])',
        [posts],
      );
      expect(posts.length - here.length).toBe(0);
    }, patience);
    const [{ notes: stored } = { notes: [] }] = await program.query<{ notes: string[] }>(
      'select array_agg(text) as notes from note',
    );
    expect(acknowledged.filter((text) => !stored.includes(text))).toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
    await desk.replyIn('sent', theCase.row.id, reply.id);
    expect(await ofHouse('A team is there. ^Naledi')).toHaveLength(1);
  });

  /** Posts about the house without a pause; answers the addresses of all that the network took. */
  async function streetOfPosts(signal: AbortSignal): Promise<string[]> {
    const written: string[] = [];
    while (!signal.aborted) {
      const text = `@${house.handle} pipe ${written.length} bursts`;
      written.push((await amina.post(text, { mentions: [house] })).uri);
      await pause(50);
    }
    return written;
  }

  /** Writes notes on the case without a pause; answers those that the desk acknowledged, and what it said instead. */
  async function deskOfNotes(
    caseId: string,
    signal: AbortSignal,
  ): Promise<{ acknowledged: string[]; refusals: string[] }> {
    const acknowledged: string[] = [];
    const refusals: string[] = [];
    for (let at = 0; !signal.aborted; at++) {
      const text = `note ${at}`;
      await desk.ask('POST', `/api/cases/${caseId}/note`, { text }).then(
        () => acknowledged.push(text),
        (error: unknown) => refusals.push(String(error)),
      );
      await pause(50);
    }
    return { acknowledged, refusals };
  }
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: faults of the real network. ${missing}\n`);
    expect(missing).toMatch(/install\.mjs/);
  });
}
