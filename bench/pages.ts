/**
 * The public form and the private page on a cheap phone: bytes with everything, and the first paint at 400 kbit/s with 400 ms from a request to its answer, in Chromium
 * without JavaScript. The browser's own throttle does not delay the opening of a connection: what a first visit pays for that (one way there and back, two with TLS) stands beside it.
 *
 *   npm run bench pages [runs]
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { endWithSignals } from './support/database.ts';
import { printFigures } from './support/figures.ts';
import { ask, emptyRouteTimes, programFile, said } from './support/program.ts';

const runs = Number(process.argv[2] ?? 9);
const bytesASecond = 400_000 / 8;
const roundTrip = 400;
const most = 15 * 1024;

const folder = await mkdtemp(join(tmpdir(), 'answerable-pages-'));
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
await openForm();
const browser = await openBrowser();
const form = await measure(browser, '/f/water');
const page = await measure(browser, await privatePage());
const empty = await emptyRouteTimes(200);
await browser.close();

const bytes = (name: string, value: number) => ({ name, values: [value], unit: 'bytes', target: { most } });
const paint = (name: string, values: readonly number[], target: { most: number } | null) => ({
  name,
  values,
  unit: 'ms',
  target,
});
const met = printFigures(`public pages, ${runs} first visits each at 400 kbit/s and ${roundTrip} ms`, [
  bytes('form, uncompressed, with everything', form.bytes),
  paint('form, first paint', form.paints, { most: 1_000 }),
  paint('form, first paint with a connection to open', plus(form.paints, roundTrip), null),
  bytes('private page, uncompressed, with everything', page.bytes),
  paint('private page, first paint', page.paints, { most: 1_000 }),
  paint('private page, first paint with a connection to open', plus(page.paints, roundTrip), null),
  paint('reference: an empty Fastify route, unthrottled', empty, null),
]);
await stop();
if (!met) process.exitCode = 1;

function plus(values: readonly number[], more: number): number[] {
  return values.map((value) => value + more);
}

/** Does the first run with the printed link; answers the cookies. */
async function firstRun(): Promise<string> {
  const body = {
    token: link.hash.replace('#token=', ''),
    organisation: 'Lakeside Water',
    institution: 'Lakeside Water',
    name: 'Naledi Dlamini',
    email: 'naledi@water.example',
    password: 'a long enough password',
  };
  const answer = await ask(address, '/api/first-run', { body });
  if (answer.status !== 200) throw new Error(`the first run was refused: ${answer.text}`);
  return (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}

/** A form as institutions have them: an introduction, a dozen topics, twenty units. */
async function openForm(): Promise<void> {
  const me = JSON.parse((await ask(address, '/api/me', { cookie })).text) as {
    institutions: { id: string }[];
  };
  const institutionId = me.institutions[0]?.id;
  for (let n = 1; n <= 20; n++)
    await ask(address, '/api/units', {
      cookie,
      body: { institutionId, name: `Branch number ${n} at the lake` },
    });
  const topics = Array.from({ length: 12 }, (_, n) => `Something that goes wrong, number ${n + 1}`);
  const intro = 'We read every one of these and answer each. '.repeat(6);
  const body = { institutionId, slug: 'water', title: 'Tell us about your water', intro, topics };
  const answer = await ask(address, '/api/forms', { cookie, body });
  if (answer.status !== 200) throw new Error(`the form was not opened: ${answer.text}`);
}

/** Complains once; answers the path of the private page. */
async function privatePage(): Promise<string> {
  const shown = (await ask(address, '/f/water')).text;
  const id = /name="form" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  for (;;) {
    const sent = new FormData();
    sent.set('form', id);
    sent.set('text', 'No water for a week, and the hotline only says to come and see for myself.');
    const answer = await fetch(`${address}/f/water`, { method: 'POST', body: sent, redirect: 'manual' });
    const path = answer.headers.get('location');
    if (path !== null) return path;
    // Faster than anybody types.
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** A first visit each time: nothing in the cache. */
async function measure(from: Browser, path: string): Promise<{ bytes: number; paints: number[] }> {
  const paints: number[] = [];
  const size = Buffer.byteLength((await ask(address, path)).text);
  for (let run = 0; run < runs; run++) {
    const context = await from.newContext({
      viewport: { width: 360, height: 740 },
      javaScriptEnabled: false,
    });
    const visited = await context.newPage();
    const session = await context.newCDPSession(visited);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: roundTrip,
      downloadThroughput: bytesASecond,
      uploadThroughput: bytesASecond,
    });
    await visited.goto(`${address}${path}`);
    paints.push(await firstPaint(visited));
    await context.close();
  }
  return { bytes: size, paints };
}

/** Milliseconds from the visit to the first paint, as the browser itself notes it; it may do so a moment after the page is there. */
async function firstPaint(visited: Page): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const noted = await visited.evaluate(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null",
    );
    if (typeof noted === 'number') return noted;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Number.NaN;
}
