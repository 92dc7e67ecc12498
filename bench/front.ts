/**
 * The front row on a cheap phone: when what she came for is painted, at 400 kbit/s, 400 ms there and back and a processor that is four times slower; on the first visit, with nothing kept, and
 * on the second one, with the service worker's files and the last state. Thirty cases stand on the desk, most of them past their time.
 *
 *   npm run bench front [runs]
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { endWithSignals } from './support/database.ts';
import { printFigures } from './support/figures.ts';
import { ask, emptyRouteTimes, programFile, said } from './support/program.ts';

const runs = Number(process.argv[2] ?? 5);
const bytesASecond = 400_000 / 8;
const roundTrip = 400;
const slower = 4;

const folder = await mkdtemp(join(tmpdir(), 'answerable-front-'));
const child = spawn(process.execPath, [programFile], {
  env: { ...process.env, ANSWERABLE_DATA: folder, PORT: '0', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
async function stop(): Promise<void> {
  if (child.exitCode === null) child.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
}
endWithSignals(stop);

const link = new URL(await said(child, /: (http\S+#token=\S+)/));
const address = link.origin;
const cookie = await firstRun();
await complaints(30);
const browser = await openBrowser();
const first: number[] = [];
const second: number[] = [];
for (let run = 0; run < runs; run++) {
  const context = await phoneOf(browser);
  first.push(await visit(context));
  await kept(context);
  second.push(await visit(context));
  await context.close();
}
const empty = await emptyRouteTimes(200);
await browser.close();

const painted = (name: string, values: readonly number[], target: { most: number } | null) => ({
  name,
  values,
  unit: 'ms',
  target,
});
const met = printFigures(
  `front row, ${runs} phones at 400 kbit/s, ${roundTrip} ms and a processor ${slower} times slower`,
  [
    painted('first visit, what needs her is painted', first, { most: 6_000 }),
    painted('second visit, what needs her is painted', second, { most: 2_000 }),
    painted('reference: an empty Fastify route, unthrottled', empty, null),
  ],
);
await stop();
if (!met) process.exitCode = 1;

/** Does the first run with the printed link; answers the cookies. */
async function firstRun(): Promise<string> {
  const body = {
    token: link.hash.replace('#token=', ''),
    organisation: 'Lakeside Water',
    institution: 'Lakeside Water',
    name: 'Claudine Uwera',
    email: 'claudine@water.example',
    password: 'a long enough password',
  };
  const answer = await ask(address, '/api/first-run', { body });
  if (answer.status !== 200) throw new Error(`the first run was refused: ${answer.text}`);
  return (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}

/** Letters that members logged, each a case; every second one names her. */
async function complaints(count: number): Promise<void> {
  const me = JSON.parse((await ask(address, '/api/me', { cookie })).text) as {
    institutions: { id: string }[];
  };
  const institutionId = me.institutions[0]?.id;
  for (let n = 1; n <= count; n++) {
    const body = {
      id: randomUUID(),
      kind: 'letter',
      institutionId,
      name: `Author number ${n}`,
      text: `${n % 2 === 0 ? 'To Claudine Uwera. ' : ''}No water for a week in ward ${n}, and the hotline only says to come and see for myself. `.repeat(
        2,
      ),
      receivedAt: new Date(Date.now() - n * 3_600_000).toISOString(),
    };
    const answer = await ask(address, '/api/by-hand', { cookie, body });
    if (answer.status >= 300) throw new Error(`a letter was refused: ${answer.text}`);
  }
}

/** A phone with her session and nothing else. */
async function phoneOf(from: Browser): Promise<BrowserContext> {
  const context = await from.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  await context.addCookies(
    cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: address };
    }),
  );
  // As text: the types of a page are not those of this program. Noted in the frame after it stands in the page.
  await context.addInitScript({
    content: `(function look() {
      if (document.querySelector('main li') === null) requestAnimationFrame(look);
      else requestAnimationFrame(() => { window.paintedAt = performance.now(); });
    })()`,
  });
  return context;
}

/** Opens the page in a new tab of the slow phone; milliseconds until a case is painted. */
async function visit(context: BrowserContext): Promise<number> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTrip,
    downloadThroughput: bytesASecond,
    uploadThroughput: bytesASecond,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.goto(`${address}/front`, { waitUntil: 'commit' });
  const at = Number(await whenSaid(page, 'window.paintedAt'));
  await page.close();
  return at;
}

/** Asks the page until it says something, at most a minute long. */
async function whenSaid(page: Page, expression: string): Promise<unknown> {
  for (let tries = 0; tries < 1_200; tries++) {
    const found = await page.evaluate(expression).catch(() => null);
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the page never said: ${expression}`);
}

/** Waits until the service worker has kept the page, on a fast line: what it loads is what the first visit had loaded. */
async function kept(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${address}/front`);
  await whenSaid(
    page,
    'navigator.serviceWorker.ready.then(() => caches.match("/front")).then((page) => page !== undefined && document.querySelector("main li") !== null)',
  );
  await page.close();
}
