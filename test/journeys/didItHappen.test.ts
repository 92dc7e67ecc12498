/** "Did it happen?": an author is asked in an answer of ours, what they write afterwards is read by a member, and nothing is kept or open again by a machine's guess. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CasePage, CaseView, CommitmentView } from '../../src/api/contract.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { promiseTold } from '../../src/domain/promiseTold.ts';
import { markBounced } from '../../src/storage/deliveries.ts';
import { type Alerting, alertingIn } from '../factories/alerting.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type Promising, promisingOn } from '../factories/promising.ts';

let desk: BrowserDesk;
let made: Promising;
let alerting: Alerting;
let thabo: Person;
let id = '';
let caseId = '';
const day = 86_400_000;
const what = 'Repair the pipe';

beforeAll(async () => {
  desk = await openBrowserDesk(false);
  made = await promisingOn(desk);
  alerting = alertingIn(desk.server);
  thabo = await join(desk.server, desk.admin, 'agent', 'thabo@water.example');
  id = await made.promise('amina', what, new Date(desk.server.now().getTime() + 2 * day));
  caseId = (await mine()).caseId;
});
afterAll(() => desk.close());

const mine = async (): Promise<CommitmentView> => {
  const list = ['open', 'late', 'kept', 'broken'] as const;
  for (const one of list) {
    const { rows } = await made.ask<{ rows: CommitmentView[] }>('GET', `/api/commitments?list=${one}`);
    const found = rows.find((row) => row.id === id);
    if (found !== undefined) return found;
  }
  throw new Error('the promise is gone');
};
const theCase = () => made.ask<CaseView>('GET', `/api/cases/${caseId}`);
const later = (seconds = 60) => {
  desk.server.clock.ahead += seconds * 1000;
};
/** The author, or somebody else, writes in the thread; answers the post's id. */
const writes = async (text: string, more: Partial<HeardPost> = {}): Promise<string> => {
  later();
  await desk.hear('amina', text, { at: desk.server.now(), ...more });
  const found = async () => (await theCase()).posts.findLast((post) => post.text === text)?.id ?? null;
  if (more.by === undefined) await expect.poll(found).not.toBeNull();
  return (await found()) ?? '';
};
const reply = async (text: string): Promise<void> => {
  later();
  const { permissions, answering, sequence, posts } = await theCase();
  const postId = answering ?? posts.findLast(({ direction }) => direction === 'inbound')?.id;
  await made.ask('POST', `/api/cases/${caseId}/replies`, {
    replyId: randomUUID(),
    text,
    mode: 'public',
    postId,
    accountId: permissions[0]?.accountId,
    writtenOn: sequence,
    promise: { kind: 'none' },
  });
  later(11);
  await expect.poll(() => desk.sent.some((sent) => sent.text === text)).toBe(true);
};
/** The answer that left last did not reach its author. */
const comesBack = async (): Promise<void> => {
  const replyId = desk.sent.at(-1)?.replyId ?? '';
  const { storage, now } = desk.server;
  const { id: organisationId } = await storage.system
    .selectFrom('organisation')
    .select('id')
    .executeTakeFirstOrThrow();
  const told = { network: 'bluesky', networkId: `at://sent/${replyId}`, reason: 'Nobody is there.' } as const;
  await storage.inOrganisation(organisationId, (tx) =>
    markBounced(tx, organisationId, [{ replyId, news: { ...told, status: 'failed', at: now() } }], now()),
  );
};
const keep = (evidence: string) => made.ask('PUT', `/api/commitments/${id}/kept`, { evidence });
const read = ({ postId, revision }: { postId: string; revision: string }, says: string, as = thabo) =>
  desk.server.ask({
    method: 'PUT',
    url: `/api/commitments/${id}/author-said`,
    as,
    payload: { postId, revision, says },
  });
type Answer = NonNullable<NonNullable<CommitmentView['asked']>['answer']>;
/** Once this is suggested, or left to a person to read (null). */
const answered = async (postId: string, says: Answer['says']): Promise<Answer> => {
  await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ postId, says });
  return (await mine()).asked?.answer as Answer;
};
const states = { standing: 'kept', confirmed: false };
const asking = () => promiseTold(['en'], { kept: true, what, evidence: null, asks: true }).text;

describe('the question', () => {
  it('is noted once the answer that asks has left, and a yes from before it answers nothing', async () => {
    await keep('https://karoowater.example/pipe');
    const early = { postId: await writes('Yes'), revision: '00000002' };
    expect((await mine()).asked).toBeNull();
    expect((await read(early, 'yes')).status).toBe(404);
    expect(asking()).toMatch(/It is done\.\nDid it happen\?$/);
    await reply(asking().replace('{author}', 'Amina'));
    await expect.poll(async () => (await mine()).asked).toMatchObject({ answer: null });
    expect((await read(early, 'yes')).status).toBe(404);
    expect(await mine()).toMatchObject(states);
  });
});

