/** Whatever is sent to the public pages is answered with a page: never a fault of ours, never a trace of the program. */
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from '../factories/apiServer.ts';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';
import { anyText, fuzzTimeout, runsOf, tellFuzzed, trace } from '../fuzz/inputs.ts';

let desk: FormDesk;
let link: string;

beforeAll(async () => {
  desk = await openFormDesk();
  link = await desk.complain({ text: 'The page that is fuzzed.' });
  await desk.caseWith('The page that is fuzzed.');
});
afterAll(async () => {
  await desk.close();
});

function answersPlainly(answer: Answer): void {
  expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(500);
  expect(answer.text).not.toMatch(trace);
  if (answer.status !== 303) expect(String(answer.headers['content-type'])).toMatch(/^text\/html/);
}

const names = [
  'text',
  'topic',
  'unit',
  'place',
  'name',
  'reach',
  'pin',
  'form',
  'act',
  'website',
  '__proto__',
  'photo',
];
const fields = fc.dictionary(fc.constantFrom(...names), anyText, { maxKeys: 8 });
const from = fc.nat(60_000).map((n) => `10.${n >> 8}.${n & 255}.1`);

const ask = (options: InjectOptions) => desk.server.ask({ headers: {}, ...options });

/** Half of them are such that they may be taken: they reach the database with whatever is in them. */
const likely = fc.record({
  text: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
    fc.constantFrom("'; drop table post; --", '\u0000no water', '\ud800 no water'),
  ),
  place: fc.string({ unit: 'grapheme', maxLength: 40 }),
  name: fc.string({ unit: 'binary', maxLength: 40 }),
  reach: fc.string({ unit: 'binary', maxLength: 40 }),
});

const numRuns = runsOf(0.12, 600);

it(
  'whatever a form holds',
  async () => {
    const ids = { '/f/water': await desk.formId('/f/water'), [link]: await desk.formId(link) };
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fields, likely),
        fc.constantFrom('/f/water', link),
        from,
        async (typed, path, address) => {
          const { act: _, ...rest } = typed as Record<string, string>;
          const answer = await desk.send(path, { form: ids[path] ?? '', ...rest }, { from: address });
          answersPlainly(answer);
          if (answer.status === 303) taken += 1;
        },
      ),
      { numRuns },
    );
    tellFuzzed('form, fields', numRuns, { taken });
    // A fifth and more got as far as the database.
    expect(taken).toBeGreaterThan(numRuns / 5);
  },
  fuzzTimeout,
);

it(
  'whatever body comes, of whatever kind it says it is',
  async () => {
    const kinds = fc.constantFrom(
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'application/x-www-form-urlencoded',
      'application/json',
      'text/plain',
      'image/png',
      '',
    );
    const part = fc
      .tuple(fc.constantFrom(...names), anyText, fc.boolean())
      .map(
        ([name, value, file]) =>
          `--x\r\ncontent-disposition: form-data; name="${name}"${file ? '; filename="a.jpg"' : ''}\r\n\r\n${value}\r\n`,
      );
    const body = fc.oneof(
      anyText,
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.array(part, { maxLength: 6 }).map((parts) => `${parts.join('')}--x--\r\n`),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
      fields.map((typed) => new URLSearchParams(typed).toString()),
    );
    await fc.assert(
      fc.asyncProperty(kinds, body, fc.boolean(), from, async (type, payload, onLink, remoteAddress) => {
        const url = onLink ? link : '/f/water';
        // A link that was closed would answer everything with the same page.
        if (/act/.test(String(payload)) && /close/.test(String(payload))) return;
        answersPlainly(
          await ask({ method: 'POST', url, payload, remoteAddress, headers: { 'content-type': type } }),
        );
      }),
      { numRuns },
    );
    tellFuzzed('form, bodies', numRuns, {});
  },
  fuzzTimeout,
);

it(
  'whatever address is asked for',
  async () => {
    const path = fc.oneof(
      fc.webPath(),
      anyText.map((text) => `/${encodeURIComponent(text.toWellFormed())}`.slice(0, 400)),
      fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((text) => `/${text.replace(/[^!-~]/g, '')}`),
    );
    const heads = fc.record({
      'accept-language': anyText.map((text) => text.replace(/[^ -~]/g, '')),
      'accept-encoding': fc.constantFrom('gzip', 'br', '*', ''),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/f', '/c', link, `${link}/picture`),
        path,
        heads,
        async (start, end, headers) => {
          const answer = await ask({ url: `${start}${end}`, headers });
          expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(500);
          expect(answer.text).not.toMatch(trace);
        },
      ),
      { numRuns },
    );
    tellFuzzed('form, addresses', numRuns, {});
  },
  fuzzTimeout,
);

it('and after all of it nothing is set aside, and the page is still there', async () => {
  const { pool } = desk.server.storage;
  await expect
    .poll(async () => (await pool.query('select 1 from inbox_item')).rowCount, { timeout: fuzzTimeout / 2 })
    .toBe(0);
  expect((await pool.query('select reason from set_aside_item')).rows).toEqual([]);
  // The first words may have gone beyond what the page shows: thousands were written after them.
  expect((await desk.page(link)).text).toContain('Your private page, case');
  expect(await desk.page('/f/water')).toMatchObject({ status: 200 });
});
