/** The public page of promises in a real browser without JavaScript: on a phone and at a desk, light and dark, empty and full, in each language. */
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CasePage, CaseView, ReplyView } from '../../src/api/contract.ts';
import { publicLanguages } from '../../src/domain/languages.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
let ownId: string;
const day = 86_400_000;
const desktop = { viewport: { width: 1280, height: 900 } };

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  ownId = (await ask<{ member: { id: string } }>('GET', '/api/me')).member.id;
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

async function ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<T> {
  const answer = await desk.server.ask({
    method,
    url,
    as: desk.admin,
    ...(payload === undefined ? {} : { payload }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.text}`);
  return answer.body as T;
}

/** An author asks, and we promise in our answer; answers the promise's id. */
async function promised(thread: string, what: string, dueAt: Date): Promise<string> {
  await desk.hear(thread, `Question of ${thread}`);
  const row = await vi.waitFor(
    async () => {
      const { rows } = await ask<CasePage>('GET', '/api/cases?view=all&limit=200');
      const found = rows.find(({ words }) => words?.includes(`Question of ${thread}`));
      if (found === undefined) throw new Error('it is not at the desk yet');
      return found;
    },
    { timeout: 20_000 },
  );
  const { permissions, answering, sequence } = await ask<CaseView>('GET', `/api/cases/${row.id}`);
  const accountId = permissions[0]?.accountId;
  const promise = { kind: 'made', what, dueAt: dueAt.toISOString(), ownerId: ownId };
  const written = { replyId: randomUUID(), text: what, mode: 'public', postId: answering, accountId };
  await ask<ReplyView>('POST', `/api/cases/${row.id}/replies`, { ...written, writtenOn: sequence, promise });
  desk.server.clock.ahead += 11_000;
  const list = () => ask<{ id: string }[]>('GET', `/api/cases/${row.id}/commitments`);
  await expect.poll(async () => (await list()).length, { timeout: 20_000 }).toBe(1);
  return (await list())[0]?.id ?? '';
}

async function visit(options: BrowserContextOptions, path = ''): Promise<Page> {
  // What was counted within the last minute is shown again.
  desk.server.clock.ahead += 61_000;
  const context = await browser.newContext({ reducedMotion: 'reduce', javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  await page.goto(`${desk.address}/promises/karoo-water-board${path}`);
  return page;
}

/** axe needs JavaScript itself, which the page does not. */
async function expectGood(options: BrowserContextOptions, path = ''): Promise<void> {
  const page = await visit({ ...options, javaScriptEnabled: true }, path);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.context().close();
}

it('says that nothing was promised', async () => {
  const page = await visit(phone);
  await page.getByText('Nothing was promised so far.').waitFor();
  await look(page, 'promises-empty-phone');
  await page.context().close();
  await expectGood(phone);
});

it('shows what was promised and what became of it, in numbers, in a picture and in words', async () => {
  const now = desk.server.now().getTime();
  const long =
    'Office of the Provincial Commissioner for Water, Sanitation and Solid Waste of the Northern Lakes Region replaces the transformer at the old market of Nyabugogo and writes to all who had asked';
  const ids = [];
  for (const [n, what] of [
    'Repair the pipe in Bree Street',
    'Ring you back about the meter',
    'Refund what was paid twice',
    long,
    'Inspect the depot at Prince Albert',
    'Send a tanker on Saturday morning',
  ].entries())
    ids.push(await promised(`a${n}`, what, new Date(now + (n + 2) * day)));
  await ask('PUT', `/api/commitments/${ids[0]}/kept`, { evidence: 'https://karoowater.example/bree' });
  await ask('PUT', `/api/commitments/${ids[1]}/kept`, { evidence: 'Rang at nine.' });
  await ask('PUT', `/api/commitments/${ids[2]}/broken`, { evidence: 'The bank refused it.' });
  desk.server.clock.ahead += 5.5 * day;
  await ask('PUT', `/api/commitments/${ids[3]}/kept`, { evidence: 'It was replaced.' });
  for (const [name, options] of [
    ['phone', phone],
    ['phone-dark', { ...phone, colorScheme: 'dark' }],
    ['desktop', desktop],
    ['desktop-dark', { ...desktop, colorScheme: 'dark' }],
  ] as const) {
    const page = await visit(options);
    await page.getByRole('heading', { name: 'What Karoo Water Board promised' }).waitFor();
    await page.getByText('% kept in time').waitFor();
    await look(page, `promises-${name}`);
    await page.context().close();
    await expectGood(options);
  }
});

it('speaks each language, on the page and on the page that says how it is counted', async () => {
  for (const language of publicLanguages) {
    await expectGood(phone, `?lang=${language}`);
    const page = await visit(phone, `?lang=${language}`);
    await look(page, `promises-${language}`);
    await page.locator('main a').last().waitFor();
    await page.locator(`main a[href*="/method"]`).click();
    expect(await page.locator('main p').count()).toBeGreaterThan(6);
    await look(page, `promises-method-${language}`);
    await page.context().close();
  }
  await expectGood(desktop, '/method');
});