describe('what is written after it', () => {
  it('counts where the author wrote it, in another thread of the case too, and not where somebody else did', async () => {
    const stranger = {
      by: { networkId: 'did:plc:stranger', handle: 'stranger.example', name: 'Stranger' },
      conversationWith: 'did:plc:stranger',
    };
    await writes('No!', stranger);
    await desk.hear('amina', 'Let me look when I am home', {
      at: desk.server.now(),
      thread: 'at://amina/other',
    });
    const caseOf = async (text: string) => {
      const { rows } = await made.ask<CasePage>('GET', '/api/cases?view=all&limit=200');
      return rows.find(({ words }) => words === text)?.id;
    };
    await expect.poll(() => caseOf('No!')).toBeDefined();
    await expect.poll(() => caseOf('Let me look when I am home')).toBeDefined();
    const other = await caseOf('Let me look when I am home');
    expect(other).not.toBe(caseId);
    expect((await mine()).asked).toMatchObject({ answer: null });
    await made.ask('POST', `/api/cases/${caseId}/merge`, { from: other });
    const [unsure] = (await theCase()).posts.filter(({ text }) => text?.startsWith('Let me look'));
    expect((await answered(unsure?.id ?? '', null)).text).toBe('Let me look when I am home');
    // Two people who were taken for one: their cases are one still.
    const from = await caseOf('No!');
    const { row, posts } = await made.ask<CaseView>('GET', `/api/cases/${from}`);
    const caseNumber = row.number;
    const same = await made.ask<{ joinId: string }>('POST', `/api/cases/${caseId}/same-author`, {
      caseNumber,
    });
    const merged = await made.ask<{ rearrangementId: string }>('POST', `/api/cases/${caseId}/merge`, {
      from,
    });
    expect((await mine()).asked?.answer).toMatchObject({ says: 'no' });
    await made.ask('POST', `/api/author-joins/${same.joinId}/undo`);
    expect((await theCase()).posts.map(({ text }) => text)).toContain('No!');
    expect((await mine()).asked?.answer).toMatchObject({ postId: unsure?.id });
    expect((await read({ postId: posts[0]?.id ?? '', revision: '' }, 'no')).status).toBe(404);
    await made.ask('POST', `/api/rearrangements/${merged.rearrangementId}/undo`);
  });

  it('is suggested where it is plain, and decides nothing by itself, however often it comes and however long it waits', async () => {
    const twice = { networkId: 'at://amina/yes', revision: '00000900' };
    const plain = await writes('Yes, thank you', twice);
    await writes('Yes, thank you', twice);
    await answered(plain, 'yes');
    expect((await theCase()).posts.filter(({ text }) => text === 'Yes, thank you')).toHaveLength(1);
    later(9 * 86_400);
    expect(await mine()).toMatchObject(states);
  });

  it('is read as it stands after an edit: what a member saw before it is refused', async () => {
    const before = (await mine()).asked?.answer as Answer;
    const edited = { networkId: 'at://amina/yes', revision: '00000901', edited: true } as const;
    await writes('No, not yet', { ...edited, at: new Date(before.at) });
    await expect.poll(async () => (await mine()).asked?.answer?.says).toBe('no');
    expect(await read(before, 'yes')).toMatchObject({ status: 409, body: { code: 'commitment_ended' } });
    expect(await mine()).toMatchObject(states);
  });
});

