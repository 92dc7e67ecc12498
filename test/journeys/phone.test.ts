/** The telephone desk: calls that a member logs, calls of a line, calling back, and who is one person with whom. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  CallBackView,
  CallerView,
  CasePage,
  CaseView,
  LikelySame,
  SetUpView,
  TriedView,
} from '../../src/api/contract.ts';
import { caseClocks } from '../../src/insight/caseClocks.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type CallScript, formBody, playCall } from '../factories/africasTalkingVoice.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';
import { columnsWith } from '../factories/traces.ts';

const line = '+254700000001';
const organisationId = 1;
const patience = { timeout: 20_000, interval: 50 };
let database: TestDatabase;
let desk: FormDesk;

beforeAll(async () => {
  database = await createTestDatabase();
  desk = await openFormDesk({ database });
});
afterAll(async () => {
  await desk.close();
  await database.drop();
});

const logged = (more: object = {}) => ({
  id: randomUUID(),
  institutionId: desk.institutionId,
  at: new Date(desk.server.now().getTime() - 60_000).toISOString(),
  number: '+254 700 000 700',
  text: 'The bridge has been broken since the rains.',
  outcome: 'answered',
  ...more,
});
const log = (call: object) => desk.api('POST', '/api/phone/calls', call);
const callBacks = () => desk.api<CallBackView[]>('GET', '/api/phone/call-backs');
/** Who waits, once the end of their call was told, where it is. */
const waiting = (number: string, isEnded = true) =>
  vi.waitFor(async () => {
    const found = (await callBacks()).find(
      (one) => one.number === number && (one.lastCall.abandoned !== null || !isEnded),
    );
    if (found === undefined) throw new Error(`${number} does not wait`);
    return found;
  }, patience);
const gone = (number: string) =>
  vi.waitFor(
    async () => expect((await callBacks()).map((one) => one.number)).not.toContain(number),
    patience,
  );
const caseOf = (id: string) => desk.api<CaseView>('GET', `/api/cases/${id}`);
/** The case of a caller, whether they wait or not. */
const caseBy = (name: string) =>
  vi.waitFor(async () => {
    const { rows } = await desk.api<CasePage>('GET', '/api/cases?view=all&limit=200');
    const found = rows.find(({ author }) => author.name === name);
    if (found === undefined) throw new Error(`no case of ${name}`);
    return caseOf(found.id);
  }, patience);

const firstResponse = async (caseId: string) =>
  (await caseClocks(desk.server.storage, organisationId, caseId, desk.server.now())).find(
    ({ name }) => name === 'first_response',
  );

