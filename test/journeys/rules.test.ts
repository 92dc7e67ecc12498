/** Automation rules: written by supervisors, tried on last week's cases, at work behind intake, in the history of every case that they touch. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CasePage,
  CaseRow,
  CaseView,
  DryRunView,
  MemberView,
  RuleView,
} from '../../src/api/contract.ts';
import { readOnce } from '../../src/jobs/rules.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { addressOf, at, item, rows } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let supervisor: Person;
let thabo: Person;
let thaboId = '';
let pumps = '';
let minute = 0;

/** An author who never wrote before writes this; the case of it. */
async function hears(text: string, more: { did?: string; minute?: number } = {}): Promise<CaseRow> {
  minute += 1;
  const did = more.did ?? `did:plc:author${minute}`;
  await open.take(
    item({
      did,
      key: `post${minute}`,
      minute: more.minute ?? minute % 40,
      text,
      mentions: [open.desk.house.did],
    }),
  );
  const { rows: found } = await open.ask<CasePage>('GET', '/api/cases?view=all&limit=200');
  const one = found.find(({ words }) => words === text);
  if (one === undefined) throw new Error(`no case with "${text}"`);
  return one;
}
const work = async (worker = 'a program') => {
  const deps = { storage: open.server.storage, now: () => new Date(), log: () => undefined };
  while (await readOnce(deps, worker));
};
const show = (one: CaseRow) => open.ask<CaseView>('GET', `/api/cases/${one.id}`);
const rules = () => open.ask<RuleView[]>('GET', '/api/rules', undefined, supervisor);
const named = async (name: string) => (await rules()).find((one) => one.name === name);
const rule = (name: string, more: object = {}) => ({
  name,
  when: 'opened',
  match: 'all',
  conditions: [{ is: 'words', any: ['burst*', 'pipe burst'] }],
  acts: [{ do: 'tag', tag: 'water' }],
  enabled: true,
  ...more,
});
const keep = (body: object, as = supervisor) => open.ask<{ id: string }>('POST', '/api/rules', body, as);
const change = (id: string, body: object) => open.ask('PUT', `/api/rules/${id}`, body, supervisor);
const dryRun = (body: object) =>
  open.ask<DryRunView>('POST', '/api/rules/dry-run', { rule: body, from: null }, supervisor);

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const people = await open.ask<MemberView[]>('GET', '/api/members');
  thaboId = people.find(({ email }) => email === 'thabo@water.example')?.id ?? '';
  pumps = (await open.ask<{ id: string }>('POST', '/api/teams', { name: 'Pumps', memberIds: [thaboId] })).id;
});
afterAll(() => open.server.close());

it('are written by supervisors and nobody below, and read by everybody', async () => {
  await expect(keep(rule('Mine'), thabo)).rejects.toThrow(/403/);
  const { id } = await keep(rule('First'));
  await expect(keep(rule('FIRST'))).rejects.toThrow(/another name/);
  await expect(keep(rule('Team', { acts: [{ do: 'team', teamId: randomUUID() }] }))).rejects.toThrow(
    /not in use/,
  );
  await expect(keep(rule('Reach', { conditions: [{ is: 'followers', from: 1 }] }))).rejects.toThrow(/400/);
  await expect(keep(rule('Nothing', { acts: [] }))).rejects.toThrow(/400/);
  const second = await keep(rule('Second', { enabled: false }));
  await open.ask('POST', '/api/rules/order', { ids: [second.id, id] }, supervisor);
  const listed = await open.ask<RuleView[]>('GET', '/api/rules', undefined, thabo);
  expect(listed).toMatchObject([
    { name: 'Second', enabled: false, acted: 0, lastActedAt: null, stopped: null },
    { name: 'First', enabled: true, mostAnHour: 500 },
  ]);
  for (const one of listed) await open.ask('DELETE', `/api/rules/${one.id}`, undefined, supervisor);
  await expect(open.ask('DELETE', `/api/rules/${id}`, undefined, supervisor)).rejects.toThrow(/404/);
  expect(await rules()).toEqual([]);
  const audit = await open.ask<{ action: string }[]>('GET', '/api/audit');
  expect(new Set(audit.map(({ action }) => action))).toContain('rule.kept');
  expect(audit.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['rule.retired', 'rules.ordered']),
  );
});