describe('a member', () => {
  it('says that the author says no: it is open again, and its owner is told', async () => {
    await alerting.run();
    const answer = (await mine()).asked?.answer as Answer;
    const guest = await join(desk.server, desk.admin, 'guest_agent', 'agency@water.example');
    expect((await read(answer, 'no', guest)).status).toBe(403);
    expect((await read(answer, 'perhaps')).status).toBe(400);
    expect((await read({ ...answer, postId: randomUUID() }, 'no')).status).toBe(404);
    expect((await read(answer, 'no')).status).toBe(200);
    expect(await mine()).toMatchObject({ standing: 'late', confirmed: false, asked: null });
    const { history } = await theCase();
    expect(history.at(-1)).toMatchObject({ action: 'commitment_disputed', subjectId: id });
    // Tapped twice it is done once, and whoever read it otherwise is told.
    expect((await read(answer, 'no')).status).toBe(200);
    expect((await read(answer, 'yes', desk.admin)).status).toBe(409);
    expect((await theCase()).history.at(-1)?.sequence).toBe(history.at(-1)?.sequence);
    await alerting.run();
    const { alerts } = await made.ask<{ alerts: { kind: string; caseId: string }[] }>('GET', '/api/alerts');
    expect(alerts).toContainEqual(expect.objectContaining({ kind: 'promise', caseId }));
  });

  it('says that it was kept after all: the author is asked anew, and of two who read the yes at once one writes it down', async () => {
    later();
    await keep('The plumber’s note');
    expect(await mine()).toMatchObject({ standing: 'kept_late', asked: null });
    await reply(asking().replace('{author}', 'dear Amina'));
    await expect.poll(async () => (await mine()).asked).toMatchObject({ answer: null });
    const answer = await answered(await writes('Yes it did, thanks'), 'yes');
    const facts = (await theCase()).history.length;
    const both = await Promise.all([read(answer, 'yes'), read(answer, 'yes', desk.admin)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await theCase()).history).toHaveLength(facts + 1);
    const evidence = 'The plumber’s note';
    expect(await mine()).toMatchObject({ standing: 'kept_late', confirmed: true, evidence, asked: null });
    expect((await read(answer, 'no')).status).toBe(409);
    expect(await mine()).toMatchObject({ standing: 'kept_late', confirmed: true });
  });

  it('has not the last word: what was read as a yes the author denies in a later post, and a resolved case is open again', async () => {
    const denied = await writes('No, still nothing');
    const answer = await answered(denied, 'no');
    later(1);
    await made.ask('POST', `/api/cases/${caseId}/resolve`, {});
    expect((await theCase()).row.state).toBe('resolved');
    expect((await read(answer, 'no')).status).toBe(200);
    expect(await mine()).toMatchObject({ standing: 'late', confirmed: false });
    expect((await theCase()).row.state).toBe('reopened');
  });

  it('reads what may answer something else, and the latest of many posts; a program reads nothing', async () => {
    id = await made.promise('chipo', 'Clean the drain', new Date(desk.server.now().getTime() + 2 * day));
    caseId = (await mine()).caseId;
    await keep('It is clean');
    await reply('We had promised: “Clean the drain”.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    const says = (text: string, more: Partial<HeardPost> = {}) =>
      desk.hear('chipo', text, { at: desk.server.now(), ...more });
    for (let n = 0; n < 25; n++) {
      later(1);
      await says(`Hm ${n}`);
    }
    later(1);
    const question = `at://sent/${desk.sent.at(-1)?.replyId}`;
    await says('Yes');
    await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ text: 'Yes', says: 'yes' });
    await reply('Shall we send you the bill by letter?');
    later(1);
    await says('No');
    await expect.poll(async () => (await theCase()).posts.at(-1)?.text).toBe('No');
    expect((await mine()).asked?.answer).toMatchObject({ text: 'Yes', says: 'yes' });
    const { token } = await made.ask<{ token: string }>('POST', '/api/keys', {
      name: 'Reader',
      scopes: ['cases.work'],
      days: 30,
    });
    const byKey = await desk.server.ask({
      method: 'PUT',
      url: `/api/commitments/${id}/author-said`,
      headers: { authorization: `Bearer ${token}`, origin: undefined } as unknown as Record<string, string>,
      payload: { postId: randomUUID(), revision: '1', says: 'yes' },
    });
    expect(byKey).toMatchObject({ status: 403, body: { code: 'not_permitted' } });
    later(1);
    await says('Not yet', { parentNetworkId: question });
    await expect
      .poll(async () => (await mine()).asked?.answer)
      .toMatchObject({ text: 'Not yet', says: 'no' });
  });

  it('asks again where the answer that asked came back, and finds no answer of an author who was erased meanwhile', async () => {
    id = await made.promise('zawadi', 'Change the meter', new Date(desk.server.now().getTime() + 2 * day));
    caseId = (await mine()).caseId;
    await keep('It was changed');
    await reply('The meter is changed.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    await comesBack();
    expect((await mine()).asked).toBeNull();
    await reply('Your meter is changed.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    later();
    await desk.hear('zawadi', 'Yes', { at: desk.server.now() });
    await expect.poll(async () => (await mine()).asked?.answer?.says).toBe('yes');
    const answer = (await mine()).asked?.answer as Answer;
    const { row } = await theCase();
    await made.ask('POST', `/api/cases/${caseId}/erasure`, { confirm: String(row.number) });
    expect(await mine()).toMatchObject({ ...states, what: null, asked: { answer: null } });
    expect((await read(answer, 'yes')).status).toBe(404);
  });
});
