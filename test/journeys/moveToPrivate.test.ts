/** The safe move to private and back, over HTTP: what stands in public, who reads what, and what takes it back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CasePage, CaseView, MoveOfferView, MoveView } from '../../src/api/contract.ts';
import type { Outcome } from '../../src/channels/channel.ts';
import { publicLanguages } from '../../src/domain/languages.ts';
import { privateIn } from '../../src/domain/numbersInText.ts';
import { mostByOneLink } from '../../src/storage/privateDoor.ts';
import type { Answer } from '../factories/apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';

let desk: BrowserDesk;
const patience = { timeout: 20_000, interval: 50 };

beforeAll(async () => {
  desk = await openBrowserDesk(false);
  const { institutions } = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const form = { institutionId: institutions[0]?.id, slug: 'water', title: 'Tell us', topics: [] };
  await ask('POST', '/api/forms', form);
});
afterAll(() => desk.close());

const request = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object): Promise<Answer> =>
  desk.server.ask({ method, url, as: desk.admin, ...(payload === undefined ? {} : { payload }) });
async function ask<T>(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object): Promise<T> {
  const answer = await request(method, url, payload);
  if (answer.status !== 200 && answer.status !== 204)
    throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}
const view = (id: string) => ask<CaseView>('GET', `/api/cases/${id}`);
const caseWith = (words: string): Promise<CaseView> =>
  vi.waitFor(async () => {
    const { rows } = await ask<CasePage>('GET', '/api/cases?view=all&limit=200');
    const found = rows.find((row) => row.words?.includes(words));
    if (found === undefined) throw new Error(`no case with "${words}"`);
    return view(found.id);
  }, patience);
const moved = (theCase: CaseView, more: object = {}) => ({
  way: 'link',
  text: 'Please go on with us here:',
  postId: theCase.answering,
  accountId: theCase.permissions[0]?.accountId,
  replyId: randomUUID(),
  writtenOn: theCase.sequence,
  direct: null,
  ...more,
});
const move = (theCase: CaseView, body: object) =>
  ask<MoveView[]>('POST', `/api/cases/${theCase.row.id}/move-to-private`, body);
/** The undo of everything that is queued is over, and it is sent. */
async function sent(caseId: string): Promise<CaseView> {
  desk.server.clock.ahead += 11_000;
  return vi.waitFor(async () => {
    const shown = await view(caseId);
    expect(shown.replies.filter(({ state }) => state === 'queued' || state === 'sending')).toEqual([]);
    return shown;
  }, patience);
}
const page = (url: string) => desk.server.ask({ url, headers: { origin: undefined } });
/** Opens the page and sends what is typed, as a browser does; answers where it leads. */
async function write(door: string, fields: Record<string, string>): Promise<Answer> {
  const form = /name="form" value="([^"]+)"/.exec((await page(door)).text)?.[1] ?? '';
  desk.server.clock.ahead += 3_000;
  return desk.server.ask({
    method: 'POST',
    url: door,
    payload: new URLSearchParams({ form, website: '', ...fields }).toString(),
    headers: { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
  });
}
const doorIn = (text: string) => /\/p\/[\w-]{22}/.exec(text)?.[0] ?? '';
const openMoves = async () =>
  (await ask<CasePage>('GET', '/api/cases?view=all&moved=open')).rows.map(({ id }) => id);

