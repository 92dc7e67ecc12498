/** The list under a thumb: dragged to claim, to resolve, to hand off; and the same by keys. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const auditor = 'auditor@water.example';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', 'thabo@water.example');
  await desk.invite('auditor', auditor);
  for (const who of ['aline', 'bosco', 'chidi', 'dina', 'esi'])
    await desk.hear(who, `No water, says ${who}.`);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const line = (page: Page, who: string) => page.getByRole('option', { name: `says ${who}` });

interface Thumb {
  drag(by: number, down?: number): Promise<void>;
  lift(): Promise<void>;
}

/** A real touch, as the browser gets it from a screen. */
async function thumbOn(page: Page, who: string): Promise<Thumb> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const box = await line(page, who).boundingBox();
  if (box === null) throw new Error(`${who} is not on the screen.`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  let started = false;
  return {
    async drag(by, down = 0) {
      if (!started) await touch('touchStart', [{ x, y }]);
      started = true;
      for (const part of [0.25, 0.5, 0.75, 1])
        await touch('touchMove', [{ x: x + by * part, y: y + down * part }]);
    },
    async lift() {
      await touch('touchEnd', []);
      await session.detach();
    },
  };
}

describe('a thumb on the list', () => {
  it('claims to the right, sees it before it lets go, and gives it back', async () => {
    const page = await signedIn(browser, desk, undefined, phone);
    const thumb = await thumbOn(page, 'aline');
    await thumb.drag(60);
    await page.locator('[data-swipe="not yet"]').waitFor();
    await thumb.drag(110);
    await page.locator('[data-swipe=claim]', { hasText: 'Claim' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await thumb.lift();
    await page.getByText(/Case \d+ is claimed by you/).waitFor();
    expect(new URL(page.url()).pathname).toBe('/inbox/queue');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/You gave case \d+ back/).waitFor();
    await page.context().close();
  });

  it('resolves to the left, and undoes it', async () => {
    const page = await signedIn(browser, desk, undefined, phone);
    const thumb = await thumbOn(page, 'bosco');
    await thumb.drag(-120);
    await page.locator('[data-swipe=settle]', { hasText: 'Resolve' }).waitFor();
    await thumb.lift();
    await page.getByText(/Case \d+ is resolved/).waitFor();
    await line(page, 'bosco').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await line(page, 'bosco').waitFor();
    await page.context().close();
  });

  it('hands off far to the left, to whom it is asked', async () => {
    const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
    const thumb = await thumbOn(page, 'chidi');
    // The finger may leave the screen's middle only so far: it goes back over the edge for the rest.
    await thumb.drag(-175);
    await thumb.drag(-219);
    await page.locator('[data-swipe=handOff]', { hasText: 'Hand off' }).waitFor();
    await thumb.lift();
    const question = page.getByRole('dialog', { name: /Hand off case/ });
    await question.getByRole('button', { name: 'The agent' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await question.getByRole('button', { name: 'The agent' }).click();
    await page.getByText(/Case \d+ is handed to The agent/).waitFor();
    await line(page, 'chidi').getByText('The agent').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await line(page, 'chidi').getByText('The agent').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('that slips, scrolls or belongs to a role that may not, does nothing', async () => {
    const page = await signedIn(browser, desk, undefined, phone);
    const slip = await thumbOn(page, 'dina');
    await slip.drag(50);
    await slip.lift();
    const scroll = await thumbOn(page, 'dina');
    await scroll.drag(90, -140);
    expect(await page.locator('[data-swipe]').count()).toBe(0);
    await scroll.lift();
    const reader = await signedIn(browser, desk, auditor, phone);
    const thumb = await thumbOn(reader, 'dina');
    await thumb.drag(120);
    expect(await reader.locator('[data-swipe]').count()).toBe(0);
    await thumb.lift();
    for (const one of [page, reader]) {
      expect(await one.getByText(/Case \d+ is/).count()).toBe(0);
      await one.context().close();
    }
  });
});

describe('the keys on the list', () => {
  it('do the same without opening a case', async () => {
    const page = await signedIn(browser, desk);
    for (let at = 0; at < 10 && (await line(page, 'esi').getAttribute('aria-selected')) !== 'true'; at += 1)
      await page.keyboard.press('j');
    await page.keyboard.press('c');
    await page.getByText(/Case \d+ is claimed by you/).waitFor();
    await page.keyboard.press('a');
    await page
      .getByRole('dialog', { name: /Hand off/ })
      .getByRole('button', { name: 'The agent' })
      .click();
    await page.getByText(/is handed to The agent/).waitFor();
    await page.keyboard.press('e');
    await line(page, 'esi').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/inbox/queue');
    await page.context().close();
  });
});
