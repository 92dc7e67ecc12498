#!/usr/bin/env node
// Puts the program (src/main.ts and every package that it uses) together into a few files, when its sources changed since.
// Node then opens a handful of files instead of 2,400: a start takes a quarter of the processor's time.
// Progress goes to stderr; exit code 0 when it stands.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const builds = join(root, 'build');
const source = join(root, 'src', 'main.ts');
/** Files that run in threads of their own, by the name of what each is put together to; beside the program. */
const threads = { thread: join(root, 'src', 'understanding', 'thread.ts') };
/** Where Node keeps what it compiled: from the second start on that takes half a second less. A folder that cannot be written is done without. */
export const codeCache = join(root, 'node_modules', '.cache', 'answerable-code');
/** Builds kept: a program that runs still may load a part of the one that it was started from. */
const kept = 3;
/** Carries a library of the machine's own kind, which is found beside its files only. */
const leftOutside = ['sharp'];

/** Every file that the program is made of, in one order. */
function sources() {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  return [...files, join(root, 'package-lock.json'), fileURLToPath(import.meta.url)].sort();
}

/** One word for all of it: the same sources in the same place give the same word. Places of files are written into what is built. */
function hashOfSources() {
  const hash = createHash('sha256').update(root);
  for (const file of sources()) {
    hash.update(relative(root, file).replaceAll('\\', '/'));
    hash.update('\0');
    hash.update(readFileSync(file));
    hash.update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

/** What Node is to run: the program as it was built from the sources that stand there, otherwise those sources themselves, which do the same more slowly. */
export function programFile() {
  const file = join(builds, hashOfSources(), 'main.mjs');
  return existsSync(file) ? file : source;
}

/** True when nothing stands that was built from these sources, and there is what builds it. `file`: what programFile answers; all sources are read for it. */
export const programIsStale = (file = programFile()) =>
  file === source && existsSync(join(root, 'node_modules', 'rolldown'));

/** How a source names the file of a thread beside it: what that was put together to lies beside what runs. */
const threadStart = new RegExp(
  `new URL\\('\\./(${Object.keys(threads).join('|')})\\.ts', import\\.meta\\.url\\)`,
  'g',
);

/** Files ask where they lie, to find what lies beside them (tables, texts): they are told where they lay. */
const whereFilesLay = {
  name: 'where-files-lay',
  transform(code, id) {
    if (!/import\.meta\.url|import\.meta\.dirname|__dirname|__filename/.test(code)) return null;
    return code
      .replaceAll(threadStart, "new URL('./$1.mjs', import_meta_url)")
      .replaceAll(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(id).href))
      .replaceAll('import_meta_url', 'import.meta.url')
      .replaceAll(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(id)))
      .replaceAll(/(?<![\w$.])__dirname\b/g, JSON.stringify(dirname(id)))
      .replaceAll(/(?<![\w$.])__filename\b/g, JSON.stringify(id));
  },
};

async function bundle(folder) {
  const { build } = await import('rolldown');
  await build({
    input: { main: source, ...threads },
    platform: 'node',
    external: leftOutside.map((name) => new RegExp(`^${name}(/|$)`)),
    plugins: [whereFilesLay],
    logLevel: 'silent',
    output: { dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
  });
}

/** Builds of sources that are gone, but for the newest. */
function sweep() {
  const others = readdirSync(builds)
    .map((name) => ({ name, at: statSync(join(builds, name)).mtimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { name } of others.slice(kept)) rmSync(join(builds, name), { recursive: true, force: true });
}

/** Builds the program when it is stale; answers whether it had to. Throws what the builder says. Two at once do no harm: the later one's is thrown away. */
export async function buildProgram(tell = (line) => process.stderr.write(`${line}\n`)) {
  if (!programIsStale()) return false;
  const begun = Date.now();
  const folder = join(builds, hashOfSources());
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(builds, { recursive: true });
  try {
    await bundle(unfinished);
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  sweep();
  tell(`The program is put together, in ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
  return true;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildProgram();
  } catch (error) {
    process.stderr.write(
      `The program could not be put together and is run from its sources, which start more slowly: ${error instanceof Error ? error.message : error}\n`,
    );
    process.exitCode = 1;
  }
}