describe('a public complaint with an account number in it', () => {
  let theCase: CaseView;
  let door: string;
  let moveId: string;

  it('moves by a link, whose words hold no number; asked twice at once it moves once', async () => {
    await desk.hear('aline', 'No water. My account is 4413 2291 77.');
    theCase = await caseWith('4413 2291 77');
    const { id } = theCase.row;
    const offer = await ask<MoveOfferView>('GET', `/api/cases/${id}/move-offer?postId=${theCase.answering}`);
    expect(offer).toMatchObject({ ways: [{ way: 'link', handle: 'water.example' }], noLink: null });
    for (const text of ['We look at 4413 2291 77 here:', 'Or write to naledi@water.example']) {
      const refused = await request('POST', `/api/cases/${id}/move-to-private`, moved(theCase, { text }));
      expect(refused).toMatchObject({ status: 400, body: { code: 'number_in_public' } });
    }
    const body = moved(theCase, { text: offer.sentences.link });
    const answers = await Promise.all([move(theCase, body), move(theCase, body)]);
    expect(answers[1]).toEqual(answers[0]);
    await move(theCase, body);
    const shown = await sent(id);
    expect(shown.moves).toMatchObject([
      { way: 'link', by: 'Naledi Dlamini', outcome: 'open', conversations: [], closedAt: null },
    ]);
    moveId = shown.moves[0]?.id ?? '';
    expect(desk.sent.map(({ mode }) => mode)).toEqual(['public']);
    expect(desk.sent[0]?.text).toMatch(/^Please go on with us here.*: http:\/\/\S+\/p\/[\w-]{22}$/);
    expect(shown.history.filter(({ action }) => action === 'moved_to_private')).toHaveLength(1);
    door = doorIn(desk.sent[0]?.text ?? '');
  });

  it('is not read by whoever opens the link: the page is small, without script, and tells nothing of the case', async () => {
    for (const language of publicLanguages) {
      const { status, headers, text } = await page(`${door}?lang=${language}`);
      expect(status).toBe(200);
      expect(Buffer.byteLength(text)).toBeLessThan(15 * 1024);
      expect(text).not.toMatch(/No water|4413|aline|<script|javascript:/i);
      expect(text).toContain(`<html lang="${language}"`);
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex',
      });
    }
    const empty = await write(door, { text: '' });
    expect(empty).toMatchObject({ status: 400, headers: { 'cache-control': 'no-store' } });
  });

  it('goes on in the same case: the number arrives, is answered in private, and only its writer reads the answer', async () => {
    const kept = await write(door, { text: 'Account 4413229177, behind the market.' });
    expect(kept.status).toBe(303);
    const own = String(kept.headers.location);
    expect(own).toMatch(/^\/c\/[\w-]{22}\?new=1$/);
    const shown = await caseWith('behind the market');
    expect(shown.row).toMatchObject({ id: theCase.row.id, inboundPosts: 2, state: 'waiting_us' });
    const asked = shown.posts.find(({ text }) => text?.includes('behind the market'));
    expect(asked).toMatchObject({ visibility: 'direct', network: 'form' });
    expect(shown.moves[0]?.conversations).toEqual([asked?.conversationId]);
    const permission = shown.permissions.find(({ allowed }) => allowed);
    await ask('POST', `/api/cases/${shown.row.id}/replies`, {
      replyId: randomUUID(),
      text: 'Account 4413229177 is paid.',
      mode: permission?.mode,
      postId: asked?.id,
      accountId: permission?.accountId,
      writtenOn: shown.sequence,
    });
    await sent(shown.row.id);
    const answered = await page(own.replace('?new=1', ''));
    expect(answered.text).toContain('Account 4413229177 is paid.');
    expect(answered.text).not.toContain('No water.');
    expect((await page(door)).text).not.toContain('paid');
    expect(desk.sent).toHaveLength(1);
  });

  it('is listed until its outcome is public, which answers the post from which it moved, once', async () => {
    const { id } = theCase.row;
    expect(await openMoves()).toEqual([id]);
    const back = (text: string) => {
      const body = { moveId, text, replyId: randomUUID(), writtenOn: theCase.sequence };
      return request('POST', `/api/cases/${id}/bring-back`, body);
    };
    expect(await back('4413229177 is paid.')).toMatchObject({ body: { code: 'number_in_public' } });
    expect(await back('It is settled. Thank you.')).toMatchObject({ body: [{ outcome: 'public' }] });
    expect(await back('It is settled again.')).toMatchObject({ status: 409, body: { code: 'reply_left' } });
    const shown = await sent(id);
    expect(desk.sent).toHaveLength(2);
    const first = theCase.posts[0]?.networkId;
    expect(desk.sent.map(({ mode, to }) => [mode, to?.networkId])).toEqual([
      ['public', first],
      ['public', first],
    ]);
    expect(desk.sent.flatMap(({ text }) => privateIn(text))).toEqual([]);
    expect(await openMoves()).toEqual([]);
    expect(shown.history.filter(({ action }) => action === 'outcome_made_public')).toHaveLength(1);
  });

  it('has its link in no log line, and in no row but that of the words that were said in public', async () => {
    const token = door.slice('/p/'.length);
    await page(`${door}/elsewhere`);
    await desk.server.ask({ method: 'PUT', url: door, payload: { a: 1 } });
    expect(desk.server.logged.length).toBeGreaterThan(20);
    expect(desk.server.logged.filter((line) => line.includes(token))).toEqual([]);
    for (const table of ['private_move', 'case_link', 'raw_item', 'history', 'audit_entry']) {
      const { rows } = await desk.server.storage.pool.query(`select * from ${table}`);
      expect(JSON.stringify(rows), table).not.toContain(token);
    }
  });

  it('is parted from what a stranger wrote by the link, and a link takes no flood', async () => {
    await write(door, { text: 'I am nobody you know.' });
    const shown = await caseWith('nobody you know');
    expect(shown.row.id).toBe(theCase.row.id);
    const theirs = shown.posts.find(({ text }) => text?.includes('nobody you know'))?.conversationId;
    expect(shown.moves[0]?.conversations).toContain(theirs);
    await ask('POST', `/api/cases/${shown.row.id}/split`, { conversations: [theirs] });
    expect((await view(shown.row.id)).moves[0]?.conversations).not.toContain(theirs);
    for (let n = 2; n < mostByOneLink; n += 1) expect((await write(door, { text: `${n}` })).status).toBe(303);
    expect(await write(door, { text: 'One too many.' })).toMatchObject({ status: 404 });
  });

  it('is erased with its author: what came by the link goes too, a stranger who was parted off stays', async () => {
    const { row } = theCase;
    await vi.waitFor(async () => {
      expect((await view(row.id)).row.inboundPosts).toBe(mostByOneLink);
    }, patience);
    await ask('POST', `/api/cases/${row.id}/erasure`, { confirm: String(row.number) });
    const { rows } = await desk.server.storage.pool.query(
      "select text from post where text <> '' and direction = 'inbound'",
    );
    expect(rows).toEqual([{ text: 'I am nobody you know.' }]);
    expect(await page(door)).toMatchObject({ status: 404 });
    expect((await desk.server.storage.pool.query('select from private_move')).rowCount).toBe(0);
  });
});

