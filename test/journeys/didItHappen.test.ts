/** "Did it happen?": an author is asked in an answer of ours, what they write afterwards is read by a member, and nothing is kept or open again by a machine's guess. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView, CommitmentView } from '../../src/api/contract.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { promiseTold } from '../../src/domain/promiseTold.ts';
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
const keep = (evidence: string) => made.ask('PUT', `/api/commitments/${id}/kept`, { evidence });
const read = (postId: string, says: string, as = thabo) =>
  desk.server.ask({
    method: 'PUT',
    url: `/api/commitments/${id}/author-said`,
    as,
    payload: { postId, says },
  });
const asking = () => promiseTold(['en'], { kept: true, what, evidence: null, asks: true }).text;

describe('the question', () => {
  it('is noted once the answer that asks has left, and a yes from before it answers nothing', async () => {
    await keep('https://karoowater.example/pipe');
    const early = await writes('Yes');
    expect((await mine()).asked).toBeNull();
    expect((await read(early, 'yes')).status).toBe(404);
    expect(asking()).toMatch(/It is done\. Did it happen\?$/);
    await reply(asking().replace('{author}', 'Amina'));
    await expect.poll(async () => (await mine()).asked).toMatchObject({ answer: null });
    expect((await read(early, 'yes')).status).toBe(404);
    expect(await mine()).toMatchObject({ standing: 'kept', confirmed: false });
  });
});

describe('what is written after it', () => {
  it('counts where the author wrote it, not where somebody else did in the thread', async () => {
    const stranger = {
      by: { networkId: 'did:plc:stranger', handle: 'stranger.example', name: 'Stranger' },
      conversationWith: 'did:plc:stranger',
    };
    await writes('No!', stranger);
    const unsure = await writes('Let me look when I am home');
    await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ postId: unsure, says: null });
    expect((await mine()).asked?.answer?.text).toBe('Let me look when I am home');
  });

  it('is suggested where it is plain, and decides nothing by itself, however often it comes', async () => {
    const twice = { networkId: 'at://amina/yes', revision: '00000900' };
    const plain = await writes('Yes, thank you', twice);
    await writes('Yes, thank you', twice);
    await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ postId: plain, says: 'yes' });
    expect((await theCase()).posts.filter(({ text }) => text === 'Yes, thank you')).toHaveLength(1);
    expect(await mine()).toMatchObject({ standing: 'kept', confirmed: false });
  });

  it('is read as it stands after an edit', async () => {
    await writes('No, not yet', { networkId: 'at://amina/yes', revision: '00000901', edited: true });
    await expect.poll(async () => (await mine()).asked?.answer?.says).toBe('no');
    expect(await mine()).toMatchObject({ standing: 'kept', confirmed: false });
  });
});

describe('a member', () => {
  it('says that the author says no: it is open again, and its owner is told', async () => {
    await alerting.run();
    const answer = (await mine()).asked?.answer;
    const guest = await join(desk.server, desk.admin, 'guest_agent', 'agency@water.example');
    expect((await read(answer?.postId ?? '', 'no', guest)).status).toBe(403);
    expect((await read(answer?.postId ?? '', 'perhaps')).status).toBe(400);
    expect((await read(randomUUID(), 'no')).status).toBe(404);
    expect((await read(answer?.postId ?? '', 'no')).status).toBe(200);
    expect(await mine()).toMatchObject({ standing: 'made', confirmed: false, asked: { answer: null } });
    const { history } = await theCase();
    expect(history.at(-1)).toMatchObject({ action: 'commitment_disputed', subjectId: id });
    // Tapped twice it is done once.
    expect((await read(answer?.postId ?? '', 'no')).status).toBe(404);
    await alerting.run();
    const { alerts } = await made.ask<{ alerts: { kind: string; caseId: string }[] }>('GET', '/api/alerts');
    expect(alerts).toContainEqual(expect.objectContaining({ kind: 'promise', caseId }));
  });

  it('says that it was kept after all: what the author wrote before that answers nothing, and they are not asked again', async () => {
    const { asked } = await mine();
    later();
    await keep('The plumber’s note');
    expect(await mine()).toMatchObject({ standing: 'kept', asked: { at: asked?.at, answer: null } });
    await reply(asking().replace('{author}', 'dear Amina'));
    expect((await mine()).asked?.at).toBe(asked?.at);
    const postId = await writes('Yes it did, thanks');
    await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ postId, says: 'yes' });
    expect((await read(postId, 'yes')).status).toBe(200);
    expect(await mine()).toMatchObject({
      standing: 'kept',
      confirmed: true,
      evidence: 'The plumber’s note',
      asked: { answer: null },
    });
    expect((await read(postId, 'no')).status).toBe(200);
    expect(await mine()).toMatchObject({ standing: 'kept', confirmed: true });
  });
});
