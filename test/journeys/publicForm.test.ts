/** The public form and the private page, over HTTP: a story from the first word to the last, and everything that may come in between. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';

let desk: FormDesk;

beforeAll(async () => {
  desk = await openFormDesk();
});
afterAll(async () => {
  await desk.close();
});

const rowsOf = async (table: string) =>
  (await desk.server.storage.pool.query(`select * from ${table}`)).rows as Record<string, unknown>[];

/** A photo that says where it was taken. */
async function photoFromKigali(): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#446688' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '1/1 56/1 0/1' }, IFD0: { Make: 'Cheap Phone' } })
    .jpeg()
    .toBuffer();
}

describe('a complaint by the form', () => {
  it('becomes a case, is answered, read, answered back, and waits for us again', async () => {
    const path = await desk.complain({
      text: 'The pipe at the market has burst.',
      topic: 'No water',
      place: 'Kicukiro',
    });
    expect(path).toMatch(/^\/c\/[\w-]{22}$/);
    const early = await desk.page(path);
    expect(early.text).toContain('The pipe at the market has burst.');
    expect(early.text).toContain('Received');

    const theCase = await desk.caseWith('The pipe at the market');
    expect(theCase.row).toMatchObject({
      state: 'new',
      network: 'form',
      visibility: 'direct',
      institution: 'Karoo Water Board',
    });
    expect(theCase.row.author.name).toBe('Anonymous');
    expect(theCase.posts[0]?.text).toBe('No water, Kicukiro\n\nThe pipe at the market has burst.');
    expect(theCase.permissions).toHaveLength(1);
    expect(theCase.permissions[0]).toMatchObject({
      mode: 'direct',
      allowed: true,
      note: expect.stringContaining('private page'),
    });

    await desk.answer(theCase, 'Somebody comes this afternoon.');
    await desk.caseIn(theCase.row.id, 'waiting_author');
    const answered = await desk.page(path);
    expect(answered.text).toContain('Somebody comes this afternoon.');
    expect(answered.text).toContain('<p class="state">Answered</p>');

    const form = await desk.formId(path);
    const back = await desk.send(path, { form, act: 'write', text: 'Nobody came.' });
    expect(back).toMatchObject({ status: 303, headers: { location: path } });
    const waits = await desk.caseIn(theCase.row.id, 'waiting_us');
    expect(waits.posts.map((post) => post.text)).toEqual([
      theCase.posts[0]?.text,
      'Somebody comes this afternoon.',
      'Nobody came.',
    ]);
    expect((await desk.page(path)).text).toContain('<p class="state">Being worked on</p>');

    await desk.api('POST', `/api/cases/${theCase.row.id}/resolve`, {});
    expect((await desk.page(path)).text).toContain('<p class="state">Settled</p>');
  });

  it('that is sent twice, whole or by a browser that tries again, is one', async () => {
    const form = await desk.formId('/f/water');
    const fields = { form, text: 'The meter runs backwards.' };
    const answers = await Promise.all([desk.send('/f/water', fields), desk.send('/f/water', fields)]);
    const again = await desk.send('/f/water', fields);
    const places = [...answers, again].map(({ status, headers }) => [status, headers.location]);
    expect(new Set(places.map(String)).size).toBe(1);
    const theCase = await desk.caseWith('runs backwards');
    expect(theCase.posts).toHaveLength(1);
    const posts = (await rowsOf('post')).filter((post) => String(post.text).includes('runs backwards'));
    expect(posts).toHaveLength(1);
  });

  it('of somebody else on a page that was left open is another', async () => {
    const form = await desk.formId('/f/water');
    const one = await desk.send('/f/water', { form, text: 'First words on this page.' });
    const other = await desk.send('/f/water', { form, text: 'Other words on this page.' });
    expect([one.status, other.status]).toEqual([303, 303]);
    expect(one.headers.location).not.toBe(other.headers.location);
    await desk.caseWith('First words on this page.');
    await desk.caseWith('Other words on this page.');
  });

  it('with words sent back twice has them once', async () => {
    const path = await desk.complain({ text: 'The bill is for another house.' });
    const form = await desk.formId(path);
    const fields = { form, act: 'write', text: 'It is for house 14.' };
    await Promise.all([desk.send(path, fields), desk.send(path, fields)]);
    await desk.send(path, fields);
    const theCase = await desk.caseWith('It is for house 14.');
    await expect.poll(async () => (await rowsOf('inbox_item')).length, { timeout: 10_000 }).toBe(0);
    expect((await desk.caseIn(theCase.row.id, 'new')).posts).toHaveLength(2);
    expect((await desk.page(path)).text.match(/It is for house 14\./g)).toHaveLength(1);
  });

  it('names its author only where they gave a name, and how to reach them only at the desk', async () => {
    const path = await desk.complain({
      text: 'My shop has no pressure.',
      name: 'Aline Uwera',
      reach: '+250 700 000 111',
    });
    const theCase = await desk.caseWith('My shop has no pressure.');
    expect(theCase.row.author.name).toBe('Aline Uwera');
    expect(theCase.author.howToReach).toEqual(['+250 700 000 111']);
    expect((await desk.page(path)).text).not.toContain('250 700');
    for (const table of ['raw_item', 'post', 'history', 'identity', 'audit_entry'])
      expect(JSON.stringify(await rowsOf(table)), table).not.toContain('250 700');

    await desk.api('POST', `/api/cases/${theCase.row.id}/forget-how-to-reach`, {});
    const forgotten = await desk.caseIn(theCase.row.id, 'new');
    expect(forgotten.author.howToReach).toEqual([]);
    expect(forgotten.history.map((fact) => fact.action)).toContain('how_to_reach_erased');
    expect(await rowsOf('how_to_reach')).toEqual([]);
  });

  it('brings its photos without the place where they were taken, to the desk and to its own page', async () => {
    const photo = await photoFromKigali();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const path = await desk.complain({ text: 'See this pipe.' }, { photos: [{ bytes: photo }] });
    const theCase = await desk.caseWith('See this pipe.');
    const post = theCase.posts[0];
    expect(post?.media).toMatchObject([
      { kind: 'image', address: `/api/media/inbound/${post?.id}/0`, alt: null },
    ]);
    const shown = await desk.server.ask({ url: post?.media[0]?.address ?? '', as: desk.admin });
    const own = await desk.page(`${path}/picture/${post?.id}/0`);
    expect([shown.status, own.status]).toEqual([200, 200]);
    expect(own.bytes.equals(shown.bytes)).toBe(true);
    expect(own.headers['content-type']).toBe('image/jpeg');
    expect((await sharp(own.bytes).metadata()).exif).toBeUndefined();
    expect((await desk.page(path)).text).toContain(`src="${path}/picture/${post?.id}/0"`);
  });

  it('about a unit makes a case of that unit', async () => {
    const unit = await desk.api<{ id: string }>('POST', '/api/units', {
      institutionId: desk.institutionId,
      name: 'Kicukiro branch',
    });
    await desk.complain({ text: 'The branch was closed at noon.', unit: unit.id });
    const theCase = await desk.caseWith('closed at noon');
    expect(theCase.row.unit).toEqual({ id: unit.id, name: 'Kicukiro branch' });
    await desk.api('PATCH', `/api/units/${unit.id}`, { retired: true });
    const refused = await desk.send('/f/water', {
      form: await desk.formId('/f/water'),
      text: 'Again.',
      unit: unit.id,
    });
    expect(refused.status).toBe(400);
    // What is retired is still what the case is about.
    expect((await desk.caseIn(theCase.row.id, 'new')).row.unit?.name).toBe('Kicukiro branch');
    await desk.api('POST', `/api/cases/${theCase.row.id}/unit`, { unitId: null });
    const none = await desk.caseIn(theCase.row.id, 'new');
    expect(none.row.unit).toBeNull();
    expect(none.history.map((fact) => fact.action)).toContain('unit_set');
  });
});

