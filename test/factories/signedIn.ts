import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { password } from './apiServer.ts';
import { adminEmail, type BrowserDesk } from './browserDesk.ts';

/** A page of a member who signed in and sees the queue; an error in the page fails the test. */
export async function signedIn(
  browser: Browser,
  desk: BrowserDesk,
  email = adminEmail,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${desk.address}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('[role=option]').first().waitFor();
  return page;
}

/** A phone: narrow, touched, moving as little as it is asked to. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};