it('are tried on last week’s cases before they are kept, and that changes nothing', async () => {
  const one = await hears('A pipe burst at the clinic, my baby has no water.');
  await hears('The bursary office is closed.');
  await hears('My bill is wrong.');
  const history = (await rows(open.desk, 'history')).length;
  const tried = await dryRun({
    ...rule('x'),
    conditions: [{ is: 'words', any: ['burst'] }],
    acts: [
      { do: 'tag', tag: 'water' },
      { do: 'severity', atLeast: 2 },
      { do: 'team', teamId: pumps },
    ],
  });
  expect(tried).toMatchObject({
    looked: 3,
    matched: [{ caseId: one.id, acts: [0, 1, 2] }],
    next: null,
    share: 1,
  });
  expect(tried.named).toMatchObject([
    { caseId: one.id, number: one.number, words: one.words, left: [], did: [{ do: 'tag' }, {}, {}] },
  ]);
  expect((await dryRun({ ...rule('x'), when: 'reopened' })).looked).toBe(0);
  expect((await show(one)).row).toMatchObject({ tags: [], severity: 0, team: null });
  expect(await rows(open.desk, 'history')).toHaveLength(history);
  expect(await rows(open.desk, 'rule_act')).toEqual([]);
});

it('act once on what happens from then on, whoever reads and however often, and say so in the history', async () => {
  const before = await hears('A burst from before the rule.');
  const acts = [
    { do: 'tag', tag: 'water' },
    { do: 'severity', atLeast: 2 },
    { do: 'team', teamId: pumps },
  ];
  const { id } = await keep(rule('Burst pipes', { acts }));
  const after = await hears('Burst pipe in Main Road!');
  const other = await hears('When do you open?');
  await Promise.all([work('one program'), work('another program')]);
  expect((await show(after)).row).toMatchObject({
    tags: ['water'],
    severity: 2,
    state: 'new',
    owner: null,
    team: { id: pumps },
  });
  for (const one of [before, other]) expect((await show(one)).row).toMatchObject({ tags: [], severity: 0 });
  const byRule = async () => (await show(after)).history.filter((fact) => fact.rule !== null);
  expect(await byRule()).toMatchObject([
    { actor: null, rule: 'Burst pipes', action: 'tags_set', particulars: { added: 'water' } },
    { actor: null, rule: 'Burst pipes', action: 'severity_set', particulars: { severity: 2 } },
    { actor: null, rule: 'Burst pipes', action: 'case_handed_to_team', subjectId: pumps },
  ]);
  expect((await named('Burst pipes'))?.acted).toBe(1);
  // A program that was killed before it noted how far it had come reads the same again.
  await open.server.storage.system.updateTable('rule_reading').set({ read: 0 }).execute();
  await work();
  expect(await byRule()).toHaveLength(3);
  expect((await rows<{ rule_id: string }>(open.desk, 'rule_act')).map((act) => act.rule_id)).toEqual([id]);
});

it('leave what a person took back, and what a colleague is on', async () => {
  const did = 'did:plc:again';
  const acts = [
    { do: 'tag', tag: 'meter' },
    { do: 'team', teamId: pumps },
  ];
  const conditions = [{ is: 'words', any: ['meter'] }];
  await keep(rule('Meters', { when: 'written', conditions, acts }));
  const one = await hears('The meter runs backwards.', { did });
  await open.ask('POST', `/api/cases/${one.id}/claim`, undefined, thabo);
  await work();
  expect((await show(one)).row).toMatchObject({ tags: ['meter'], team: null, owner: null });
  await open.ask('POST', `/api/cases/${one.id}/tags`, { tags: [] }, thabo);
  await open.ask('POST', `/api/cases/${one.id}/release`, undefined, thabo);
  minute += 1;
  await open.take(
    item({
      did,
      key: `more${minute}`,
      minute: 41,
      text: 'And the meter is loud.',
      root: `at://${did}/app.bsky.feed.post/post${minute - 1}`,
      mentions: [open.desk.house.did],
    }),
  );
  await work();
  const { row, history } = await show(one);
  expect(row).toMatchObject({ inboundPosts: 2, tags: [], team: { id: pumps } });
  expect(history.filter((fact) => fact.rule === 'Meters').map(({ action }) => action)).toEqual([
    'tags_set',
    'case_handed_to_team',
  ]);
});

it('know who is here for the first time, under any condition or all', async () => {
  const conditions = [{ is: 'first_time' }, { is: 'words', any: ['greetings'] }];
  await keep(rule('Newcomers', { conditions, acts: [{ do: 'tag', tag: 'newcomer' }] }));
  const first = await hears('Greetings, all.', { did: 'did:plc:twice' });
  const second = await hears('Greetings once more.', { did: 'did:plc:twice' });
  expect(second.id).not.toBe(first.id);
  await work();
  expect([(await show(first)).row.tags, (await show(second)).row.tags]).toEqual([['newcomer'], []]);
});

it('do not look at an archive that is imported: what was written long ago is no news', async () => {
  const old = await hears('Burst, long ago.', { minute: -8 * 24 * 60 });
  await work();
  expect((await show(old)).row.tags).toEqual([]);
});

