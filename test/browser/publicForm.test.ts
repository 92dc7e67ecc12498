/** The public form and the private page in a real browser without JavaScript, and what members do with both in the console. */
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicLanguages } from '../../src/domain/languages.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const soon = { timeout: 20_000 };
const mostBytes = 15 * 1024;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** Keeps a picture of the screen in the folder that SHOTS names, for whoever wants to look. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function author(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

/** What axe says of an address: it needs JavaScript itself, which the page does not. */
async function expectAccessibleAt(address: string, options: BrowserContextOptions = {}): Promise<void> {
  const page = await author({ javaScriptEnabled: true, ...options });
  await page.goto(address);
  await expectAccessible(page);
  await page.context().close();
}

const long =
  'Office of the Provincial Commissioner for Water, Sanitation and Solid Waste of the Northern Lakes Region';

describe('opening a form', () => {
  it('is done in the settings, by an admin, who gets an address and a code to print', async () => {
    const page = await signedIn(browser, desk);
    await page.goto(`${desk.address}/settings/units`);
    await page.getByText('No unit yet').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add a unit' }).click();
    await page.getByLabel('Name').fill('Kicukiro branch');
    await page.getByLabel('Kind').fill('branch');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('Kicukiro branch').waitFor();
    await expectAccessible(page);
    await shot(page, 'console-units');

    await page.goto(`${desk.address}/settings/accounts`);
    await page.getByRole('button', { name: 'Open a public form' }).click();
    await page.getByLabel('Title').fill('Tell us about your water');
    await page.getByLabel('Address: /f/').fill('water');
    await page.getByLabel('Introduction').fill('We answer every one of you.\nFor danger to life call 112.');
    await page.getByLabel('Topics').fill('No water\nA bill\nA burst pipe');
    await expectAccessible(page);
    await shot(page, 'console-open-form');
    await page.getByRole('button', { name: 'Open the form' }).click();
    const address = page.getByLabel('Public address');
    await address.waitFor();
    expect(await address.inputValue()).toBe(`${desk.address}/f/water`);
    await page.getByRole('button', { name: 'QR code' }).click();
    await page.getByRole('img', { name: /^QR code of/ }).waitFor();
    await expectAccessible(page);
    await shot(page, 'console-form');
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScrolling(page);
    await shot(page, 'console-form-phone');
    await page.context().close();
  });
});

describe('an author without JavaScript', () => {
  it('complains, is answered, reads it, writes back, and closes the page', async () => {
    const page = await author();
    await page.goto(`${desk.address}/f/water`);
    await shot(page, 'form-phone');
    await page.getByLabel('What is it about?').selectOption('A burst pipe');
    await page.getByLabel('Which branch or office?').selectOption('Kicukiro branch');
    await page.getByLabel('Where is it?').fill('Behind the market');
    await page.getByLabel('What happened?').fill('The pipe has burst.\nThe street is a river.');
    const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#5588aa' } })
      .jpeg()
      .toBuffer();
    await page
      .getByLabel('Photos')
      .setInputFiles({ name: 'pipe.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByLabel('How can we reach you?').fill('+250 700 000 333');
    desk.server.clock.ahead += 3_000;
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('We have received it. Thank you.').waitFor();
    expect(page.url()).toMatch(/\/c\/[\w-]{22}\?new=1$/);
    const path = new URL(page.url()).pathname;
    await page.getByText('The street is a river.').waitFor();
    await expectNoSidewaysScrolling(page);
    await shot(page, 'case-new-phone');

    const member = await signedIn(browser, desk);
    await member.locator('[role=option]', { hasText: 'The street is a river' }).click();
    await member.getByText('Nothing leaves').waitFor({ state: 'detached' });
    await member.getByText('The author reads this on the private page').waitFor();
    await member.getByText('+250 700 000 333').waitFor();
    expect(await member.getByRole('combobox', { name: 'Unit' }).inputValue()).not.toBe('');
    await expectAccessible(member);
    await shot(member, 'console-case');
    await member
      .getByRole('textbox', { name: 'Your answer' })
      .fill('Two plumbers are on their way. They come before six.');
    await member.getByRole('button', { name: 'Send', exact: true }).click();
    await expect
      .poll(async () => {
        // The undo of ten seconds.
        desk.server.clock.ahead += 5_000;
        await page.goto(`${desk.address}${path}`);
        return page.getByText('They come before six.').count();
      }, soon)
      .toBe(1);
    await page.getByText('Answered', { exact: true }).waitFor();
    await page.getByRole('img', { name: 'Photo 1' }).waitFor();
    await shot(page, 'case-answered-phone');
    await expectAccessibleAt(`${desk.address}${path}`);
    await expectAccessibleAt(`${desk.address}${path}`, { colorScheme: 'dark' });

    await page.getByLabel('Your words').fill('Nobody came.');
    desk.server.clock.ahead += 3_000;
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Nobody came.').waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
    await member.getByText('Nobody came.').first().waitFor(soon);
    await member.context().close();

    await page.getByText('Close this page for good').click();
    await page.getByRole('button', { name: 'Yes, close it' }).click();
    await page.getByRole('heading', { name: 'This page is closed' }).waitFor();
    await page.goto(`${desk.address}${path}`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await shot(page, 'lost-phone');
    await page.context().close();
  });

  it('writes and is answered in Kinyarwanda, chosen once at the top', async () => {
    const page = await author({ locale: 'en-GB' });
    await page.goto(`${desk.address}/f/water`);
    await page.getByRole('link', { name: 'Ikinyarwanda' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('rw');
    await shot(page, 'form-phone-rw');
    await page.getByLabel('Habaye iki?').fill('Nta mazi dufite kuva ku wa mbere.');
    desk.server.clock.ahead += 3_000;
    await page.getByRole('button', { name: 'Ohereza' }).click();
    await page.getByText('Twabyakiriye. Murakoze.').waitFor();
    const { href } = new URL(page.url());
    await page.getByText('Byakiriwe', { exact: true }).waitFor();

    const member = await signedIn(browser, desk);
    await member.locator('[role=option]', { hasText: 'Nta mazi dufite' }).click();
    await member.getByText('The author reads this on the private page').waitFor();
    await member.getByRole('textbox', { name: 'Your answer' }).fill('Amazi yagarutse.');
    await member.getByRole('button', { name: 'Send', exact: true }).click();
    await expect
      .poll(async () => {
        desk.server.clock.ahead += 5_000;
        await page.goto(href);
        return page.getByText('Amazi yagarutse.').count();
      }, soon)
      .toBe(1);
    await member.context().close();
    await page.getByText('Byasubijwe', { exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('rw');
    await expectNoSidewaysScrolling(page);
    await shot(page, 'case-answered-phone-rw');
    await expectAccessibleAt(href);
    await page.getByRole('link', { name: 'Kiswahili' }).click();
    await page.getByText('Limejibiwa', { exact: true }).waitFor();
    await page.context().close();
  });

  it('sees what is wrong beside the field, by the keyboard alone, and keeps what was typed', async () => {
    const page = await author();
    await page.goto(`${desk.address}/f/water`);
    const focused = () => page.evaluate('document.activeElement?.id ?? ""');
    // Past the switch of languages.
    for (let n = 0; n < publicLanguages.length - 1; n++) await page.keyboard.press('Tab');
    const order: unknown[] = [];
    for (let n = 0; n < 8; n++) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order).toEqual(['topic', 'unit', 'place', 'text', 'photo', 'name', 'reach', 'pin']);
    // The browser itself says that words are missing.
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.evaluate('document.querySelector("#text").validity.valueMissing')).toBe(true);
    expect(page.url()).toBe(`${desk.address}/f/water`);
    // And the server says what the browser cannot know.
    await page.getByLabel('What happened?').fill('Sent faster than anybody types.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('What happened?').inputValue()).toBe('Sent faster than anybody types.');
    await shot(page, 'form-refused-phone');
    desk.server.clock.ahead += 3_000;
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('We have received it. Thank you.').waitFor();
    await page.context().close();
  });

  it('opens a page with a PIN, in the dark', async () => {
    const page = await author({ colorScheme: 'dark' });
    await page.goto(`${desk.address}/f/water`);
    await shot(page, 'form-phone-dark');
    await page.getByLabel('What happened?').fill('My neighbour must not read this.');
    await page.getByLabel('PIN for your private page').fill('2580');
    desk.server.clock.ahead += 3_000;
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Your PIN, please' }).waitFor();
    const { pathname } = new URL(page.url());
    await page.getByLabel('PIN').fill('1111');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('That is not the PIN.').waitFor();
    await shot(page, 'pin-wrong-phone-dark');
    await expectAccessibleAt(`${desk.address}${pathname}`, { colorScheme: 'dark' });
    await page.getByLabel('PIN').fill('2580');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('My neighbour must not read this.').waitFor();
    await shot(page, 'case-phone-dark');
    await page.context().close();
  });
});

describe('every public page', () => {
  const pages = publicLanguages.flatMap((language) => [
    `/f/water?lang=${language}`,
    `/f/nothing-here?lang=${language}`,
  ]);

  it('is clean for axe, light and dark, on a phone and on a desk', async () => {
    for (const path of pages)
      for (const options of [
        {},
        { colorScheme: 'dark' as const },
        { viewport: { width: 1440, height: 900 }, isMobile: false },
      ])
        await expectAccessibleAt(`${desk.address}${path}`, options);
  });

  it('needs no sideways scrolling at 320 px, at 200 % zoom, and with the longest names', async () => {
    const { pool } = desk.server.storage;
    await pool.query('update institution set name = $1', [long]);
    await pool.query(
      `update connected_account set settings = settings || jsonb_build_object('title', $1::text, 'topics', $2::text) where network = 'form'`,
      [
        `Tell ${long} about Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft`,
        `${long}\nماء\n💧💧💧`,
      ],
    );
    for (const viewport of [
      { width: 320, height: 640 },
      // A desk of 1280 at 200 %, and a phone of 360 at 200 %.
      { width: 640, height: 450 },
      { width: 180, height: 370 },
    ]) {
      const page = await author({ viewport, isMobile: false });
      for (const language of publicLanguages) {
        await page.goto(`${desk.address}/f/water?lang=${language}`);
        await expectNoSidewaysScrolling(page);
        await shot(page, `form-${viewport.width}-${language}`);
      }
      await page.context().close();
    }
    const wide = await author({ viewport: { width: 1440, height: 900 }, isMobile: false });
    await wide.goto(`${desk.address}/f/water`);
    await shot(wide, 'form-desktop');
    await wide.context().close();
  });

  it('weighs less than 15 KB with everything, and asks for nothing else', async () => {
    for (const language of publicLanguages) {
      const page = await author();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const address = `${desk.address}/f/water?lang=${language}`;
      const answer = await page.goto(address);
      expect((await answer?.body())?.length).toBeLessThan(mostBytes);
      expect(asked).toEqual([address]);
      await page.context().close();
    }
  });

  it('runs no script, whatever is written into it', async () => {
    const page = await author({ javaScriptEnabled: true });
    const said: string[] = [];
    page.on('dialog', (dialog) => void dialog.dismiss());
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${desk.address}/f/water`);
    await page
      .getByLabel('What happened?')
      .fill('<script>document.title="taken"</script><img src=x onerror=document.title="taken">');
    desk.server.clock.ahead += 3_000;
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('We have received it.').waitFor();
    expect(await page.title()).not.toContain('taken');
    expect(said.filter((line) => /refused|violat/i.test(line))).toEqual([]);
    await page.context().close();
  });
});

describe('a letter', () => {
  it('is logged from the inbox and the palette, and its answer says that nothing leaves', async () => {
    const page = await signedIn(browser, desk);
    await page.getByRole('button', { name: 'Log a letter or visit' }).click();
    await page.getByRole('dialog').getByLabel('How it came').selectOption('letter');
    await page.getByLabel('Name of the author').fill('Mama Chantal');
    await page.getByLabel('How to reach them').fill('Box 12, Nyamata');
    await page.getByLabel('In the author’s words').fill('The bridge has been broken since the rains.');
    const scan = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#eeeedd' } })
      .png()
      .toBuffer();
    await page
      .getByLabel('Pictures of the letter')
      .setInputFiles({ name: 'letter.png', mimeType: 'image/png', buffer: scan });
    await expectAccessible(page);
    await shot(page, 'console-letter');
    await page.getByRole('button', { name: 'Log it' }).click();
    await page.locator('[role=option]', { hasText: 'The bridge has been broken' }).click();
    await page.getByText('Nothing leaves this machine').waitFor();
    await page.getByText('Box 12, Nyamata').waitFor();
    await page.getByRole('img', { name: 'Picture without a description' }).waitFor();
    await expectAccessible(page);
    await shot(page, 'console-letter-case');
    await page.context().close();

    const small = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
    await small.keyboard.press('l');
    await small.getByRole('dialog').waitFor();
    await expectAccessible(small);
    await expectNoSidewaysScrolling(small);
    await shot(small, 'console-letter-phone-dark');
    await small.context().close();
  });
});
