/** A desk in a browser whose posts are read by the real models, as they are in the program. */
import type { Browser, Page } from 'playwright-core';
import { startReadingPosts } from '../../src/jobs/readPosts.ts';
import { PostReader } from '../../src/understanding/reader.ts';
import { openBrowser } from './browser.ts';
import { type BrowserDesk, openBrowserDesk } from './browserDesk.ts';

export interface ReadingBrowserDesk {
  desk: BrowserDesk;
  browser: Browser;
  close(): Promise<void>;
}

export async function openReadingBrowserDesk(): Promise<ReadingBrowserDesk> {
  const [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  const reader = new PostReader();
  const reading = startReadingPosts(
    {
      storage: desk.server.storage,
      read: (posts, topics) => reader.read(posts, topics),
      models: () => 'test',
      now: desk.server.now,
      log: () => undefined,
    },
    'browser-test',
  );
  return {
    desk,
    browser,
    async close() {
      await reading.stop();
      await reader.close();
      await browser.close();
      await desk.close();
    },
  };
}

/** The part of a case that says what was found in its last post. */
export const foundInLast = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: 'What was found in the last post' }) });