describe('a form with a fault', () => {
  it('says what is wrong beside the fields and keeps what was typed', async () => {
    const form = await desk.formId('/f/water');
    const typed = { form, text: '', place: 'By the <church>', name: '"Thabo"', pin: '12', topic: 'Weather' };
    const answer = await desk.send('/f/water', typed);
    expect(answer.status).toBe(400);
    for (const part of [
      'role="alert"',
      'id="text-error"',
      'id="pin-error"',
      'id="topic-error"',
      'value="By the &lt;church&gt;"',
      'value="&quot;Thabo&quot;"',
      `name="form" value="${form}"`,
    ])
      expect(answer.text).toContain(part);
    const mended = await desk.send('/f/water', {
      ...typed,
      text: 'Now it says something.',
      pin: '1234',
      topic: '',
    });
    expect(mended.status).toBe(303);
  });

  it.each([
    ['a hidden field that programs fill', { website: 'http://spam.example' }],
    ['a form that is not ours', { form: 'made.up.here' }],
  ])('is refused for %s, and taken when it is sent again', async (_, wrong) => {
    const form = await desk.formId('/f/water');
    const text = `Refused at first: ${Object.keys(wrong)[0]}`;
    const answer = await desk.send('/f/water', { form, text, ...wrong });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(text);
    desk.server.clock.ahead += 3_000;
    const offered = /name="form" value="([^"]+)"/.exec(answer.text)?.[1] ?? '';
    expect(await desk.send('/f/water', { form: offered, text })).toMatchObject({ status: 303 });
  });

  it('is not taken faster than anybody types', async () => {
    const id = /name="form" value="([^"]+)"/.exec((await desk.page('/f/water')).text)?.[1] ?? '';
    const answer = await desk.send('/f/water', { form: id, text: 'Faster than light.' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Faster than light.');
    desk.server.clock.ahead += 3_000;
    expect(await desk.send('/f/water', { form: id, text: 'Faster than light.' })).toMatchObject({
      status: 303,
    });
  });

  it('takes no file that is no picture, and says so beside the field', async () => {
    const form = await desk.formId('/f/water');
    const photos = [{ bytes: Buffer.from('<svg onload="alert(1)">'), name: 'x.svg' }];
    const answer = await desk.send('/f/water', { form, text: 'Look at this.' }, { photos });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('id="photo-error"');
    expect(answer.text).toContain('Look at this.');
  });
});

describe('a form that is closed', () => {
  it('takes nothing new, while its cases are still answered', async () => {
    const path = await desk.complain({ text: 'Just before it closes.' });
    const theCase = await desk.caseWith('Just before it closes.');
    const form = await desk.formId('/f/water');
    await desk.api('PATCH', `/api/forms/${desk.form.id}`, { open: false });
    expect(await desk.page('/f/water')).toMatchObject({ status: 404 });
    const refused = await desk.send('/f/water', { form, text: 'Too late.' });
    expect(refused.status).toBe(404);
    await desk.answer(theCase, 'We still answer.');
    expect((await desk.page(path)).text).toContain('We still answer.');
    await desk.api('PATCH', `/api/forms/${desk.form.id}`, { open: true });
    expect(await desk.page('/f/water')).toMatchObject({ status: 200 });
  });

  it('has an address that no other form can take', async () => {
    const taken = await desk.server.ask({
      method: 'POST',
      url: '/api/forms',
      as: desk.admin,
      payload: { institutionId: desk.institutionId, slug: 'water', title: 'Another' },
    });
    expect(taken).toMatchObject({ status: 409, body: { code: 'account_exists' } });
  });
});
