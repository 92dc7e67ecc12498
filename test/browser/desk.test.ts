/** The console in a real browser, on a desk whose network is a double. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from '../factories/apiServer.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { adminEmail, type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { signedIn as signedInAt } from '../factories/signedIn.ts';

/** How long a test waits for what the screen will show. */
const soon = { timeout: 20_000 };

let desk: BrowserDesk;
let browser: Browser;
const colleague = 'claudine@water.example';
const auditor = 'auditor@water.example';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', colleague);
  await desk.invite('auditor', auditor);
  await desk.hear(
    'aline',
    'No water in our street for a week. 👨‍👩‍👧‍👦 The hotline says to come and see for ourselves.',
  );
  await desk.hear('nadia', 'لم يصل الماء إلى حيّنا منذ أسبوع كامل. ماذا نفعل؟', { language: 'ar' });
  await desk.hear('seun', 'Ẹ jọ̀wọ́, iná ti lọ láti àná. Ṣé ẹ lè sọ ìgbà tí yóò padà?');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const signedIn = (email = adminEmail, options: BrowserContextOptions = {}) =>
  signedInAt(browser, desk, email, options);

const open = async (page: Page, words: string) => {
  await page.getByRole('option', { name: words }).click();
  await page.getByRole('log').getByText(words).waitFor();
};
const answerField = (page: Page) => page.getByRole('textbox', { name: 'Your answer' });

