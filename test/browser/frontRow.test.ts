/** The executive's screen in a real browser, on a phone and at a desk. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { nothingFound } from '../../src/domain/finding.ts';
import { keepFindings } from '../../src/storage/findings.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { cameIn, phone } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const email = 'claudine@water.example';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('executive', email);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});
beforeEach(() => {
  desk.sent.length = 0;
});

/** Her phone, at the front row. */
async function atTheFront(options: Parameters<typeof cameIn>[3] = phone, hash = ''): Promise<Page> {
  const page = await cameIn(browser, desk, email, options);
  await page.goto(`${desk.address}/front${hash}`);
  await page.getByRole('navigation', { name: 'Parts of the front row' }).waitFor();
  return page;
}

const tab = (page: Page, name: string) =>
  page
    .getByRole('navigation', { name: 'Parts of the front row' })
    .getByRole('link', { name: new RegExp(`^${name}`) });

it('says that nothing needs her, and nobody has written, on a desk that is new', async () => {
  const page = await atTheFront();
  await page.getByText('Nothing needs you now').waitFor();
  await expectAccessible(page);
  await look(page, 'front-empty');
  await tab(page, 'Everything').click();
  await page.getByText('0 today, 0 shown').waitFor();
  await page.getByText('Nobody has written yet.').waitFor();
  await expectAccessible(page);
  await tab(page, 'Mine').click();
  await page.getByText('You have no open promise.').waitFor();
  await look(page, 'front-empty-mine');
  await page.context().close();
});

it('shows everything with its proof, as it comes in, and tells the desk what was on her screen', async () => {
  const page = await atTheFront(phone, '#posts');
  await page.getByText('0 today, 0 shown').waitFor();
  await desk.hear(
    'amina',
    'A week without water in Kimironko, and your hotline invites me to come and see your difficulties.',
  );
  await desk.hear('thabo', 'You are idiots.');
  await page.getByText('2 today, 2 shown').waitFor();
  await page.getByText('A week without water').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'front-everything');
  const cases = async () =>
    (
      (await desk.server.ask({ url: '/api/cases?view=all', as: desk.admin })).body as {
        rows: { id: string; words: string }[];
      }
    ).rows;
  const amina = (await cases()).find(({ words }) => words.startsWith('A week'));
  const seen = async () =>
    (
      (await desk.server.ask({ url: `/api/cases/${amina?.id}`, as: desk.admin })).body as {
        seen: { by: string }[];
      }
    ).seen;
  await expect.poll(seen, { timeout: 8000 }).toMatchObject([{ by: expect.stringMatching(/./) }]);
  await page.context().close();
});

