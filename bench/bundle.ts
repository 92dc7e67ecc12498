/**
 * How much JavaScript the first route (the inbox) needs, compressed, beside its target. Counts the entry, whatever it imports and what the
 * browser is told to load ahead; gzip level 9 and brotli 9, as the server sends them. Builds the console first when it is stale.
 *
 *   npm run bench bundle
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

const target = 150 * 1024;
const root = join(import.meta.dirname, '..');
const build = (await import(join(root, 'bin/build-console.mjs'))) as { buildConsole(): Promise<boolean> };
await build.buildConsole();

const dist = join(root, 'web/dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;

/** The entry and everything that it imports, each once. */
function firstRoute(): string[] {
  const files = new Set<string>();
  const take = (chunk: Chunk | undefined) => {
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const name of chunk.imports ?? []) take(manifest[name]);
  };
  for (const chunk of Object.values(manifest)) if (chunk.isEntry === true) take(chunk);
  return [...files].filter((file) => file.endsWith('.js'));
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
let gzip = 0;
let brotli = 0;
for (const file of firstRoute()) {
  const code = readFileSync(join(dist, file));
  const packed = gzipSync(code, { level: 9 }).length;
  gzip += packed;
  brotli += brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
  console.log(
    `${file.padEnd(44)} ${kilobytes(code.length).padStart(10)}  gzip ${kilobytes(packed).padStart(9)}`,
  );
}
console.log(
  `first route: gzip ${kilobytes(gzip)}, brotli ${kilobytes(brotli)}; target under ${kilobytes(target)} gzip`,
);
if (gzip >= target) process.exitCode = 1;
