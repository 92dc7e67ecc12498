/** A real Chromium: the one of the lockfile on Linux x64, else the one that CHROMIUM names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';
import { cpuOf } from './database.ts';

/** Starts it, with these arguments besides. Throws where there is none. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const own = process.platform === 'linux' && process.arch === 'x64';
  const executablePath = own ? await chromium.executablePath() : process.env.CHROMIUM;
  if (executablePath === undefined)
    throw new Error('No Chromium here: install one and name its path in CHROMIUM.');
  return driver.launch({ executablePath, args: ['--no-sandbox', ...more] });
}

/** The console as its sources stand: a program started here serves it. */
export async function buildConsole(): Promise<void> {
  const build = (await import(join(import.meta.dirname, '../../bin/build-console.mjs'))) as {
    buildConsole(): Promise<boolean>;
  };
  await build.buildConsole();
}

/** CPU seconds so far of all processes of the browsers that this process started. */
export function browserCpu(): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (Number.isInteger(pid)) parents.set(pid, parentOf(pid));
  }
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()]
    .filter((pid) => isOurs(pid) && isChromium(pid))
    .reduce((sum, pid) => sum + cpuOf(pid), 0);
}

function parentOf(pid: number): number {
  return Number(readOf(pid, 'stat').split(') ')[1]?.split(' ')[1] ?? 0);
}

const isChromium = (pid: number): boolean => readOf(pid, 'cmdline').includes('chromium');

/** Empty for a process that has just ended. */
function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