it('is answered in three taps, once, and can be called back until it leaves', async () => {
  await desk.hear('wanjiru', 'Who answers that telephone? I rang eleven times.');
  const page = await atTheFront(phone, '#posts');
  await page.getByRole('button', { name: /I rang eleven times/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet
    .getByRole('textbox', { name: 'Your answer' })
    .fill('I called the number myself and found who had to answer.');
  await expectAccessible(page);
  await look(page, 'front-answer');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await sheet.getByText('Your answer leaves in a moment.').waitFor();
  await look(page, 'front-leaving');
  await expect.poll(() => desk.sent.length, { timeout: 20_000 }).toBe(1);
  expect(desk.sent[0]?.text).toContain('I called the number myself');
  await page.goBack();
  await sheet.waitFor({ state: 'detached' });
  await page
    .getByText(/^Answered by /)
    .first()
    .waitFor({ timeout: 15_000 });
  await page.context().close();
});

it('asks what an answer promises before it leaves, and keeps it on her page', async () => {
  await desk.hear('otieno', 'When is the tanker coming to Ward 4?');
  const page = await atTheFront(phone, '#posts');
  await page.getByRole('button', { name: /the tanker coming to Ward 4/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet
    .getByRole('textbox', { name: 'Your answer' })
    .fill('The tanker will be in Ward 4 soon, I promise.');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await sheet.getByText('This answer promises something. By when?').waitFor();
  await expectAccessible(page);
  await look(page, 'front-promise');
  await sheet.getByRole('button', { name: 'Tomorrow' }).click();
  await sheet.getByRole('button', { name: 'I promise: send' }).click();
  await expect.poll(() => desk.sent.length, { timeout: 20_000 }).toBe(1);
  await page.goBack();
  await tab(page, 'Mine').click();
  await page.getByText('The tanker will be in Ward 4 soon, I promise.').waitFor();
  await page.getByRole('button', { name: 'Choose a rhythm' }).click();
  await page.getByLabel('Answers a day').fill('2');
  await expectAccessible(page);
  await look(page, 'front-rhythm');
  await page.getByRole('button', { name: 'Choose it' }).click();
  await page.getByText('2 answers before 09:00: Mon, Tue, Wed, Thu, Fri').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'front-mine');
  await page.context().close();
});

it('opens without a network as it stood last, keeps what she writes, and sends it once when the network is back', async () => {
  await desk.hear('fatuma', 'The pipe at the clinic has burst.');
  const page = await atTheFront(phone, '#posts');
  await page.getByText('The pipe at the clinic has burst.').waitFor();
  await page.getByRole('button', { name: /pipe at the clinic/ }).click();
  await page.getByRole('textbox', { name: 'Your answer' }).waitFor();
  await page.goBack();
  // The page is kept once its worker has it.
  await page.evaluate(
    'navigator.serviceWorker.ready.then(() => caches.match("/front")).then((page) => page !== undefined)',
  );
  await page.reload();
  await page.getByText('The pipe at the clinic has burst.').waitFor();
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('The pipe at the clinic has burst.').waitFor();
  await page.getByText(/^As of /).waitFor();
  await look(page, 'front-offline');
  await page.getByRole('button', { name: /pipe at the clinic/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Your answer' }).fill('I have read this on the road.');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await sheet.getByText('Kept on this phone.', { exact: false }).waitFor();
  await expectAccessible(page);
  await look(page, 'front-offline-kept');
  await page.reload();
  await page.getByRole('dialog').getByText('Kept on this phone.', { exact: false }).waitFor();
  expect(desk.sent).toHaveLength(0);
  await page.context().setOffline(false);
  await expect.poll(() => desk.sent.map(({ text }) => text), { timeout: 30_000 }).toHaveLength(1);
  await page.waitForTimeout(3_000);
  expect(desk.sent).toHaveLength(1);
  await page.context().close();
});

it('sends what she wrote once the network is back though the page is closed, and doubles nothing when she comes again', async () => {
  await desk.hear('closed', 'The tap at the school has run dry.');
  const page = await atTheFront(phone, '#posts');
  await page.evaluate('navigator.serviceWorker.ready');
  const context = page.context();
  await page.getByRole('button', { name: /tap at the school/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Your answer' }).waitFor();
  // The line to the server is away for pages and worker alike; the browser itself does not know it.
  await context.route('**/api/**', (route) => route.abort('connectionfailed'));
  await sheet.getByRole('textbox', { name: 'Your answer' }).fill('I read this on the road.');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await sheet.getByText('Kept on this phone.', { exact: false }).waitFor();
  const wake = await sleeping(page);
  await page.close();
  expect(desk.sent).toHaveLength(0);
  await context.unroute('**/api/**');
  await wake();
  await expect.poll(() => desk.sent.length, { timeout: 30_000 }).toBe(1);
  const again = await context.newPage();
  await again.goto(`${desk.address}/front#posts`);
  await again.getByText('The tap at the school has run dry.').waitFor();
  await again.waitForTimeout(2_000);
  expect(await again.getByText('Kept on this phone.', { exact: false }).count()).toBe(0);
  expect(desk.sent.map(({ text }) => text)).toEqual([expect.stringContaining('I read this on the road.')]);
  await context.close();
});

/** Her worker, once something was left to it; what comes back wakes it, as the browser does when the network is back. */
async function sleeping(page: Page): Promise<() => Promise<void>> {
  await expect
    .poll(() => page.evaluate('caches.match("/outbox").then((left) => left !== undefined)'))
    .toBe(true);
  const other = await page.context().newPage();
  await other.goto(`${desk.address}/icon.svg`);
  const session = await page.context().newCDPSession(other);
  const known = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [ours] = registrations.filter(({ isDeleted }) => !isDeleted);
      if (ours !== undefined) resolve(ours.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await known;
  return async () => {
    await session.send('ServiceWorker.dispatchSyncEvent', {
      origin: new URL(desk.address).origin,
      registrationId,
      tag: 'outbox',
      lastChance: false,
    });
  };
}

it('is read at a desk too, in the dark, with names that are long', async () => {
  const long = 'Uwimana Nyiramahoro Mukandayisenga wa Kimironko na Remera ';
  await desk.hear('long', 'Amazi yabuze kuva ku wa gatandatu. '.repeat(12), {
    by: { networkId: 'did:plc:long', handle: `${'very.'.repeat(12)}long.example`, name: long.repeat(3) },
  });
  const page = await atTheFront({ colorScheme: 'dark', viewport: { width: 1280, height: 800 } }, '#posts');
  await page.getByText('Amazi yabuze').first().waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'front-desk-dark');
  await page.context().close();
});

it('finds a question that was ignored, says for how long, and counts it until it is answered', async () => {
  await desk.hear('ignored', 'When does the ministry answer its letters?', {
    at: new Date(Date.now() - 30 * 3_600_000),
  });
  const { storage } = desk.server;
  const ofQuestion = async () =>
    (
      await storage.system
        .selectFrom('post')
        .select(['id', 'organisation_id'])
        .where('text', 'like', 'When does the ministry%')
        .execute()
    )[0];
  await expect.poll(async () => (await ofQuestion())?.id).toBeDefined();
  const post = await ofQuestion();
  const kinds = [{ name: 'question' as const, sure: 90, because: [] }];
  await storage.inOrganisation(post?.organisation_id ?? 0, (tx) =>
    keepFindings(tx, post?.organisation_id ?? 0, { at: new Date(), models: 'test' }, [
      { postId: post?.id ?? '', found: { ...nothingFound(), kinds } },
    ]),
  );
  const page = await atTheFront(phone, '#needs');
  const why = page.getByText('A question that nobody has answered for 30 h');
  await why.waitFor();
  expect(await tab(page, 'Needs you').innerText()).toMatch(/\d/);
  await expectAccessible(page);
  await look(page, 'front-ignored');
  await page.getByRole('button', { name: /When does the ministry/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Your answer' }).fill('I have read yours today, and answered it.');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => desk.sent.length, { timeout: 20_000 }).toBe(1);
  await page.goBack();
  await why.waitFor({ state: 'detached' });
  await page.context().close();
});

it('says on the desk who saw a post, lets supervisors set what needs her, and her account be hers', async () => {
  const page = await cameIn(browser, desk);
  const { rows } = (await desk.server.ask({ url: '/api/cases?view=all', as: desk.admin })).body as {
    rows: { id: string; author: { name: string } }[];
  };
  const amina = rows.find(({ author }) => author.name === 'amina');
  await page.goto(`${desk.address}/inbox/all/${amina?.id}`);
  await page.getByText(/^seen by The executive/).waitFor();
  await look(page, 'front-seen-by');
  await page.goto(`${desk.address}/settings/front`);
  await page.getByRole('heading', { name: 'Front row', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Add one' }).click();
  await page.getByLabel('Handle').fill('@magazine.example');
  await page.getByLabel('Who it is').fill('Consumer Weekly');
  await page.getByLabel('Posts that name the executive').uncheck();
  await page.getByLabel(/^Many:/).fill('7');
  await expectAccessible(page);
  await look(page, 'front-settings', { fullPage: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The front row goes by it now.').waitFor();
  await page.reload();
  expect(await page.getByLabel('Handle').inputValue()).toBe('magazine.example');
  expect(await page.getByLabel('Posts that name the executive').isChecked()).toBe(false);
  await page.goto(`${desk.address}/settings/accounts`);
  await page.getByLabel('Whose account it is').selectOption({ label: 'The executive’s own' });
  await expect.poll(() => page.getByLabel('Whose account it is').inputValue()).not.toBe('');
  await page.getByRole('button', { name: 'Cut it off' }).click();
  await page.getByText('Cut off: nothing leaves from it.').waitFor();
  await expectAccessible(page);
  await look(page, 'front-account-cut');
  await page.getByRole('button', { name: 'Use it again' }).click();
  await page.getByText('Cut off: nothing leaves from it.').waitFor({ state: 'detached' });
  await page.getByLabel('Whose account it is').selectOption({ label: 'The house’s' });
  await page.context().close();
});
