/** Whatever bytes lie in a mailbox are read, set aside with a reason or ignored with one: nothing throws, nothing is lost, and the mail behind them arrives. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RawItem } from '../../src/channels/channel.ts';
import { mailItem } from '../../src/channels/email/fetching.ts';
import * as mails from '../../src/channels/email/fixtures/mails.ts';
import { email } from '../../src/channels/email/index.ts';
import { readSource } from '../../src/channels/email/source.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { channels, type Desk, hear, makeDesk, rows, serve } from '../factories/desk.ts';
import { anyText, fuzzTimeout, runsOf, tellFuzzed } from '../fuzz/inputs.ts';

const now = new Date('2031-01-06T12:00:00Z');
const channel = email({ fetch, now: () => now, log: () => undefined });
const us = { ...mails.account, plusKey: mails.key };

let database: TestDatabase;
let storage: Storage;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, () => undefined);
  storage = openStorage({ url: database.url, connections: 4 });
  desk = await makeDesk(storage);
  await storage.pool.query("update connected_account set network = 'email', network_id = $1 where id = $2", [
    mails.house,
    desk.house.id,
  ]);
});
afterAll(async () => {
  await storage?.close();
  await database?.drop();
});

const whole = Object.values(mails).filter((one): one is Buffer => Buffer.isBuffer(one));
const names = [
  'From',
  'To',
  'Cc',
  'Subject',
  'Message-ID',
  'In-Reply-To',
  'References',
  'Date',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Content-Disposition',
  'Auto-Submitted',
  'List-Id',
  'Return-Path',
  'MIME-Version',
  'X-Failed-Recipients',
];
const values = fc.oneof(
  anyText,
  fc.constantFrom(
    'multipart/mixed; boundary=',
    'multipart/report; report-type=delivery-status; boundary=b',
    'text/html; charset=utf-7',
    'text/plain; charset="\u0000"',
    'message/rfc822',
    'base64',
    'x-uuencode',
    '=?utf-8?B?/////w==?=',
    '=?x?q?=?=',
    '<>',
    '"a" <b@c>, <d@e>',
    'Mon, 99 Foo 20310 99:99:99 +9999',
    `<${'x'.repeat(3_000)}@y>`,
  ),
);
const header = fc.tuple(fc.constantFrom(...names), values).map(([name, value]) => `${name}: ${value}`);
const part = fc
  .tuple(fc.array(header, { maxLength: 3 }), anyText)
  .map(([heads, words]) => ['--b', ...heads, '', words].join('\r\n'));
const invented = fc
  .tuple(fc.array(header, { maxLength: 10 }), anyText, fc.array(part, { maxLength: 5 }), fc.boolean())
  .map(([heads, words, parts, closed]) =>
    Buffer.from([...heads, '', words, ...parts, closed ? '--b--' : ''].join('\r\n')),
  );

interface Cut {
  at: number;
  length: number;
  put: Uint8Array;
}
const cut: fc.Arbitrary<Cut> = fc.record({
  at: fc.nat(),
  length: fc.nat(40),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 30 }),
    header.map((line) => Buffer.from(`\r\n${line}\r\n`)),
    fc.constantFrom('\r\n\r\n', '\r', '\n', '--', '=', '\u0000', '\r\n ').map((text) => Buffer.from(text)),
  ),
});
const spoilt = fc
  .tuple(fc.constantFrom(...whole), fc.array(cut, { minLength: 1, maxLength: 6 }))
  .map(([mail, cuts]) => cuts.reduce(spoil, mail));

function spoil(mail: Buffer, { at, length, put }: Cut): Buffer {
  const from = at % (mail.length + 1);
  return Buffer.concat([mail.subarray(0, from), put, mail.subarray(from + length)]);
}

const source = fc.oneof(
  { weight: 5, arbitrary: spoilt },
  { weight: 4, arbitrary: invented },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)) },
);

const counted = { post: 0, delivery: 0, ignored: 0, unreadable: 0, byParts: 0 };
let waiting: RawItem[] = [];
let uid = 0;

/** As the listener does it; what no reader takes as a whole is read by its parts by the server, which is real in other tests. */
async function hearOne(bytes: Buffer): Promise<void> {
  uid += 1;
  const meta = { seq: uid, uid, size: bytes.length, internalDate: now };
  let mail: Awaited<ReturnType<typeof readSource>>;
  try {
    mail = await readSource(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    counted.byParts += 1;
    return;
  }
  const { item } = mailItem({ box: { folder: 'inbox', validity: '1' }, account: us, at: now }, meta, mail);
  const heard = channel.normalise(JSON.parse(JSON.stringify(item.payload)), us);
  if (!(heard.kind in counted)) throw new Error(`heard as ${heard.kind}`);
  counted[heard.kind as 'post'] += 1;
  waiting.push(item);
}

async function takeWaiting(): Promise<void> {
  await hear(desk, desk.house, waiting as { key: string; payload: unknown }[]);
  waiting = [];
  await serve(storage, { ...channels, email: channel });
}

it(
  'whatever lies in the mailbox',
  async () => {
    const numRuns = runsOf(0.25, 1_500);
    await fc.assert(
      fc.asyncProperty(source, async (bytes) => {
        await hearOne(bytes);
        if (waiting.length >= 200) await takeWaiting();
      }),
      { numRuns, endOnFailure: true },
    );
    waiting.push({ key: mails.thread, payload: await mails.payloadOf(mails.complaint) });
    await takeWaiting();
    tellFuzzed('mail', uid, counted);
    expect(counted.post).toBeGreaterThan(numRuns / 10);
    const asides = await storage.pool.query('select reason from set_aside_item');
    // Set aside is what said so when it was read; a fault of ours would be set aside under its own words.
    const reasons = new Set(asides.rows.map((row: { reason: string }) => row.reason));
    expect([...reasons].filter((reason) => /error|undefined|cannot read/i.test(reason))).toEqual([]);
    expect((await storage.pool.query('select 1 from inbox_item')).rowCount).toBe(0);
    const posts = await rows<{ text: string }>(desk, 'post');
    expect(posts.some((post) => post.text.includes('No water in Kimisagara since Monday.'))).toBe(true);
  },
  fuzzTimeout,
);