describe('a move', () => {
  it('has a link that is closed alone, so that a stranger writes no more and who wrote goes on reading', async () => {
    await desk.hear('lerato', 'The pipe has burst.');
    const theCase = await caseWith('The pipe has burst');
    await move(theCase, moved(theCase));
    await sent(theCase.row.id);
    const door = doorIn(desk.sent.at(-1)?.text ?? '');
    const own = String((await write(door, { text: 'Behind the school.' })).headers.location);
    await ask('POST', `/api/cases/${theCase.row.id}/close-move`, {});
    await ask('POST', `/api/cases/${theCase.row.id}/close-move`, {});
    expect(await page(door)).toMatchObject({ status: 404 });
    expect(await page(own)).toMatchObject({ status: 200 });
    const { history } = await view(theCase.row.id);
    expect(history.filter(({ action }) => action === 'move_closed')).toHaveLength(1);
  });

  it('is closed with the private pages of its case, and then looks like a link that never was', async () => {
    await desk.hear('kofi', 'My bill is wrong.');
    const theCase = await caseWith('My bill is wrong');
    await move(theCase, moved(theCase));
    await sent(theCase.row.id);
    const door = doorIn(desk.sent.at(-1)?.text ?? '');
    expect(await page(door)).toMatchObject({ status: 200 });
    await ask('POST', `/api/cases/${theCase.row.id}/revoke-link`, {});
    const never = await page(`/p/${'x'.repeat(22)}`);
    expect(never.status).toBe(404);
    expect((await page(door)).text).toBe(never.text);
    expect(await write(door, { text: 'Still there?' })).toMatchObject({ status: 404 });
    const shown = await view(theCase.row.id);
    expect(shown.moves[0]?.closedAt).not.toBeNull();
    expect(shown.history.filter(({ action }) => action === 'link_revoked')).toHaveLength(1);
  });

  it('is taken back by the undo: nothing leaves, and its link opens nothing', async () => {
    const before = desk.sent.length;
    await desk.hear('amina', 'The meter is broken.');
    const theCase = await caseWith('The meter is broken');
    const body = moved(theCase);
    await move(theCase, body);
    const [queued] = (await view(theCase.row.id)).replies;
    await ask('POST', `/api/replies/${body.replyId}/withdraw`);
    const shown = await sent(theCase.row.id);
    expect(shown).toMatchObject({ moves: [], draft: null, replies: [{ state: 'withdrawn' }] });
    expect(await page(doorIn(queued?.text ?? ''))).toMatchObject({ status: 404 });
    expect(desk.sent).toHaveLength(before);
    const again = await request('POST', `/api/cases/${theCase.row.id}/move-to-private`, body);
    expect(again).toMatchObject({ status: 409, body: { code: 'reply_left' } });
  });

  it('by a direct message sends both, takes both back together, and is gone on with in the same case', async () => {
    desk.answer.direct = true;
    await desk.hear('thabo', 'Cut off though I paid.');
    const theCase = await caseWith('Cut off though I paid');
    const { id } = theCase.row;
    const offer = await ask<MoveOfferView>('GET', `/api/cases/${id}/move-offer?postId=${theCase.answering}`);
    expect(offer.ways.map(({ way }) => way)).toEqual(['direct', 'link']);
    const message = () => ({ text: 'Your account number, please?', replyId: randomUUID() });
    const first = moved(theCase, { way: 'direct', text: offer.sentences.direct, direct: message() });
    await move(theCase, first);
    await ask('POST', `/api/replies/${(first.direct as unknown as { replyId: string }).replyId}/withdraw`);
    const gone = await sent(id);
    expect(gone.replies.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    expect(gone.moves).toEqual([]);
    await move(theCase, moved(theCase, { way: 'direct', text: offer.sentences.direct, direct: message() }));
    await sent(id);
    expect(
      desk.sent
        .slice(-2)
        .map(({ mode }) => mode)
        .sort(),
    ).toEqual(['direct', 'public']);
    await desk.hear('thabo', 'It is 998 877 665.', {
      visibility: 'direct',
      hearing: 'direct',
      thread: 'convo-thabo',
      networkId: 'convo-thabo/1',
    });
    const shown = await caseWith('998 877 665');
    expect(shown.row.id).toBe(id);
    expect(shown.moves.at(-1)).toMatchObject({ way: 'direct', outcome: 'open', conversations: [] });
    await desk.hear('zola', 'Somebody else writes directly.', { visibility: 'direct', thread: 'convo-zola' });
    expect((await caseWith('Somebody else')).row.id).not.toBe(id);
    desk.answer.direct = false;
  });

  it('whose direct message is refused waits for us again and says so until it goes on; the public reply that has not left stays here', async () => {
    const later = (minutes: number): Outcome => ({
      kind: 'later',
      at: new Date(desk.server.now().getTime() + minutes * 60_000),
      reason: 'The network asked us to wait.',
    });
    const refused: Outcome = { kind: 'refused', code: 'dm_closed', reason: 'They take no messages.' };
    const direct = () => ({ text: 'Your account number?', replyId: randomUUID() });
    const toDirect = (theCase: CaseView) =>
      moved(theCase, { way: 'direct', text: 'We have written to you.', direct: direct() });
    const states = async (id: string) =>
      (await view(id)).replies.map(({ mode, state }) => `${mode} ${state}`).sort();
    desk.answer.direct = true;

    // The network takes the public one and puts the message off, then refuses it.
    await desk.hear('zuri', 'The pole leans over.');
    const first = await caseWith('The pole leans over');
    const { id } = first.row;
    desk.answer.nextDirect = later(1);
    await move(first, toDirect(first));
    desk.server.clock.ahead += 11_000;
    await vi.waitFor(async () => expect(await states(id)).toEqual(['direct later', 'public sent']), patience);
    const shows = (state: string, unheard: boolean) =>
      vi.waitFor(
        async () => expect(await view(id)).toMatchObject({ row: { state }, moves: [{ unheard }] }),
        patience,
      );
    await shows('waiting_author', false);
    desk.answer.nextDirect = refused;
    desk.server.clock.ahead += 70_000;
    await vi.waitFor(
      async () => expect(await states(id)).toEqual(['direct refused', 'public sent']),
      patience,
    );
    await shows('waiting_us', true);
    expect(await openMoves()).not.toContain(id);
    // By a link it goes on.
    await move(await view(id), moved(await view(id), { postId: first.answering }));
    desk.server.clock.ahead += 11_000;
    const goesOn = await vi.waitFor(async () => {
      const shown = await view(id);
      const moves = [{ unheard: true }, { way: 'link', unheard: false }];
      expect(shown).toMatchObject({ row: { state: 'waiting_author' }, moves });
      return shown;
    }, patience);
    expect(await openMoves()).toContain(id);
    const { sequence } = goesOn;
    const outcome = {
      text: 'The pole stands.',
      replyId: randomUUID(),
      writtenOn: sequence,
      moveId: goesOn.moves[1]?.id,
    };
    await ask('POST', `/api/cases/${id}/bring-back`, outcome);
    expect(await openMoves()).not.toContain(id);
    desk.server.clock.ahead += 11_000;

    // The other way about: what says in public that it was written has not left, and does not leave.
    await desk.hear('neo', 'The lamp is out.');
    const second = await caseWith('The lamp is out');
    desk.answer.next = later(1);
    await move(second, toDirect(second));
    desk.server.clock.ahead += 11_000;
    const withheld = ['direct refused', 'public withdrawn'];
    await vi.waitFor(async () => expect(await states(second.row.id)).toEqual(withheld), patience);
    // Nor does it where it was on its way when the message was refused, and is put off only then.
    await desk.hear('ada', 'The bench is wet.');
    const third = await caseWith('The bench is wet');
    const held = Promise.withResolvers<Outcome>();
    desk.answer.next = held.promise;
    await move(third, toDirect(third));
    desk.server.clock.ahead += 11_000;
    const onItsWay = ['direct refused', 'public sending'];
    await vi.waitFor(async () => expect(await states(third.row.id)).toEqual(onItsWay), patience);
    held.resolve(later(1));
    await vi.waitFor(async () => expect(await states(third.row.id)).toEqual(withheld), patience);
    Object.assign(desk.answer, { next: null, nextDirect: null, direct: false });
    expect(await view(second.row.id)).toMatchObject({ row: { state: 'open' }, moves: [] });
  });

  it('is refused where it would have to wait for approval, and where the post is private already', async () => {
    await desk.invite('supervisor', 'grace@water.example');
    await desk.hear('grace', 'Nobody came.');
    const theCase = await caseWith('Nobody came');
    const policy = await ask<{ id: string }>('POST', '/api/policies', {
      name: 'Everything',
      topics: [],
      roles: [],
      amount: null,
      by: { kind: 'role', role: 'supervisor' },
      enabled: true,
    });
    const refused = await request('POST', `/api/cases/${theCase.row.id}/move-to-private`, moved(theCase));
    expect(refused).toMatchObject({
      status: 409,
      text: expect.stringContaining('"Everything\\" asks for approval'),
    });
    expect((await view(theCase.row.id)).replies).toEqual([]);
    await ask('DELETE', `/api/policies/${policy.id}`);
    const direct = await caseWith('Somebody else');
    const again = await request('POST', `/api/cases/${direct.row.id}/move-to-private`, moved(direct));
    expect(again.body).toMatchObject({ code: 'reply_not_permitted' });
    expect((await view(direct.row.id)).replies).toEqual([]);
  });
});