describe('a call that a member logs', () => {
  it('and answered on the spot is a case that waits for nobody, and is logged once by a bad line', async () => {
    const call = logged({ name: 'Mama Chantal', seconds: 200, said: 'The crew comes on Tuesday.' });
    await Promise.all([1, 2].map(() => log(call)));
    const theCase = await caseBy('Mama Chantal');
    expect(theCase.row).toMatchObject({
      network: 'phone',
      state: 'waiting_author',
      inboundPosts: 1,
      waitingSince: null,
    });
    expect(theCase.posts.map(({ direction, text, call: of }) => [direction, text, of?.seconds])).toEqual([
      ['inbound', call.text, 200],
      ['house', 'The crew comes on Tuesday.', 200],
    ]);
    expect(await firstResponse(theCase.row.id)).toMatchObject({
      state: 'stopped',
      passed: 1,
    });
    expect((await callBacks()).map(({ number }) => number)).not.toContain('+254700000700');
    const callers = await desk.api<CallerView[]>('GET', '/api/phone/callers');
    expect(callers[0]).toMatchObject({ number: '+254700000700', name: 'Mama Chantal' });
  });

  it('with a promise to call back waits since it began, and once reached is answered', async () => {
    const callAt = new Date(desk.server.now().getTime() + 3_600_000).toISOString();
    const call = logged({
      number: '+254700000701',
      text: 'No water in Nyamata.',
      outcome: 'call_back',
      callAt,
    });
    await log(call);
    const one = await waiting('+254700000701');
    expect(one).toMatchObject({
      waitingSince: call.at,
      lastCall: { promised: true, abandoned: false, callAt },
    });
    const reached = {
      outcome: 'reached',
      id: randomUUID(),
      at: desk.server.now().toISOString(),
      text: 'It runs again.',
    };
    await Promise.all([1, 2].map(() => desk.api('POST', `/api/phone/call-backs/${one.caseId}`, reached)));
    const answered = await desk.caseIn(one.caseId, 'waiting_author');
    expect(answered.posts.map(({ text }) => text)).toEqual(['No water in Nyamata.', 'It runs again.']);
    await gone('+254700000701');
  });

  it.each([
    ['a time to come', { at: '2099-01-01T00:00:00Z' }, 'input_invalid'],
    ['what is no number', { number: '0700 000 700' }, 'input_invalid'],
    ['an institution that is not there', { institutionId: randomUUID() }, 'not_found'],
    ['a unit that is not there', { unitId: randomUUID() }, 'not_found'],
    ['no words', { text: ' ' }, 'input_invalid'],
  ])('with %s is not taken', async (_, more, code) => {
    const payload = logged(more);
    const answer = await desk.server.ask({
      method: 'POST',
      url: '/api/phone/calls',
      as: desk.admin,
      payload,
    });
    expect(answer.body).toMatchObject({ code });
  });
});

/** Connects the line, step by step; answers where its network is to call. */
async function connected(): Promise<string> {
  const { institutionId } = desk;
  const begun = await desk.api<SetUpView>('POST', '/api/set-ups', { network: 'phone', institutionId });
  const fields = { number: line, rings: '+254700000002', languages: 'en', records: 'yes' };
  const url = `/api/set-ups/${begun.id}`;
  await desk.server.ask({ method: 'PUT', url, as: desk.admin, payload: { fields } });
  const address = begun.webhooks[0]?.address ?? '';
  await ringsAt(address, { from: '+254700000799', takenAfter: null });
  const { arrived, steps } = await desk.api<SetUpView>('GET', url);
  expect(arrived.map(({ outcome }) => outcome)).toEqual(['kept', 'kept']);
  expect(arrived[0]?.words).toContain('+254 700 000 799');
  expect(steps.map(({ copy }) => copy?.value)).toContain(address);
  const tried = await desk.api<TriedView>('POST', `${url}/try`);
  expect(tried).toMatchObject({ handle: line, trial: `Call ${line} and hang up. The call appears here.` });
  await desk.api('POST', `${url}/connect`);
  return address;
}

/** Plays a call on the line through the door by which networks come. */
async function ringsAt(address: string, script: Partial<CallScript>): Promise<void> {
  const starts = new Date(desk.server.now().getTime() - 600_000);
  starts.setMilliseconds(0);
  const whole = { session: `ATVId_${randomUUID()}`, from: '', to: line, starts, ...script };
  await playCall(whole, async (form) => {
    const answer = await desk.server.app.inject({
      method: 'POST',
      url: new URL(address).pathname,
      headers: { host: 'desk.test', 'content-type': 'application/x-www-form-urlencoded' },
      payload: formBody(form),
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('xml'),
    ]);
    return answer.body;
  });
}
let address: Promise<string> | null = null;
const rings = async (script: Partial<CallScript>) => {
  address ??= connected();
  await ringsAt(await address, script);
};

