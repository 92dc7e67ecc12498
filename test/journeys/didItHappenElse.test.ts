/** "Did it happen?" where more is written than an answer: other questions, many posts, several promises, and answers of ours that come back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeardPost } from '../../src/domain/post.ts';
import { type Answer, type AskingDesk, openAskingDesk } from '../factories/askingDesk.ts';
import type { BrowserDesk } from '../factories/browserDesk.ts';
import type { Promising } from '../factories/promising.ts';

let at: AskingDesk;
let desk: BrowserDesk;
let made: Promising;
let of: AskingDesk['of'];
const states = { standing: 'kept', confirmed: false };
const mine = () => at.mine();
const theCase = () => at.theCase();
const later = (seconds?: number) => at.later(seconds);
const reply = (text: string, replyId?: string) => at.reply(text, replyId);
const keep = (evidence: string) => at.keep(evidence);
const read: AskingDesk['read'] = (...said) => at.read(...said);

beforeAll(async () => {
  at = await openAskingDesk();
  ({ desk, made, of } = at);
});
afterAll(() => desk.close());

/** We promise the same author one more thing; answers its id. */
async function promiseMore(what: string): Promise<string> {
  const { permissions, sequence, posts } = await theCase();
  const { member } = await made.ask<{ member: { id: string } }>('GET', '/api/me');
  await made.ask('POST', `/api/cases/${of.caseId}/replies`, {
    replyId: randomUUID(),
    text: `We promise: ${what}.`,
    mode: 'public',
    postId: posts.find(({ direction }) => direction === 'inbound')?.id,
    accountId: permissions[0]?.accountId,
    writtenOn: sequence,
    promise: {
      kind: 'made',
      what,
      dueAt: new Date(desk.server.now().getTime() + 86_400_000).toISOString(),
      ownerId: member.id,
    },
  });
  later(11);
  const other = async () =>
    (await made.ask<{ id: string }[]>('GET', `/api/cases/${of.caseId}/commitments`)).find(
      ({ id }) => id !== of.id,
    )?.id;
  await expect.poll(other).toBeDefined();
  return (await other()) ?? '';
}

describe('a member', () => {
  it('reads what may answer something else, and the latest of many posts; a program reads nothing', async () => {
    await at.promise('chipo', 'Clean the drain');
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
      url: `/api/commitments/${of.id}/author-said`,
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
    await at.promise('zawadi', 'Change the meter');
    await keep('It was changed');
    await reply('The meter is changed.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    await at.comesBack();
    expect((await mine()).asked).toBeNull();
    await reply('Your meter is changed.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    later();
    await desk.hear('zawadi', 'Yes', { at: desk.server.now() });
    await expect.poll(async () => (await mine()).asked?.answer?.says).toBe('yes');
    const answer = (await mine()).asked?.answer as Answer;
    const { row } = await theCase();
    await made.ask('POST', `/api/cases/${of.caseId}/erasure`, { confirm: String(row.number) });
    expect(await mine()).toMatchObject({ ...states, what: null, asked: { answer: null } });
    expect((await read(answer, 'yes')).status).toBe(404);
  });
});

describe('an answer that asked and came back', () => {
  it('asks nothing, also once it was taken back, and asks what it says when it is sent again', async () => {
    await at.promise('nia', 'Paint the wall');
    await keep('It is painted');
    const replyId = await reply('We had promised: “Paint the wall”.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    await at.comesBack();
    const says = (text: string) => desk.hear('nia', text, { at: desk.server.now() });
    await made.ask('POST', `/api/replies/${replyId}/retry`, {});
    expect((await mine()).asked).toBeNull();
    later();
    await says('Yes');
    await expect.poll(async () => (await theCase()).posts.at(-1)?.text).toBe('Yes');
    expect((await mine()).asked).toBeNull();
    // Sent again without its question it asks nothing; with it, only what is written afterwards answers.
    await reply('The wall is painted.', replyId);
    expect((await mine()).asked).toBeNull();
    await reply('And so?\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).toMatchObject({ answer: null });
    later();
    await says('Yes, thanks');
    await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ says: 'yes' });
  });
});

describe('one answer about two promises', () => {
  it('asks about each, and a yes to it is left to a person to read', async () => {
    await at.promise('juma', 'Mend the gate');
    const first = of.id;
    await keep('The gate is mended');
    await reply('We had promised: “Mend the gate”.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    const second = await promiseMore('Put a lock on it');
    await at.keep('The lock is there', second);
    // The gate was asked about before: it keeps its question, and only the lock is asked about now.
    await reply('We had promised: “Mend the gate” and “Put a lock on it”.\nDid it happen?');
    await expect.poll(async () => (await at.mine(second)).asked).not.toBeNull();
    later();
    await desk.hear('juma', 'Yes', { at: desk.server.now() });
    await expect.poll(async () => (await at.mine(second)).asked?.answer).toMatchObject({ text: 'Yes' });
    // The window of the first question closed with the next one.
    expect((await at.mine(first)).asked).toMatchObject({ answer: null });
  });
});

describe('a question that came back', () => {
  it('closes no earlier one: a yes after it answers what the author was asked', async () => {
    await at.promise('lindiwe', 'Light the street');
    const second = await promiseMore('Sweep the street');
    await keep('The lamps burn');
    await reply('We had promised: “Light the street”.\nDid it happen?');
    await expect.poll(async () => (await mine()).asked).not.toBeNull();
    await at.keep('It is swept', second);
    await reply('We had promised: “Sweep the street”.\nDid it happen?');
    await expect.poll(async () => (await at.mine(second)).asked).not.toBeNull();
    await at.comesBack();
    later();
    await desk.hear('lindiwe', 'Yes', { at: desk.server.now() });
    await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ text: 'Yes', says: 'yes' });
    expect((await at.mine(second)).asked).toBeNull();
  });
});
