/** A real Chromium: the one of the lockfile on Linux x64, else the one that CHROMIUM names. */
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** Starts it. Throws where there is none. */
export async function openBrowser(): Promise<Browser> {
  const own = process.platform === 'linux' && process.arch === 'x64';
  const executablePath = own ? await chromium.executablePath() : process.env.CHROMIUM;
  if (executablePath === undefined)
    throw new Error('No Chromium here: install one and name its path in CHROMIUM.');
  return driver.launch({ executablePath, args: ['--no-sandbox'] });
}

/** The console as its sources stand: a program started here serves it. */
export async function buildConsole(): Promise<void> {
  const build = (await import(join(import.meta.dirname, '../../bin/build-console.mjs'))) as {
    buildConsole(): Promise<boolean>;
  };
  await build.buildConsole();
}
