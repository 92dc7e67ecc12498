/** The way of a post through a real server of the Mastodon API and the program itself: a customer writes, becomes a case, is answered in the thread, answers back in private. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Desk, openDesk, patience, type View } from '../factories/deskOverHttp.ts';
import { accessTo, mastodonChannel, replyTo } from '../factories/mastodonAccess.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { type Snac, type SnacStatus, snacMissing, startSnac } from '../servers/startSnac.ts';

const missing = process.env.CI === 'true' ? null : snacMissing();

describe.runIf(missing === null)('the way of a post', () => {
  let { house, amina, stop } = {} as Snac;
  let program: Answerable;
  let desk: Desk;

  beforeAll(async () => {
    const started = await startSnac();
    if (started === null) throw new Error('The servers did not start.');
    ({ house, amina, stop } = started);
    program = await startAnswerable({ environment: { ANSWERABLE_PRIVATE_HOSTS: '127.0.0.1' } });
    desk = await openDesk(program);
    const { institutions } = await desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    const fields = { server: house.server, token: house.token, pollSeconds: '0.3' };
    await desk.ask('POST', '/api/accounts', {
      network: 'mastodon',
      institutionId: institutions[0]?.id,
      fields,
    });
  });
  afterAll(async () => {
    await program?.close();
    await stop?.();
  });

  const open = (id: string) => desk.ask<View>('GET', `/api/cases/${id}`);
  const seenBy = (person: Snac['amina'], words: string): Promise<SnacStatus> =>
    vi.waitFor(async () => {
      const found = (await person.told()).find(({ text }) => text.includes(words));
      if (found === undefined) throw new Error(`${person.name} was not told "${words}"`);
      return found;
    }, patience);

  let caseId: string;
  let asked: SnacStatus;
  let answer: SnacStatus;

  test('a customer on another server is heard by polling, becomes a case, and is answered in the thread', async () => {
    asked = await amina.write({
      status: '@care@house.test *no water* since Monday, see https://people.test/a_b_c',
    });
    const row = await desk.caseWith('no water since Monday');
    expect(row).toMatchObject({ state: 'new', network: 'mastodon', visibility: 'public' });
    caseId = row.id;
    const theCase = await open(caseId);
    expect(theCase.posts[0]).toMatchObject({ text: 'no water since Monday, see https://people.test/a_b_c' });
    const reply = await desk.answer(theCase, 'We are on our way, Amina. ^Naledi');
    await desk.hurry(reply.id);
    await desk.replyIn('sent', caseId, reply.id);
    answer = await seenBy(amina, 'We are on our way');
    expect(answer).toMatchObject({ visibility: 'public', in_reply_to_id: asked.id });
    await desk.caseIn('waiting_author', caseId);
  });

  test('what she edits is the same post, and what she writes below is in the same case', async () => {
    await amina.edit(asked.id, '@care@house.test no water since Sunday');
    await vi.waitFor(async () => {
      const { posts } = await open(caseId);
      expect(posts.filter(({ direction }) => direction === 'inbound').map(({ text }) => text)).toEqual([
        'no water since Sunday',
      ]);
    }, patience);
    await amina.write({ status: '@care@house.test nobody came', in_reply_to_id: answer.id });
    const waiting = await desk.caseIn('waiting_us', caseId);
    expect(waiting.posts.at(-1)).toMatchObject({ text: 'nobody came', direction: 'inbound' });
  });

  test('what she writes in private is answered in private, whatever anybody wishes', async () => {
    await amina.write({
      status: '@care@house.test my meter is 0417',
      visibility: 'direct',
      in_reply_to_id: answer.id,
    });
    const row = await desk.caseWith('my meter is 0417');
    const theCase = await open(row.id);
    const post = theCase.posts.find(({ text }) => text === 'my meter is 0417');
    expect(post).toMatchObject({ visibility: 'direct' });
    const modes = theCase.permissions.filter(({ allowed }) => allowed).map(({ mode }) => mode);
    expect(new Set(modes)).toEqual(new Set(['direct']));
    const reply = await desk.answer(theCase, 'Thank you, it is noted. ^Naledi', { mode: 'direct' });
    await desk.hurry(reply.id);
    await desk.replyIn('sent', row.id, reply.id);
    const told = await seenBy(amina, 'it is noted');
    // This server calls whatever is not public "private".
    expect(told.visibility).toBe('private');
  });

  test('what the house writes with another program is the answer of the case', async () => {
    const told = await vi.waitFor(async () => {
      const found = (await house.told()).find(({ text }) => text.includes('nobody came'));
      if (found === undefined) throw new Error('not told yet');
      return found;
    }, patience);
    await house.write({ status: `@${amina.name} they come at noon`, in_reply_to_id: told.id });
    const { posts } = await desk.caseIn('waiting_author', caseId);
    expect(posts.at(-1)).toMatchObject({ direction: 'house', text: `@${amina.name} they come at noon` });
  });

  test('the server was read as it is: no stream, no keys, an access that was not given is refused', async () => {
    const channel = mastodonChannel();
    const access = await accessTo(channel, { server: house.server, token: house.token });
    expect(access.settings).toMatchObject({ domain: 'house.test', most: '100000' });
    expect([access.settings.streaming, access.settings.idempotency]).toEqual([undefined, undefined]);
    const wrong = channel.connect?.try({ server: house.server, token: 'f'.repeat(32) });
    await expect(wrong).rejects.toMatchObject({ code: 'account_refused' });
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const attachments = [{ type: 'image/png', alt: 'A tap', bytes: picture, width: 1, height: 1 }];
    const reply = replyTo(channel, null, 'Water is back in Huye.', { attachments });
    expect(await channel.check(access, reply)).toEqual({ kind: 'absent' });
    const first = await channel.send(access, reply);
    expect(first.kind).toBe('sent');
    expect(await channel.send(access, reply)).toMatchObject({
      kind: 'sent',
      networkId: first.kind === 'sent' ? first.networkId : '',
    });
    expect((await house.written()).filter(({ text }) => text === 'Water is back in Huye.')).toHaveLength(1);
  });
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(
      `LEFT OUT: the way of a post through a real server of the Mastodon API. ${missing}\n`,
    );
    expect(missing).toMatch(/install\.mjs/);
  });
}