describe('the keyboard alone', () => {
  it('signs in, opens a case, replies, calls it back and sends it', async () => {
    await desk.hear('keys', 'Nobody reads the meter in Kigufi.');
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${desk.address}/sign-in`);
    await page.getByLabel('Email').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type(adminEmail);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    const wanted = page.getByRole('option', { name: 'Nobody reads the meter' });
    await wanted.waitFor();
    for (let at = 0; at < 10 && (await wanted.getAttribute('aria-selected')) !== 'true'; at += 1)
      await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('Nobody reads the meter').waitFor();
    await page.keyboard.press('r');
    await page.keyboard.type('A reader was there, e j c k.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('u');
    await expect.poll(() => answerField(page).inputValue(), soon).toBe('A reader was there, e j c k.');
    expect(desk.sent.filter((one) => one.text.includes('A reader was'))).toEqual([]);
    await page.keyboard.press('r');
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-delivery=queued]').waitFor();
    await expect
      .poll(() => desk.sent.filter((one) => one.text.includes('A reader was')).length, { timeout: 20_000 })
      .toBe(1);
    await page
      .getByRole('log')
      .getByText('Sent,')
      .or(page.locator('article', { hasText: 'A reader was' }))
      .first()
      .waitFor();
    await page.context().close();
  });

  it('finds everything in the palette and the map, and never takes a letter from who types', async () => {
    const page = await signedIn();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'What do you want to do?' }).fill('accounts');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Connected accounts' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('e g i ? j');
    expect(new URL(page.url()).pathname).toBe('/search');
    await page.context().close();
  });
});

describe('two agents on one case', () => {
  it('lets one answer go out and tells the other, who then decides', async () => {
    await desk.hear('both', 'The tanker drove past our gate.');
    const [one, two] = await Promise.all([signedIn(adminEmail), signedIn(colleague)]);
    for (const page of [one, two]) {
      await open(page, 'The tanker drove past');
      await answerField(page).fill(
        page === one ? 'The driver turns round now.' : 'Sorry, it drove past your gate.',
      );
    }
    await Promise.all([answerField(one).press('Control+Enter'), answerField(two).press('Control+Enter')]);
    const told = [one, two].map((page) => page.getByRole('dialog', { name: /answered/ }));
    await expect
      .poll(async () => Promise.all(told.map((dialog) => dialog.count())).then((n) => n.sort()), soon)
      .toEqual([0, 1]);
    const loser = (await told[0]?.count()) === 1 ? one : two;
    await expectAccessible(loser);
    await loser.getByRole('button', { name: 'Drop mine' }).click();
    await expect.poll(() => answerField(loser).inputValue(), soon).toBe('');
    const ofBoth = () =>
      desk.sent.filter(
        (reply) => reply.text.includes('drove past your') || reply.text.includes('turns round'),
      );
    await expect.poll(() => ofBoth().length, { timeout: 20_000 }).toBe(1);
    await Promise.all([one, two].map((page) => page.context().close()));
  });

  it('shows who else is on the case and who writes', async () => {
    const [one, two] = await Promise.all([signedIn(adminEmail), signedIn(colleague)]);
    await open(one, 'Ẹ jọ̀wọ́');
    await open(two, 'Ẹ jọ̀wọ́');
    await one.getByText('The agent is here too').waitFor();
    await answerField(two).fill('A moment');
    await one.getByText('The agent is writing').waitFor();
    await answerField(two).fill('');
    await two.goto(`${desk.address}/search`);
    await one.getByText('The agent is').waitFor({ state: 'detached' });
    await Promise.all([one, two].map((page) => page.context().close()));
  });
});

describe('live', () => {
  it('paints a new case without asking for it, and keeps the selection on its case', async () => {
    const page = await signedIn();
    await page.getByRole('option', { name: 'No water in our street' }).click();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await desk.hear('wire', 'A live wire lies on the path.', { at: new Date(Date.now() - 3 * 3_600_000) });
    await page.getByRole('option', { name: 'A live wire' }).waitFor();
    expect(asked).not.toContain('/api/cases');
    expect(
      await page.getByRole('option', { name: 'No water in our street' }).getAttribute('aria-selected'),
    ).toBe('true');
    await page.context().close();
  });

  it('says that the server is away, keeps what is typed, and recovers by itself', async () => {
    const page = await signedIn();
    await open(page, 'No water in our street');
    await page.context().setOffline(true);
    await page.getByText(/Saved at .*, trying again/).waitFor();
    await answerField(page).fill('Written on a bad line.');
    await page.getByText('Not saved yet, trying again').waitFor();
    await expectAccessible(page);
    await desk.hear('meanwhile', 'This came while the line was down.');
    await page.context().setOffline(false);
    await page.getByRole('option', { name: 'This came while' }).waitFor();
    await page.getByText(/Saved at .*, trying again/).waitFor({ state: 'detached' });
    await page.getByText(/^Saved at/).waitFor();
    await page.reload();
    await expect.poll(() => answerField(page).inputValue(), soon).toBe('Written on a bad line.');
    await answerField(page).fill('');
    await page.context().close();
  });

  it('says that the part which shows a case did not come, and shows it once it does', async () => {
    const page = await signedIn();
    const part = /\/assets\/CaseColumn-[^/]*\.js$/;
    await page.route(part, (route) => route.abort());
    await page.reload();
    await page.getByRole('option', { name: 'No water in our street' }).click();
    await page.getByText('This could not be shown').waitFor();
    await expectAccessible(page);
    await page.unroute(part);
    await page.getByRole('button', { name: 'Try again' }).click();
    await answerField(page).waitFor();
    await page.context().close();
  });
});

describe('the delivery of a reply', () => {
  it('shows a refusal with its reason and gives the words back', async () => {
    await desk.hear('refused', 'Why was I billed twice?');
    const page = await signedIn();
    await open(page, 'Why was I billed twice?');
    desk.answer.next = { kind: 'refused', code: 'gone', reason: 'The post that is answered was deleted.' };
    await answerField(page).fill('It was our mistake.');
    await answerField(page).press('Control+Enter');
    await page.locator('[data-delivery=refused]').waitFor({ timeout: 20_000 });
    desk.answer.next = null;
    await page.getByText('The post that is answered was deleted.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Change it' }).click();
    await expect.poll(() => answerField(page).inputValue(), soon).toBe('It was our mistake.');
    await page.context().close();
  });

  it('refuses to send what is too long, and says by how much', async () => {
    const page = await signedIn();
    await open(page, 'No water in our street');
    await answerField(page).fill('👨‍👩‍👧‍👦'.repeat(121));
    await page.getByText('25 bytes too long').waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await answerField(page).fill('');
    await page.context().close();
  });
});

describe('a long case', () => {
  it('is read back to its beginning, and what is being read stays where it is', async () => {
    const days = Array.from({ length: 260 }, (_, n) => `The pump stood still on day ${n}.`);
    await desk.hearAll('longest', days);
    const page = await signedIn();
    await open(page, 'on day 259.');
    await page.getByText('on day 210.').waitFor();
    expect(await page.getByText('on day 209.').count()).toBe(0);
    const earlier = page.getByRole('button', { name: 'Show earlier posts' });
    await expectAccessible(page);
    const placeOf = async (day: number) =>
      (await page.getByText(`on day ${day}.`).boundingBox())?.y ?? Number.NaN;
    // By its button, as the keyboard does; what is being read stays where it is.
    const before = await placeOf(230);
    await earlier.dispatchEvent('click');
    await page.getByText('on day 160.').waitFor();
    expect(Math.abs((await placeOf(230)) - before)).toBeLessThan(70);
    // By scrolling on, as everybody else does.
    const thread = page.getByRole('log');
    for (const day of [110, 60, 10, 0]) {
      await thread.evaluate((box) => box.scrollTo({ top: 100 }));
      await page.getByText(`on day ${day}.`).waitFor();
    }
    expect(await page.getByText(/on day \d+\.$/).count()).toBeGreaterThanOrEqual(260);
    // What comes in meanwhile makes no gap where the latest posts begin.
    await desk.hear('longest', 'The pump stood still on day 260.');
    await page.getByRole('log').getByText('on day 260.').waitFor();
    await page.getByRole('log').getByText('on day 210.').waitFor();
    expect(await earlier.count()).toBe(0);
    for (const left of [1, 0]) {
      await page.getByRole('button', { name: 'Show earlier history' }).click();
      await expect.poll(() => page.getByRole('button', { name: 'Show earlier history' }).count()).toBe(left);
    }
    await page.context().close();
  });
});

describe('a role that may not', () => {
  it('shows an auditor everything and offers no change', async () => {
    const page = await signedIn(auditor);
    await open(page, 'No water in our street');
    expect(await answerField(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Resolve' }).count()).toBe(0);
    expect(await page.getByRole('combobox', { name: 'Severity' }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await page.goto(`${desk.address}/settings/organisation`);
    await page.context().close();
  });
});

describe('every screen', () => {
  const places = [
    'inbox/queue',
    'inbox/resolved',
    'search?q=water',
    'search?q=zebra',
    'announcements',
    'settings/me',
    'settings/accounts',
    'settings/members',
    'settings/intake',
    'settings/organisation',
    'settings/audit',
    'nowhere',
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 360]) {
      it(`is accessible at ${width} px, ${colorScheme}, and scrolls only downwards`, async () => {
        const phone = width === 360;
        const page = await signedIn(adminEmail, {
          viewport: { width, height: 800 },
          colorScheme,
          hasTouch: phone,
          isMobile: phone,
        });
        for (const place of places) {
          await page.goto(`${desk.address}/${place}`);
          await page.locator('main').waitFor();
          await page.waitForLoadState('load');
          await page.getByText('Loading').first().waitFor({ state: 'detached' });
          await expectAccessible(page);
          await expectNoSidewaysScrolling(page);
        }
        await page.goto(`${desk.address}/inbox/queue`);
        await open(page, 'No water in our street');
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
        await page.goto(`${page.url()}?side=true`);
        await page.getByRole('heading', { name: 'aline' }).waitFor();
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
        await page.context().close();
      });
    }
  }
});