it('stop themselves at their limit and say so', async () => {
  const { id } = await keep(
    rule('Flood', {
      conditions: [{ is: 'words', any: ['flood'] }],
      acts: [{ do: 'tag', tag: 'flood' }],
      mostAnHour: 2,
    }),
  );
  const cases: CaseRow[] = [];
  for (const text of ['Flood one.', 'Flood two.', 'Flood three.']) cases.push(await hears(text));
  await work();
  const tags = [];
  for (const one of cases) tags.push((await show(one)).row.tags);
  expect(tags).toEqual([['flood'], ['flood'], []]);
  const stopped = await named('Flood');
  expect(stopped).toMatchObject({ enabled: false, acted: 2 });
  expect(stopped?.stopped?.because).toMatch(/2 cases within an hour/);
  const told = await rows<{ action: string; subject_id: string }>(open.desk, 'history');
  expect(told.filter(({ action }) => action === 'rule_stopped')).toMatchObject([{ subject_id: id }]);
  const { stopped: _, acted: __, lastActedAt: ___, lastFailure: ____, ...kept } = stopped as RuleView;
  await change(id, { ...kept, enabled: true, mostAnHour: 100 });
  expect(await named('Flood')).toMatchObject({ enabled: true, stopped: null });
});

it('say what they could not do, go on with the rest, and stop after ten failures in a row', async () => {
  const { id: bills } = await open.ask<{ id: string }>('POST', '/api/teams', {
    name: 'Bills',
    memberIds: [],
  });
  const acts = [
    { do: 'team', teamId: bills },
    { do: 'tag', tag: 'bill' },
  ];
  await keep(rule('To bills', { conditions: [{ is: 'words', any: ['invoice'] }], acts }));
  await open.ask('DELETE', `/api/teams/${bills}`, undefined, supervisor);
  const one = await hears('My invoice is wrong 0.');
  await work();
  expect((await show(one)).row).toMatchObject({ tags: ['bill'], team: null });
  expect(await named('To bills')).toMatchObject({
    enabled: true,
    lastFailure: { sentence: 'The team to which it hands cases is not in use any more.' },
  });
  for (let n = 1; n < 10; n++) await hears(`My invoice is wrong ${n}.`);
  await work();
  expect((await named('To bills'))?.stopped?.because).toMatch(/10 times in a row.*not in use any more/);
});

it('suggest an approved text to whoever answers next, send nothing, and do so anew after an answer', async () => {
  const me = (await open.ask<MemberView[]>('GET', '/api/members'))[0]?.id;
  const words = {
    title: 'Outage',
    topic: 'Power',
    language: null,
    text: 'Dear {author}, it is mended by six.',
  };
  const { id: textId } = await open.ask<{ id: string }>('POST', '/api/texts', {
    ...words,
    ownerId: me,
    reviewOn: '2031-12-01',
  });
  const suggests = rule('Outages', {
    when: 'written',
    conditions: [{ is: 'words', any: ['power'] }],
    acts: [{ do: 'suggest', textId }],
  });
  await keep(suggests);
  // The posts of these tests are of another year: the rules act when they are written.
  const workAt = async (now: Date) => {
    while (
      await readOnce({ storage: open.server.storage, now: () => now, log: () => undefined }, 'a program')
    );
  };
  const did = 'did:plc:dark';
  const root = addressOf(did, `post${minute + 1}`);
  const one = await hears('The power is out.', { did, minute: 100 });
  const writes = (by: string, key: string, at: number) =>
    open.take(
      item({ did: by, key, minute: at, text: 'The power, again.', root, mentions: [open.desk.house.did] }),
    );
  await workAt(at(101));
  const shown = await show(one);
  expect(shown.suggested).toEqual([{ textId, title: words.title, text: words.text, rule: 'Outages' }]);
  expect([shown.replies, shown.draft, shown.row.state]).toEqual([[], null, 'new']);
  expect(shown.history.at(-1)).toMatchObject({
    action: 'text_suggested',
    rule: 'Outages',
    subjectId: textId,
  });
  await writes(open.desk.house.did, 'answer', 110);
  expect((await show(one)).suggested).toEqual([]);
  await writes(did, 'again', 120);
  await writes(did, 'andAgain', 121);
  await workAt(at(122));
  expect((await show(one)).suggested).toHaveLength(1);
  const suggested = (await show(one)).history.filter(({ action }) => action === 'text_suggested');
  expect(suggested).toHaveLength(2);
  await open.ask('DELETE', `/api/texts/${textId}`);
  expect((await show(one)).suggested).toEqual([]);
  await expect(keep({ ...suggests, name: 'Other' })).rejects.toThrow(/text is not in use/);
});