describe('a call of the line', () => {
  it('that nobody took stands in the queue since it began, and is tried in vain, never dropped', async () => {
    await rings({ from: '+254700000710', takenAfter: null, patience: 40 });
    const one = await waiting('+254700000710');
    expect(one).toMatchObject({ lastCall: { abandoned: true }, tries: { count: 0, most: 3 } });
    const opened = await caseOf(one.caseId);
    expect(opened.posts).toHaveLength(1);
    expect(opened.posts[0]).toMatchObject({
      text: '',
      editedAt: null,
      call: { abandoned: true, heldSeconds: 44 },
    });
    for (let tries = 1; tries <= 4; tries++) {
      const again = new Date(desk.server.now().getTime() + 60_000).toISOString();
      const vain = { outcome: 'not_reached', id: randomUUID(), again };
      await desk.api('POST', `/api/phone/call-backs/${one.caseId}`, vain);
      await desk.api('POST', `/api/phone/call-backs/${one.caseId}`, vain);
      expect(await waiting('+254700000710')).toMatchObject({
        waitingSince: one.waitingSince,
        dueAt: one.dueAt,
        tries: { count: tries, again },
      });
    }
  });

  it('that was taken is answered after the time on hold, whatever came twice', async () => {
    await rings({
      from: '+254700000711',
      takenAfter: 61,
      speaks: 200,
      faults: { twice: true, finalFirst: true },
    });
    const theCase = await caseBy('+254 700 000 711');
    const settled = await desk.caseIn(theCase.row.id, 'waiting_author');
    const [call, taken, ...others] = settled.posts;
    expect(others).toEqual([]);
    expect(call?.call).toMatchObject({ seconds: 200, recorded: true });
    expect(call?.media).toMatchObject([{ plays: true, address: `/api/media/inbound/${call?.id}/0` }]);
    expect(taken?.direction).toBe('house');
    expect(await firstResponse(settled.row.id)).toMatchObject({
      state: 'stopped',
      passed: (call?.call?.heldSeconds ?? 0) * 1_000,
    });
  });

  it('whose end is never told waits all the same', async () => {
    await rings({ from: '+254700000712', takenAfter: 5, speaks: 60, faults: { noFinal: true } });
    expect((await waiting('+254700000712', false)).lastCall).toMatchObject({ abandoned: null });
  });

  it('and one that is logged of the same number are one conversation, and a second call ends the wait', async () => {
    await rings({ from: '+254700000713', takenAfter: null });
    const one = await waiting('+254700000713');
    await log(logged({ number: '0700000713', name: 'Wanjiku' }));
    const answered = await desk.caseIn(one.caseId, 'waiting_author');
    expect(answered.posts).toHaveLength(3);
    expect(answered.row.author.name).toBe('Wanjiku');
  });

  it('with a withheld number waits in the queue, and not among those who can be called', async () => {
    await rings({ from: 'anonymous', takenAfter: null });
    const theCase = await caseBy('Number withheld');
    expect(theCase.row.waitingSince).not.toBeNull();
    expect(theCase.permissions.every(({ allowed }) => !allowed)).toBe(true);
    const payload = { outcome: 'not_reached', id: randomUUID() };
    const url = `/api/phone/call-backs/${theCase.row.id}`;
    const answer = await desk.server.ask({ method: 'POST', url, as: desk.admin, payload });
    expect(answer.body).toMatchObject({ code: 'not_found' });
  });
});

