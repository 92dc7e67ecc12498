/**
 * The silent ministry: a question to a ministry is not answered, on the real network. It is found, counted as what it is, and answered by the minister herself. With LOOK it keeps the pictures of it.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RecordView } from '../../src/api/contract.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { expectAccessible, look, openBrowser } from '../factories/browser.ts';
import { type Desk, openDesk, patience } from '../factories/deskOverHttp.ts';
import { phone } from '../factories/signedIn.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import { type Bluesky, blueskyMissing, startBluesky } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();
const asked = 'When does the ministry open the new clinic in Gatenga?';
const date = (at: Date) => at.toISOString().slice(0, 10);

describe.runIf(missing === null)('the silent ministry', () => {
  let database: TestDatabase;
  let net: Bluesky;
  let program: Answerable;
  let desk: Desk;
  let browser: Browser;
  let minister: Desk['ask'];
  let hers: Page;
  let ministry: BlueskyAccount;
  let amina: BlueskyAccount;
  let caseId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const started = await startBluesky({ postgresUrl: database.superuserUrl });
    if (started === null) throw new Error('The network did not start.');
    net = started;
    ministry = await net.createAccount({ handle: 'ministry' });
    amina = await net.createAccount({ handle: 'amina' });
    program = await startAnswerable();
    desk = await openDesk(program);
    minister = await desk.join('executive', 'grace.mutesi@ministry.example');
    await minister('PATCH', '/api/me', { name: 'Grace Mutesi', signature: '^Grace' });
    await desk.connect(net, ministry, 'firehose');
    browser = await openBrowser();
    await desk.untilHeard(ministry, await net.createAccount({ handle: 'earlier' }));
  });

  afterAll(async () => {
    await browser?.close();
    await program?.close();
    await net?.stop();
    await database?.drop();
  });

  const record = () => {
    const [from, to] = [-3, 1].map((days) => date(new Date(Date.now() + days * 86_400_000)));
    return minister<RecordView>('GET', `/api/record?from=${from}&to=${to}&kind=first&by=network`);
  };
  const came = async () => {
    const context = await browser.newContext({ ...phone, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${program.address()}/front#needs`);
    await page.getByLabel('Email').fill('grace.mutesi@ministry.example');
    await page.getByLabel('Password').fill('another long password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    return page;
  };

  test('a question comes, and nobody answers it for a day and more', async () => {
    await amina.post(`@${ministry.handle} ${asked}`, { mentions: [ministry] });
    caseId = (await desk.caseWith('new clinic in Gatenga')).id;
    await vi.waitFor(async () => {
      const found = await program.query<{ kinds: string }>(
        "select p.id from post as p join post_finding as f on f.organisation_id = p.organisation_id and f.post_id = p.id where p.text like '%Gatenga%'",
      );
      expect(found).toHaveLength(1);
    }, patience);
    // The network's time cannot be turned back: what it told of this question is, by 26 hours.
    await program.query("update post set at = at - interval '26 hours' where text like '%Gatenga%'");
    await program.query(
      `update care_case set first_inbound_at = first_inbound_at - interval '26 hours', last_inbound_at = last_inbound_at - interval '26 hours',
        waiting_since = waiting_since - interval '26 hours', due_at = due_at - interval '26 hours' where id = $1`,
      [caseId],
    );
    await desk.ask('POST', `/api/cases/${caseId}/tags`, { tags: ['clinics'] });
  });

  test('it is found: the minister reads on her phone that it waits, for how long and why', async () => {
    hers = await came();
    await hers.getByText('A question that nobody has answered for 26 h').waitFor();
    await expectAccessible(hers);
    await look(hers, 'ignored-question-phone');
  });

  test('and counted: the response record says unanswered, and leads to the very question', async () => {
    await vi.waitFor(async () => {
      const { totals } = await record();
      // Beside it waits who wrote until the stream was heard, and is not late.
      expect(totals.first).toMatchObject({ answered: 0, late: 1 });
    }, patience);
    const context = await browser.newContext({
      viewport: { width: 1440, height: 1_000 },
      reducedMotion: 'reduce',
    });
    await context.addCookies(await hers.context().cookies());
    const page = await context.newPage();
    await page.goto(`${program.address()}/record?by=topic`);
    await page.getByRole('heading', { name: 'Response record', level: 1 }).waitFor();
    await page.getByRole('button', { name: /^clinics/ }).click();
    const behind = page.getByRole('region', { name: /^The cases behind it/ });
    await behind.getByRole('button', { name: 'Not answered yet' }).click();
    await behind.getByText(/new clinic in Gatenga/).waitFor();
    expect(await behind.getByRole('link', { name: /^Case / }).count()).toBe(1);
    await expectAccessible(page);
    await look(page, 'ignored-question-record-desktop');
    await context.close();
  });

  test('she answers it in person, where it was asked; it is counted as answered, and late', async () => {
    await hers.getByRole('button', { name: /new clinic in Gatenga/ }).click();
    const sheet = hers.getByRole('dialog', { name: 'The case' });
    await sheet
      .getByRole('textbox', { name: 'Your answer' })
      .fill('You asked yesterday and nobody answered. The clinic has opened this week; I was there.');
    await sheet.getByRole('button', { name: 'Send' }).click();
    await vi.waitFor(async () => {
      const told = (await amina.notifications()).filter(({ reason }) => reason === 'reply');
      expect(told).toMatchObject([
        {
          author: { handle: ministry.handle },
          record: { text: expect.stringContaining('I was there. ^Grace') },
        },
      ]);
    }, patience);
    await vi.waitFor(async () => {
      const { table, totals } = await record();
      expect(totals.first).toMatchObject({ answered: 1, late: 1 });
      expect(table.find(({ value }) => value === 'bluesky')?.figures).toMatchObject({ answered: 1 });
    }, patience);
    await hers.goto(`${program.address()}/front#needs`);
    await hers.reload();
    await hers
      .getByText('A question that nobody has answered', { exact: false })
      .waitFor({ state: 'detached' });
    await hers.context().close();
  });
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: the silent ministry on the real network. ${missing}\n`);
    expect(missing).not.toBe('');
  });
}
