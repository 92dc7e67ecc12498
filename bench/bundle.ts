/**
 * How much JavaScript the first route (the inbox) needs, compressed, beside its target. Counts the entry and whatever it imports; gzip level 9 and
 * brotli 9, as the server sends them. What the inbox reads ahead once the list stands is told beside it. Builds the console first when it is stale.
 *
 *   npm run bench bundle
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildConsole } from './support/browser.ts';

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

const target = 150 * 1024;
const root = join(import.meta.dirname, '..');
await buildConsole();

const dist = join(root, 'web/dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;

const javaScript = (files: Set<string>) => [...files].filter((file) => file.endsWith('.js'));

/** The files of these chunks and of everything that they import, each once. */
function filesOf(chunks: (Chunk | undefined)[]): Set<string> {
  const files = new Set<string>();
  const take = (chunk: Chunk | undefined) => {
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const name of chunk.imports ?? []) take(manifest[name]);
  };
  for (const chunk of chunks) take(chunk);
  return files;
}

interface Sizes {
  plain: number;
  gzip: number;
  brotli: number;
}

function sizesOf(file: string): Sizes {
  const code = readFileSync(join(dist, file));
  const brotli = brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
  return { plain: code.length, gzip: gzipSync(code, { level: 9 }).length, brotli };
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
const sum = (sizes: Sizes[], key: keyof Sizes) => sizes.reduce((all, one) => all + one[key], 0);
const entry = Object.values(manifest).filter((chunk) => chunk.isEntry === true);
const theCase = 'src/case/CaseColumn.tsx';
if (manifest[theCase] === undefined) throw new Error(`The console has no part ${theCase} any more.`);
const first = javaScript(filesOf(entry));
for (const file of first) {
  const { plain, gzip } = sizesOf(file);
  console.log(`${file.padEnd(44)} ${kilobytes(plain).padStart(10)}  gzip ${kilobytes(gzip).padStart(9)}`);
}
const sizes = first.map(sizesOf);
const gzip = sum(sizes, 'gzip');
console.log(
  `first route: gzip ${kilobytes(gzip)}, brotli ${kilobytes(sum(sizes, 'brotli'))}; target under ${kilobytes(target)} gzip: ${gzip < target ? 'met' : 'MISSED'}`,
);
const withCase = javaScript(filesOf([...entry, manifest[theCase]])).map(sizesOf);
console.log(
  `with the case and its composer, read ahead behind the list: gzip ${kilobytes(sum(withCase, 'gzip'))}, brotli ${kilobytes(sum(withCase, 'brotli'))}`,
);
if (gzip >= target) process.exitCode = 1;
