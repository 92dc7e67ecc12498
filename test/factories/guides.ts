/** Blocks of configuration as the guides print them, so that a test runs what people copy. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const guides = join(import.meta.dirname, '../../docs/guides');

/** All blocks of this language in a guide, in order. */
export function blocksOf(guide: string, language: string): string[] {
  const text = readFileSync(join(guides, guide), 'utf8');
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))];
  return blocks.map(([, block]) => block ?? '');
}

/** The text with every replacement done; throws when one of them has nothing to replace: the guide changed. */
export function adapted(text: string, replacements: readonly (readonly [string | RegExp, string])[]): string {
  return replacements.reduce((so, [what, by]) => {
    const now = so.replace(what, () => by);
    if (now === so) throw new Error(`The guide no longer has ${what}.`);
    return now;
  }, text);
}

/** True when a program of this name is installed; said once when it is not. */
export function isInstalled(name: string, args: readonly string[]): boolean {
  if (spawnSync(name, args, { stdio: 'ignore' }).error === undefined) return true;
  const sentence = `${name} is not installed (apt install ${name})`;
  if (process.env.CI === 'true') throw new Error(`${sentence}: its guide would not be tried.`);
  process.stderr.write(`LEFT OUT: ${sentence}: its guide is not tried.\n`);
  return false;
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A server in the foreground, ready once somebody answers at `address`; what it keeps goes into the folder. */
export async function startServer(
  words: readonly [string, ...string[]],
  address: string,
  folder: string,
): Promise<{ stop(): Promise<void> }> {
  const [name, ...args] = words;
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn(name, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  child.stdout.on('data', (data) => {
    said += data;
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (child.exitCode === null) {
    if ((await fetch(address).catch(() => null)) !== null) break;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  if (child.exitCode !== null) throw new Error(`${name} ended: ${said}`);
  return {
    async stop() {
      child.kill('SIGTERM');
      await gone;
      running.delete(child);
    },
  };
}
