/** Files of follow-ups about no case, and what programs hear of those: behind the same walls. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import type { Person } from '../factories/apiServer.ts';
import { openAskedAlone, pdf } from '../factories/askedAlone.ts';

const { open, uwera, thabo, zanele, jean, ids, ahead, ask, put, read, upload, fetched } =
  await openAskedAlone();
afterAll(() => open.server.close());

it('carries any usual file, told by its bytes, handed out as a download to those who may read the follow-up', async () => {
  const asked = await upload('Rota ‮fdp.exe', pdf, uwera);
  expect(asked.file).toMatchObject({ name: 'Rota fdp.exe.pdf', type: 'application/pdf', picture: false });
  // Until it is attached it is the one's who uploaded it.
  expect((await fetched(asked.file.address, uwera)).status).toBe(200);
  expect((await fetched(asked.file.address, open.admin)).status).toBe(404);
  await expect(ask({ files: [asked.file.id] }, open.admin)).rejects.toThrow('Attach it again');
  const one = await ask({ files: [asked.file.id] });
  expect(one.acts[0]?.files).toEqual([asked.file]);
  const sheet = await upload('Calls.csv', Buffer.from('who,when\nThabo,22:14\n'), thabo);
  const after = await put(one, 'report', { words: 'See the calls.', files: [sheet.file.id] }, thabo);
  expect(after.acts[1]?.files).toMatchObject([{ name: 'Calls.csv', type: 'text/csv', bytes: 21 }]);
  const got = await fetched(sheet.file.address, uwera);
  expect(got.bytes.toString()).toContain('Thabo,22:14');
  expect(got.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="Calls.csv"; filename*=UTF-8''Calls.csv`,
    'cache-control': 'private, max-age=0',
  });
  expect(String(got.headers['content-security-policy'])).toContain('sandbox');
  for (const { address } of [asked.file, sheet.file]) {
    expect((await fetched(address, zanele)).status).toBe(200);
    expect((await fetched(address, jean)).status).toBe(404);
  }
  await put(one, 'report-accepted', { acts: 2 }, uwera);
});

it('takes what was called pictures before, and gives back what is left out', async () => {
  const [one, two] = [await upload('a.pdf', pdf, uwera), await upload('b.pdf', pdf, uwera)];
  const asked = await ask({ pictures: [one.file.id] });
  expect(asked.acts[0]?.files).toEqual([one.file]);
  const leaveOut = (id: string, as: Person) =>
    open.ask('DELETE', `/api/follow-ups/files/${id}`, undefined, as);
  await expect(leaveOut(two.file.id, thabo)).rejects.toThrow('404');
  await leaveOut(two.file.id, uwera);
  await expect(leaveOut(two.file.id, uwera)).rejects.toThrow('404');
  await expect(leaveOut(one.file.id, uwera)).rejects.toThrow('404');
  expect((await fetched(one.file.address, thabo)).status).toBe(200);
  await put(
    asked,
    'report',
    { words: 'See both.', pictures: [(await upload('c.pdf', pdf, thabo)).file.id] },
    thabo,
  );
  expect((await read(asked, uwera)).acts[1]?.files).toHaveLength(1);
  await put(asked, 'report-accepted', { acts: 2 }, uwera);
});

it('is no business of a program by its maker’s key, unless that oversees all', async () => {
  const made = async (...scopes: string[]) => {
    const key = { name: 'Reporting', scopes, days: 30 };
    return (await open.ask<{ token: string }>('POST', '/api/keys', key)).token;
  };
  const sent = (token: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
    const headers = { authorization: `Bearer ${token}`, origin: undefined } as unknown as Record<
      string,
      string
    >;
    return open.server.ask({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  };
  const { file } = await upload('Letter.pdf', pdf, open.admin);
  const one = await ask({ files: [file.id] }, open.admin);
  const token = await made('cases.read', 'cases.work');
  expect((await sent(token, 'GET', `/api/follow-ups/${one.id}`)).status).toBe(404);
  expect((await sent(token, 'GET', file.address)).status).toBe(404);
  expect((await sent(token, 'GET', '/api/follow-ups?list=by_me')).text).not.toContain(one.id);
  expect((await sent(token, 'PUT', `/api/follow-ups/${one.id}/withdrawn`, { words: 'No.' })).status).toBe(
    404,
  );
  const other = { id: randomUUID(), about: 'other', memberId: ids.thabo, question: 'Who?', dueAt: ahead(1) };
  expect((await sent(token, 'POST', '/api/follow-ups', other)).status).toBe(403);
  const overseeing = await made('cases.read', 'followUps.read');
  expect((await sent(overseeing, 'GET', `/api/follow-ups/${one.id}`)).status).toBe(200);
  expect((await sent(overseeing, 'GET', file.address)).status).toBe(200);
  await put(one, 'withdrawn', { words: 'I saw it myself.' }, open.admin);
});

it('refuses in a sentence with a code what is too large, too much, or would run', async () => {
  const sent = async (name: string, payload: Buffer) => {
    const { status, body } = await upload(name, payload, uwera);
    return { status, code: (body as { code?: string }).code };
  };
  expect(await sent('page.html', Buffer.from('<script>alert(1)</script>'))).toEqual({
    status: 400,
    code: 'media_refused',
  });
  expect((await sent('picture.svg', Buffer.from('<svg/>'))).code).toBe('media_refused');
  expect(await sent('film.mp4', Buffer.alloc(11 * 1_048_576))).toEqual({
    status: 413,
    code: 'media_too_large',
  });
  const files: string[] = [];
  for (let n = 0; n < 5; n++) files.push((await upload(`${n}.pdf`, pdf, uwera)).file.id);
  await expect(ask({ files })).rejects.toThrow('400');
  // Whatever is left lying: somebody who uploads without end is stopped.
  const answers: number[] = [];
  for (let n = 0; n < 20; n++) answers.push((await upload(`${n}.pdf`, pdf, uwera)).status);
  expect([answers[0], answers.at(-1)]).toEqual([200, 429]);
  await sql`delete from media where follow_up_by is not null and follow_up_id is null`.execute(
    open.server.storage.system,
  );
});
