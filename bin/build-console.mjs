#!/usr/bin/env node
// Builds the console (web/dist) when what it is made of changed since it was built. Progress goes to stderr; exit code 0 when it stands.
// Run it with the project's own node: bin/start.mjs and bin/test.mjs do.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'web/dist/.stamp');
const built = join(root, 'web/dist/index.html');

/** Every file that the console is made of, in one order. */
function sources() {
  const files = ['web', 'src/domain', 'src/api/contract'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const kept = files.filter((file) => !/[\\/](dist|node_modules)[\\/]|\.test\.tsx?$/.test(file));
  return [...kept, join(root, 'src/api/contract.ts'), join(root, 'package-lock.json')].sort();
}

/** One word for all of it: the same sources give the same word. */
export function hashOfSources() {
  const hash = createHash('sha256');
  for (const file of sources()) {
    hash.update(relative(root, file).replaceAll('\\', '/'));
    hash.update('\0');
    hash.update(readFileSync(file));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** True when there is no console, or one of other sources. */
export function consoleIsStale(hash = hashOfSources()) {
  return !existsSync(built) || !existsSync(stamp) || readFileSync(stamp, 'utf8').trim() !== hash;
}

/** What is built is what people get, also where a test builds it: under NODE_ENV=test React would come in its slow, large form. */
async function build() {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    const vite = await import('vite');
    await vite.build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'error', mode: 'production' });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Builds the console when it is stale; answers whether it had to. Throws what the builder says. */
export async function buildConsole(tell = (line) => process.stderr.write(`${line}\n`)) {
  const hash = hashOfSources();
  if (!consoleIsStale(hash)) return false;
  const begun = Date.now();
  tell('Building the console (some seconds, once after each change).');
  await build();
  writeFileSync(stamp, `${hash}\n`);
  tell(`The console is built, in ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
  return true;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildConsole();
  } catch (error) {
    process.stderr.write(
      `The console could not be built: ${error instanceof Error ? error.message : error}\n`,
    );
    process.exitCode = 1;
  }
}