describe('one person on the telephone and elsewhere', () => {
  const likely = (caseId: string) => desk.api<LikelySame[]>('GET', `/api/cases/${caseId}/same-person`);

  it('is suggested by the number alone, joined by a member’s yes, and not suggested after their no', async () => {
    const sent = (more: object) =>
      desk.complain({ topic: '', text: 'The tap is dry.', ...more } as Record<string, string>);
    await sent({
      name: 'Grace',
      text: 'The tap at Kanombe is dry.',
      reach: 'call 0700 000 720 after five',
    });
    await sent({ name: 'Wrong', text: 'Another tap.', reach: '0700 000 721' });
    await sent({ name: 'Grace', text: 'A namesake.', reach: 'grace@example.org' });
    await sent({ name: 'Neighbour', text: 'My neighbour’s telephone.', reach: '+254700000720' });
    const grace = await desk.caseWith('The tap at Kanombe is dry.');
    const neighbour = await desk.caseWith('My neighbour’s telephone.');
    await desk.caseWith('A namesake.');
    await log(
      logged({ number: '+254700000720', name: 'Grace', text: 'Still no water.', outcome: 'call_back' }),
    );
    const call = await waiting('+254700000720');
    const found = await likely(call.caseId);
    expect(found.map(({ caseNumber, by }) => [caseNumber, by]).sort()).toEqual(
      [
        [grace.row.number, 'said'],
        [neighbour.row.number, 'said'],
      ].sort(),
    );
    await desk.api('POST', `/api/cases/${call.caseId}/not-same-person`, { caseNumber: neighbour.row.number });
    expect((await likely(call.caseId)).map(({ caseNumber }) => caseNumber)).toEqual([grace.row.number]);
    // Nothing joined by itself.
    expect((await caseOf(call.caseId)).author.joins).toEqual([]);
    await desk.api('POST', `/api/cases/${call.caseId}/same-author`, { caseNumber: grace.row.number });
    expect(await likely(call.caseId)).toEqual([]);
    expect((await caseOf(call.caseId)).author.joins).toMatchObject([{ name: 'Grace' }]);
  });

  it('an auditor reads the list and changes nothing', async () => {
    const auditor: Person = await join(desk.server, desk.admin, 'auditor', 'auditor@water.example');
    const url = '/api/phone/call-backs';
    expect((await desk.server.ask({ url, as: auditor })).status).toBe(200);
    const answer = await desk.server.ask({
      method: 'POST',
      url: '/api/phone/calls',
      as: auditor,
      payload: logged(),
    });
    expect(answer.status).toBe(403);
  });
});

describe('what a caller left here', () => {
  const mp3 = Buffer.concat([Buffer.from('ID3\u0004'), Buffer.alloc(200, 7)]);
  let recordings: Server;
  let asked = 0;

  beforeAll(async () => {
    recordings = createServer((_request, response) => {
      asked += 1;
      response.end(mp3);
    });
    await new Promise<void>((done) => recordings.listen(0, '127.0.0.1', done));
  });
  afterAll(() => recordings.close());

  it('is played from here, exported with them, and erased with them', async () => {
    const { port } = recordings.address() as AddressInfo;
    const at = `http://127.0.0.1:${port}`;
    await rings({ from: '+254700000730', takenAfter: 10, speaks: 30, recordings: at });
    await log(logged({ number: '+254700000730', name: 'Umutoni', text: 'Is my complaint known?' }));
    const theCase = await caseBy('Umutoni');
    const heard = theCase.posts.find(({ media }) => media.length > 0);
    const url = heard?.media[0]?.address ?? '';
    for (let once = 0; once < 2; once++) {
      const played = await desk.server.ask({ url, as: desk.admin });
      expect(played.headers).toMatchObject({ 'content-type': 'audio/mpeg', 'content-disposition': 'inline' });
    }
    expect(asked).toBe(1);
    const given = await desk.server.ask({
      url: `/api/cases/${theCase.row.id}/author-export`,
      as: desk.admin,
    });
    for (const part of ['+254700000730', 'Umutoni', '"heldSeconds":', mp3.toString('base64')])
      expect(given.text.replaceAll('": ', '":')).toContain(part);

    const traces = () => columnsWith(database.superuserUrl, '254700000730');
    expect((await traces()).length).toBeGreaterThan(3);
    await desk.api('POST', `/api/cases/${theCase.row.id}/erasure`, { confirm: String(theCase.row.number) });
    expect(await traces()).toEqual([]);
    expect(await columnsWith(database.superuserUrl, '254 700 000 730')).toEqual([]);
    expect((await desk.server.ask({ url, as: desk.admin })).status).toBe(404);
    // What comes of them afterwards is not taken in again by its name.
    expect((await callBacks()).map(({ number }) => number)).not.toContain('+254700000730');
  });
});
