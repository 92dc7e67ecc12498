/** The private page of a case: who gets in, who does not, and what never tells of it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';

let desk: FormDesk;

beforeAll(async () => {
  desk = await openFormDesk();
});
afterAll(async () => {
  await desk.close();
});

const wrong = () => `/c/${randomBytes(16).toString('base64url')}`;

describe('a link', () => {
  it('that is wrong, cut off, too long or revoked leads to one and the same page', async () => {
    const path = await desk.complain({ text: 'Close this one afterwards.' });
    expect(await desk.page(path)).toMatchObject({ status: 200 });
    const closed = await desk.send(path, { act: 'close' });
    expect(closed.status).toBe(200);
    const pages = [
      path,
      wrong(),
      path.slice(0, -1),
      `${path}x`,
      '/c/%00',
      '/f/no-such-form',
      `${path}?o=1.2&lang=en`,
      `${path}/picture/x/0`,
    ];
    const answers = await Promise.all(pages.map((one) => desk.page(one)));
    expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 404));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const sent = await desk.send(path, { act: 'write', text: 'Still there?' });
    expect(sent.text).toBe(answers[0]?.text);
  });

  it('is revoked by an agent, who is then told that no answer can be read there', async () => {
    const path = await desk.complain({ text: 'The agent closes it.' });
    const theCase = await desk.caseWith('The agent closes it.');
    expect(theCase.link).toMatchObject({ hasPin: false, revokedAt: null });
    await desk.api('POST', `/api/cases/${theCase.row.id}/revoke-link`, {});
    expect(await desk.page(path)).toMatchObject({ status: 404 });
    const after = await desk.caseIn(theCase.row.id, 'new');
    expect(after.link?.revokedAt).not.toBeNull();
    expect(after.permissions[0]).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('was closed'),
    });
    const told = after.history.filter((fact) => fact.action === 'link_revoked');
    expect(told).toMatchObject([{ actor: { name: 'Naledi Dlamini' } }]);
    await desk.api('POST', `/api/cases/${theCase.row.id}/revoke-link`, {});
    const again = await desk.caseIn(theCase.row.id, 'new');
    expect(again.history.filter((fact) => fact.action === 'link_revoked')).toHaveLength(1);
  });

  it('says in its headers that nobody else may learn of it', async () => {
    const path = await desk.complain({ text: 'Keep this to yourself.' });
    const { headers, text } = await desk.page(path);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'x-frame-options': 'DENY',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(policy).not.toMatch(/unsafe|script-src|https?:/);
    expect(headers['set-cookie']).toBeUndefined();
    // Nothing leads out of the house.
    const targets = [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, target]) => target ?? '');
    expect(targets.filter((target) => !target.startsWith('/c/'))).toEqual([]);
    expect(text).not.toMatch(/<script|javascript:/);
  });

  it('stands in no log line and no row, whatever is asked of it', async () => {
    const path = await desk.complain({ text: 'Nobody writes my address down.', pin: '2468' });
    const token = path.slice('/c/'.length);
    for (const one of [
      path,
      `${path}?o=1.2`,
      `${path}%ZZ`,
      `${path}/picture/${randomUUID()}/0`,
      `${path}/elsewhere`,
    ])
      await desk.page(one);
    await desk.send(path, { act: 'pin', pin: '0000' });
    await desk.send(path, { act: 'pin', pin: '2468' });
    await desk.server.ask({ method: 'PUT', url: path, payload: { a: 1 } });
    await desk.server.ask({
      method: 'POST',
      url: path,
      payload: '{"half',
      headers: { 'content-type': 'application/json' },
    });
    await desk.caseWith('Nobody writes my address down.');
    expect(desk.server.logged.length).toBeGreaterThan(20);
    expect(desk.server.logged.filter((line) => line.includes(token))).toEqual([]);
    for (const table of ['case_link', 'raw_item', 'history', 'audit_entry', 'post']) {
      const { rows } = await desk.server.storage.pool.query(`select * from ${table}`);
      expect(JSON.stringify(rows), table).not.toContain(token);
    }
  });
});

describe('a PIN', () => {
  it('is asked before anything is shown, and opens the page for half an hour', async () => {
    const path = await desk.complain({ text: 'Behind a PIN.', pin: '1357' });
    const asked = await desk.page(path);
    expect(asked.text).toContain('Your PIN, please');
    expect(asked.text).not.toContain('Behind a PIN.');
    const writing = await desk.send(path, { act: 'write', text: 'Without the PIN', form: 'x' });
    expect(writing.status).toBe(403);
    expect(await desk.send(path, { act: 'close' })).toMatchObject({ status: 403 });
    const opened = await desk.send(path, { act: 'pin', pin: '1357' });
    const inside = String(opened.headers.location);
    expect(inside).toMatch(new RegExp(`^${path}\\?o=`));
    expect((await desk.page(inside)).text).toContain('Behind a PIN.');
    const form = await desk.formId(inside);
    expect(await desk.send(inside, { form, act: 'write', text: 'With the PIN.' })).toMatchObject({
      status: 303,
    });
    desk.server.clock.ahead += 31 * 60_000;
    expect((await desk.page(inside)).text).toContain('Your PIN, please');
  });

  it('is kept as a salted hash, another for the same PIN', async () => {
    await desk.complain({ text: 'One of two.', pin: '8642' });
    await desk.complain({ text: 'Two of two.', pin: '8642' });
    const { rows } = await desk.server.storage.pool.query(
      'select pin_hash from case_link where pin_hash is not null order by made_at desc limit 2',
    );
    expect(rows[0].pin_hash).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{64}$/);
    expect(rows[0].pin_hash).not.toBe(rows[1].pin_hash);
  });

  it('cannot be guessed: after five wrong ones even the right one waits, also when fifty come at once', async () => {
    const path = await desk.complain({ text: 'Guess my PIN.', pin: '9753' });
    const tries = Array.from({ length: 50 }, (_, n) => desk.send(path, { act: 'pin', pin: `1${100 + n}` }));
    const answers = await Promise.all(tries);
    expect(answers.filter(({ text }) => text.includes('That is not the PIN.'))).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(46);
    const right = await desk.send(path, { act: 'pin', pin: '9753' });
    expect(right.status).toBe(429);
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(800);
    desk.server.clock.ahead += 15 * 60_000 + 1_000;
    expect(await desk.send(path, { act: 'pin', pin: '9753' })).toMatchObject({ status: 303 });
  });
});

describe('another organisation', () => {
  it('sees nothing of our links and forms through the second lock', async () => {
    const path = await desk.complain({ text: 'Only ours.', reach: '+250 700 000 222' });
    await desk.caseWith('Only ours.');
    const { rows } = await desk.server.storage.pool.query(
      "insert into organisation (name, kind) values ('Delta Rail', 'institution') returning id",
    );
    const theirs = rows[0].id as number;
    for (const table of ['case_link', 'how_to_reach', 'unit', 'connected_account'] as const) {
      const seen = await desk.server.storage.inOrganisation(theirs, (tx) =>
        tx.selectFrom(table).selectAll().execute(),
      );
      expect(seen, table).toEqual([]);
    }
    expect(await desk.page(path)).toMatchObject({ status: 200 });
  });

  it('cannot show a picture of one case on the page of another', async () => {
    const [one, other] = [
      await desk.complain({ text: 'Case with a picture.' }),
      await desk.complain({ text: 'Case of somebody else.' }),
    ];
    const theirs = await desk.caseWith('Case with a picture.');
    await desk.caseWith('Case of somebody else.');
    expect(await desk.page(`${one}/picture/${theirs.posts[0]?.id}/0`)).toMatchObject({ status: 404 });
    expect(await desk.page(`${other}/picture/${theirs.posts[0]?.id}/0`)).toMatchObject({ status: 404 });
  });
});

describe('the names of staff', () => {
  const masked = 'Names of our staff are left out here.';

  it('are masked in what is said, in the language of the page, and stand in the console as they came', async () => {
    await desk.api('PATCH', '/api/me', { signature: '^Naledi' });
    const text = 'Naledi Dlamini was rude, and NALEDI hung up. I went away.';
    const path = await desk.complain({ text });
    const waiting = await desk.page(path);
    expect(waiting.text).toContain('a member of staff was rude, and a member of staff hung up.');
    expect(waiting.text).toContain(masked);
    const theCase = await desk.caseWith(text);
    await desk.answer(theCase, 'Naledi looks into it.');
    const page = await desk.page(path);
    expect(page.text).toContain('a member of staff looks into it. ^Naledi<');
    expect(page.text.replace('^Naledi<', '')).not.toMatch(/naledi|dlamini/i);
    const swahili = await desk.page(`${path}?lang=sw`);
    expect(swahili.text).toContain('mfanyakazi wetu looks into it. ^Naledi<');
    expect(swahili.text).toContain('Majina ya wafanyakazi wetu hayaonyeshwi hapa.');
    expect(Buffer.byteLength(page.text)).toBeLessThan(15 * 1024);
    const inside = await desk.caseIn(theCase.row.id, 'waiting_author');
    expect(inside.posts.map((post) => post.text)).toEqual([text, 'Naledi looks into it. ^Naledi']);
  });

  it('that are in no post are not spoken of', async () => {
    const path = await desk.complain({ text: 'The water is brown.' });
    expect((await desk.page(path)).text).not.toContain(masked);
  });
});
