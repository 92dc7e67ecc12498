/** Letters and visits that a member logs: cases like any other, answered by hand. */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MineView } from '../../src/api/contract.ts';
import { join } from '../factories/apiServer.ts';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';

let desk: FormDesk;

beforeAll(async () => {
  desk = await openFormDesk();
});
afterAll(async () => {
  await desk.close();
});

const logged = (more: object = {}) => ({
  id: randomUUID(),
  kind: 'letter',
  institutionId: desk.institutionId,
  receivedAt: '2026-01-05T08:30:00.000Z',
  text: 'The bridge in our village has been broken since the rains.',
  ...more,
});

describe('a letter', () => {
  it('is a case of when it was received, with its pictures, and is answered by letter', async () => {
    const png = await sharp({ create: { width: 20, height: 30, channels: 3, background: '#eee' } })
      .png()
      .toBuffer();
    const { mediaId } = (
      await desk.server.ask({
        method: 'POST',
        url: '/api/media',
        as: desk.admin,
        payload: png,
        headers: { 'content-type': 'image/png' },
      })
    ).body as { mediaId: string };
    const letter = logged({ name: 'Mama Chantal', howToReach: 'Box 12, Nyamata', mediaIds: [mediaId] });
    await desk.api('POST', '/api/by-hand', letter);
    const theCase = await desk.caseWith('The bridge in our village');
    expect(theCase.row).toMatchObject({
      network: 'letter',
      state: 'new',
      waitingSince: '2026-01-05T08:30:00.000Z',
    });
    expect(theCase.row.author.name).toBe('Mama Chantal');
    expect(theCase.author.howToReach).toEqual(['Box 12, Nyamata']);
    expect(theCase.link).toBeNull();
    const picture = await desk.server.ask({ url: theCase.posts[0]?.media[0]?.address ?? '', as: desk.admin });
    expect(picture.headers['content-type']).toBe('image/png');

    const [permission, ...others] = theCase.permissions;
    expect(others).toEqual([]);
    expect(permission).toMatchObject({
      mode: 'direct',
      allowed: true,
      note: expect.stringContaining('Nothing leaves this machine'),
    });
    const reply = await desk.answer(theCase, 'An engineer comes on Tuesday.');
    expect(reply.networkId).toBe(`${letter.id}/reply/${reply.id}`);
    const answered = await desk.caseIn(theCase.row.id, 'waiting_author');
    expect(answered.posts.map((post) => post.text)).toEqual([letter.text, 'An engineer comes on Tuesday.']);
  });

  it('counts once in the rhythm of whoever logged it, answered by them or not', async () => {
    const answers = async () => (await desk.api<MineView>('GET', '/api/front/mine')).answers;
    const before = await answers();
    const letter = logged({ text: 'The well at Kanombe is dry.' });
    // A bad line repeats it.
    await Promise.all([1, 2].map(() => desk.api('POST', '/api/by-hand', letter)));
    expect(await answers()).toBe(before + 1);
    await desk.answer(await desk.caseWith('The well at Kanombe is dry.'), 'A tanker comes at noon.');
    expect(await answers()).toBe(before + 1);
    const thabo = await join(desk.server, desk.admin, 'executive', 'executive@water.example');
    const other = logged({ kind: 'visit', text: 'She asked who opens the depot.' });
    await desk.server.ask({ method: 'POST', url: '/api/by-hand', as: thabo, payload: other });
    expect(await answers()).toBe(before + 1);
    // Answered by somebody else, it counts for both: one took it in, the other answered.
    await desk.answer(await desk.caseWith('She asked who opens the depot.'), 'The foreman does, at seven.');
    expect(await answers()).toBe(before + 2);
    const theirs = await desk.server.ask({ url: '/api/front/mine', as: thabo });
    expect((theirs.body as MineView).answers).toBe(1);
  });

  it('that is logged twice by a bad line is one', async () => {
    const letter = logged({ text: 'Logged twice by a bad line.' });
    await Promise.all([1, 2, 3].map(() => desk.api('POST', '/api/by-hand', letter)));
    await desk.caseWith('Logged twice by a bad line.');
    await expect
      .poll(async () => (await desk.server.storage.pool.query('select 1 from inbox_item')).rowCount, {
        timeout: 10_000,
      })
      .toBe(0);
    const { rows } = await desk.server.storage.pool.query(
      "select 1 from post where text = 'Logged twice by a bad line.'",
    );
    expect(rows).toHaveLength(1);
  });

  it.each([
    ['a time to come', { receivedAt: '2099-01-01T00:00:00Z' }, 'input_invalid'],
    [
      'an institution that is not there',
      { institutionId: '0190b6a4-0000-7000-8000-000000000001' },
      'not_found',
    ],
    ['a unit that is not there', { unitId: '0190b6a4-0000-7000-8000-000000000001' }, 'not_found'],
    ['a picture that is not there', { mediaIds: ['0190b6a4-0000-7000-8000-000000000001'] }, 'not_found'],
    ['no words', { text: '  ' }, 'input_invalid'],
  ])('with %s is not taken', async (_, more, code) => {
    const payload = logged(more);
    const answer = await desk.server.ask({ method: 'POST', url: '/api/by-hand', as: desk.admin, payload });
    expect(answer.body).toMatchObject({ code });
  });
});

describe('a visit', () => {
  it('is logged for a unit by an agent, without a name, and answered in person', async () => {
    const unit = await desk.api<{ id: string }>('POST', '/api/units', {
      institutionId: desk.institutionId,
      name: 'Nyamata depot',
      kind: 'depot',
    });
    const thabo = await join(desk.server, desk.admin, 'agent', 'thabo@water.example');
    const payload = logged({
      kind: 'visit',
      unitId: unit.id,
      text: 'He stood at the counter for three hours.',
    });
    const answer = await desk.server.ask({ method: 'POST', url: '/api/by-hand', as: thabo, payload });
    expect(answer.status).toBe(200);
    const theCase = await desk.caseWith('at the counter for three hours');
    expect(theCase.row).toMatchObject({
      network: 'visit',
      unit: { name: 'Nyamata depot' },
      author: { name: 'Visitor' },
    });
    expect(theCase.permissions[0]?.note).toContain('in person');
  });
});

describe('units', () => {
  it('have one name each at their institution, and a retired name can be given again', async () => {
    const input = { institutionId: desk.institutionId, name: 'Remera clinic', kind: 'clinic' };
    const first = await desk.api<{ id: string }>('POST', '/api/units', input);
    const ask = (payload: object) =>
      desk.server.ask({ method: 'POST', url: '/api/units', as: desk.admin, payload });
    expect((await ask({ ...input, name: 'REMERA clinic' })).body).toMatchObject({ code: 'input_invalid' });
    await desk.api('PATCH', `/api/units/${first.id}`, { retired: true });
    expect(await ask(input)).toMatchObject({ status: 200 });
    // The old one cannot come back beside it.
    const back = await desk.server.ask({
      method: 'PATCH',
      url: `/api/units/${first.id}`,
      as: desk.admin,
      payload: { retired: false },
    });
    expect(back.body).toMatchObject({ code: 'input_invalid' });
    await desk.api('PATCH', `/api/units/${first.id}`, { name: 'Remera, the old clinic', retired: false });
    const units = await desk.api<{ name: string }[]>('GET', '/api/units');
    expect(units.map((unit) => unit.name)).toEqual(
      expect.arrayContaining(['Remera clinic', 'Remera, the old clinic']),
    );
  });
});
