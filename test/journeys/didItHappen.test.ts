/** "Did it happen?": an author is asked in an answer of ours, what they write afterwards is read by a member, and nothing is kept or open again by a machine's guess. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CasePage, CaseView } from '../../src/api/contract.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { type Alerting, alertingIn } from '../factories/alerting.ts';
import { join } from '../factories/apiServer.ts';
import { type Answer, type AskingDesk, asking, openAskingDesk } from '../factories/askingDesk.ts';
import type { BrowserDesk } from '../factories/browserDesk.ts';
import type { Promising } from '../factories/promising.ts';

let at: AskingDesk;
let desk: BrowserDesk;
let made: Promising;
let alerting: Alerting;
let of: AskingDesk['of'];
const what = 'Repair the pipe';
const states = { standing: 'kept', confirmed: false };
const mine = () => at.mine();
const theCase = () => at.theCase();
const later = (seconds?: number) => at.later(seconds);
const writes = (text: string, more?: Partial<HeardPost>) => at.writes(text, more);
const reply = (text: string) => at.reply(text);
const keep = (evidence: string) => at.keep(evidence);
const read: AskingDesk['read'] = (...said) => at.read(...said);
const answered: AskingDesk['answered'] = (...said) => at.answered(...said);

beforeAll(async () => {
  at = await openAskingDesk();
  ({ desk, made, of } = at);
  alerting = alertingIn(desk.server);
  await at.promise('amina', what);
});
afterAll(() => desk.close());

describe('the question', () => {
  it('is noted once the answer that asks has left, and a yes from before it answers nothing', async () => {
    await keep('https://karoowater.example/pipe');
    const early = { postId: await writes('Yes'), revision: '00000002' };
    expect((await mine()).asked).toBeNull();
    expect((await read(early, 'yes')).status).toBe(404);
    expect(asking(what)).toMatch(/It is done\.\nDid it happen\?$/);
    await reply(asking(what).replace('{author}', 'Amina'));
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
    expect(other).not.toBe(of.caseId);
    expect((await mine()).asked).toMatchObject({ answer: null });
    await made.ask('POST', `/api/cases/${of.caseId}/merge`, { from: other });
    const [unsure] = (await theCase()).posts.filter(({ text }) => text?.startsWith('Let me look'));
    expect((await answered(unsure?.id ?? '', null)).text).toBe('Let me look when I am home');
    // Two people who were taken for one: their cases are one still.
    const from = await caseOf('No!');
    const { row, posts } = await made.ask<CaseView>('GET', `/api/cases/${from}`);
    const caseNumber = row.number;
    const same = await made.ask<{ joinId: string }>('POST', `/api/cases/${of.caseId}/same-author`, {
      caseNumber,
    });
    const merged = await made.ask<{ rearrangementId: string }>('POST', `/api/cases/${of.caseId}/merge`, {
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
    expect(history.at(-1)).toMatchObject({ action: 'commitment_disputed', subjectId: of.id });
    // Tapped twice it is done once, and whoever read it otherwise is told.
    expect((await read(answer, 'no')).status).toBe(200);
    expect((await read(answer, 'yes', desk.admin)).status).toBe(409);
    expect((await theCase()).history.at(-1)?.sequence).toBe(history.at(-1)?.sequence);
    await alerting.run();
    const { alerts } = await made.ask<{ alerts: { kind: string; caseId: string }[] }>('GET', '/api/alerts');
    expect(alerts).toContainEqual(expect.objectContaining({ kind: 'promise', caseId: of.caseId }));
  });

  it('says that it was kept after all: the author is asked anew, and of two who read the yes at once one writes it down', async () => {
    later();
    await keep('The plumber’s note');
    expect(await mine()).toMatchObject({ standing: 'kept_late', asked: null });
    await reply(asking(what).replace('{author}', 'dear Amina'));
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
    await made.ask('POST', `/api/cases/${of.caseId}/resolve`, {});
    expect((await theCase()).row.state).toBe('resolved');
    expect((await read(answer, 'no')).status).toBe(200);
    expect(await mine()).toMatchObject({ standing: 'late', confirmed: false });
    expect((await theCase()).row.state).toBe('reopened');
  });
});
