/** kill -9 of the program at random moments while automation rules act on a stream of posts: each acts once on each case for each reason, and leaves out none. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type Desk, openDesk } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

const kills = 10;
const perRound = 20;
let database: TestDatabase;
let program: Answerable;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  program = await startAnswerable({ databaseUrl: database.url });
  desk = await openDesk(program);
});
afterAll(async () => {
  await program?.close();
  await database?.drop();
});

/** What some authors write now: each opens a case, and writes once more. Nothing of it is grave to who reads it: a case that was raised already needs no rule. */
const streetOf = (round: number): string =>
  Array.from({ length: perRound }, (_, n) => {
    const author = `author ${round} ${n}`;
    const post = {
      conversation: author,
      institution: 'Amazi Water Board',
      inbound: true,
      author,
      at: new Date(),
    };
    const first = { ...post, id: `${author} a`, inReplyTo: null, text: `Dry since Monday, ${author}.` };
    const second = {
      ...post,
      id: `${author} b`,
      inReplyTo: first.id,
      text: `The bucket is blue, ${author}.`,
    };
    return [first, second].map((one) => JSON.stringify(one)).join('\n');
  }).join('\n');

interface Told {
  case_id: string;
  name: string;
  action: string;
  n: number;
}
const told = () =>
  program.query<Told>(
    `select h.case_id, r.name, h.action, count(*)::int as n from history as h join rule as r on r.id::text = h.particulars->>'rule'
     group by h.case_id, r.name, h.action order by h.case_id, r.name, h.action`,
  );
const count = async (statement: string) => (await program.query<{ n: number }>(statement))[0]?.n ?? 0;
const acts = () => count('select count(*)::int as n from rule_act');

it(`${kills} times: nothing is done twice, and nothing is left out`, async () => {
  const { id: teamId } = await desk.ask<{ id: string }>('POST', '/api/teams', {
    name: 'Pumps',
    memberIds: [],
  });
  const rule = (name: string, when: string, words: string, act: object) =>
    desk.ask('POST', '/api/rules', {
      name,
      when,
      match: 'all',
      conditions: [{ is: 'words', any: [words] }],
      acts: [act],
      enabled: true,
      mostAnHour: 10_000,
    });
  await rule('dry', 'opened', 'dry', { do: 'tag', tag: 'water' });
  await rule('hand on', 'opened', 'dry', { do: 'team', teamId });
  await rule('baby', 'written', 'bucket', { do: 'tag', tag: 'child' });
  await rule('grave', 'written', 'bucket', { do: 'severity', atLeast: 3 });
  let inTheMiddle = 0;
  for (let round = 0; round < kills; round++) {
    const before = await acts();
    await desk.importArchive(streetOf(round));
    await vi.waitUntil(async () => (await acts()) > before, { timeout: 30_000, interval: 5 });
    await pause(Math.random() * 250);
    await program.kill();
    inTheMiddle += await count(
      'select (exists (select from rule_act as a, rule_reading as r where a.event > r.read))::int as n',
    );
    await program.start();
  }
  const cases = kills * perRound;
  const everything = await vi.waitFor(
    async () => {
      const found = await told();
      expect(found.length).toBeGreaterThanOrEqual(4 * cases);
      return found;
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(everything.filter(({ n }) => n !== 1)).toEqual([]);
  const each = new Map<string, number>();
  for (const { name, action } of everything)
    each.set(`${name}: ${action}`, (each.get(`${name}: ${action}`) ?? 0) + 1);
  expect(Object.fromEntries(each)).toEqual({
    'dry: tags_set': cases,
    'hand on: case_handed_to_team': cases,
    'baby: tags_set': cases,
    'grave: severity_set': cases,
  });
  const asMeant = `select count(*)::int as n from care_case where tags @> '{water,child}' and severity = 3 and team_id = '${teamId}'`;
  expect(await count(asMeant)).toBe(cases);
  expect(await count('select count(*)::int as n from care_case')).toBe(cases);
  // Some were killed between doing and noting how far they came: what is done once by its note alone.
  expect(inTheMiddle).toBeGreaterThan(0);
  process.stderr.write(
    `rule kills: ${everything.length} acts once each, ${inTheMiddle} of ${kills} kills in their middle\n`,
  );
}, 180_000);
