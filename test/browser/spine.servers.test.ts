/** The way of one post by a stranger on the real network: seen in the console in a real browser, answered there, read by its author. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { typedFor } from '../factories/blueskyAccess.ts';
import { expectAccessible, openBrowser } from '../factories/browser.ts';
import { type Desk, openDesk, patience } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import { type Bluesky, blueskyMissing, startBluesky } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();

describe.runIf(missing === null)('a stranger is answered from the console', () => {
  let database: TestDatabase;
  let net: Bluesky;
  let program: Answerable;
  let desk: Desk;
  let browser: Browser;
  let page: Page;
  let house: BlueskyAccount;
  let amina: BlueskyAccount;
  const answer = 'The pump at Kimisagara was mended, Amina. Water runs again.';

  beforeAll(async () => {
    database = await createTestDatabase();
    const started = await startBluesky({ postgresUrl: database.superuserUrl });
    if (started === null) throw new Error('The network did not start.');
    net = started;
    house = await net.createAccount({ handle: 'amaziwater' });
    amina = await net.createAccount({ handle: 'amina' });
    program = await startAnswerable();
    desk = await openDesk(program);
    browser = await openBrowser();
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await signIn();
  });

  afterAll(async () => {
    await browser?.close();
    await program?.close();
    await net?.stop();
    await database?.drop();
  });

  async function signIn() {
    await page.goto(`${program.address()}/sign-in`);
    await page.getByLabel('Email').fill('naledi@water.example');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Nobody waits for an answer').waitFor();
  }

  const row = () => page.getByRole('option', { name: 'no water in Kimisagara since Monday' });
  const ours = async () => (await house.posts()).filter((one) => String(one.value.text).startsWith(answer));

  test('an account of a network of its own is connected by the form alone', async () => {
    const typed = typedFor(net, house, await house.appPassword('desk', true));
    await page.goto(`${program.address()}/settings/accounts`);
    await page.getByRole('button', { name: 'Connect an account' }).first().click();
    await page.getByLabel('Handle').fill(typed.handle ?? '');
    await page.getByLabel('App password').fill(typed.password ?? '');
    await page.getByLabel('Server', { exact: true }).fill(typed.server ?? '');
    await page.getByText('Advanced: what few need').click();
    await expectAccessible(page);
    await page.getByLabel('Listening by').selectOption(typed.listening ?? '');
    await page.getByLabel('Chat service').fill('chat.example');
    await page.getByLabel('Address of pictures').fill(typed.pictures ?? '');
    if (typed.appview !== undefined) await page.getByLabel('App view').selectOption(typed.appview);
    await page.getByLabel('Seconds between questions').fill(typed.pollSeconds ?? '');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('The chat service must be an id').waitFor();
    await page.getByLabel('Chat service').fill(typed.chat ?? '');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText(`${house.handle} is connected.`).waitFor();
    await desk.untilHeard(house, await net.createAccount({ handle: 'earlier' }));
    await page.goto(`${program.address()}/inbox/queue`);
  });

  test('the complaint appears in the open console by itself', async () => {
    await amina.post(`@${house.handle} no water in Kimisagara since Monday`, { mentions: [house] });
    await row().waitFor();
    await expectAccessible(page);
  });

  test('the agent answers, may call it back for ten seconds, and its author reads it once', async () => {
    await row().click();
    await page.getByRole('log').getByText('no water in Kimisagara').waitFor();
    await page.getByRole('textbox', { name: 'Your answer' }).fill(answer);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await ours()).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    await vi.waitFor(async () => {
      const told = await amina.notifications();
      const read = told.filter((one) => one.reason === 'reply');
      expect(read).toMatchObject([{ record: { text: expect.stringContaining(answer) } }]);
    }, patience);
    expect(await ours()).toHaveLength(1);
  });

  test('the console shows the answer as sent and the case as waiting for its author, without being asked', async () => {
    const said = page.getByRole('log').getByText(answer);
    await said.waitFor();
    await vi.waitFor(async () => expect(await said.count()).toBe(1), patience);
    await page.getByRole('log').locator('[data-delivery]').waitFor({ state: 'detached' });
    await page
      .getByRole('region', { name: /^Case/ })
      .getByText('Waiting for the author', { exact: true })
      .waitFor();
    await expectAccessible(page);
  });

  test('what the author writes back stands under it', async () => {
    const [sent] = await ours();
    if (sent === undefined) throw new Error('There is no answer.');
    const root = (sent.value.reply as { root: { uri: string; cid: string } }).root;
    await amina.post('It runs again, thank you', { replyTo: { parent: sent, root } });
    await page.getByRole('log').getByText('It runs again, thank you').waitFor();
  });
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: the console on the real network. ${missing}\n`);
    expect(missing).not.toBe('');
  });
}
