import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { password } from './apiServer.ts';
import { adminEmail, type BrowserDesk } from './browserDesk.ts';

/** A page of a member who signed in and sees the queue, in which somebody waits. The door itself is in signIn.test.ts and desk.test.ts. */
export async function signedIn(...who: Parameters<typeof cameIn>): Promise<Page> {
  const page = await cameIn(...who);
  await page.goto(who[1].address);
  await page.locator('[role=option]').first().waitFor();
  return page;
}

/** An empty page of a member who signed in; an error in the page fails the test. */
export async function cameIn(
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
  const door = { method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } } as const;
  const { cookies, status, text } = await desk.server.ask(door);
  if (status !== 200) throw new Error(`the sign-in was refused: ${text}`);
  await context.addCookies(cookies.map((line) => cookieOf(line, desk.address)));
  return page;
}

/** A Set-Cookie line of ours as the browser keeps it. */
function cookieOf(line: string, url: string) {
  const [pair = ''] = line.split(';', 1);
  const at = pair.indexOf('=');
  // A desk behind https marks them; a browser sends such ones to its own machine without it, too.
  const secure = /;\s*secure/i.test(line);
  return {
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    url: secure ? url.replace(/^http:/, 'https:') : url,
    secure,
    httpOnly: true,
    sameSite: 'Lax' as const,
  };
}

/** A phone: narrow, touched, moving as little as it is asked to. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};
