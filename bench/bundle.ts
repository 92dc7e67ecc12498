/**
 * How much JavaScript the first route (the inbox) needs, compressed, beside its target. Counts the entry and whatever it imports; gzip level 9 and
 * brotli 9, as the server sends them. The front row, a page of its own, is counted beside it. What the inbox reads ahead once the list stands is told beside it. Builds the console first when it is stale.
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
  css?: string[];
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

/** The styles of a page and of the parts that it imports. */
function stylesOf(name: string): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const take = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const css of manifest[key]?.css ?? []) found.add(css);
    for (const next of manifest[key]?.imports ?? []) take(next);
  };
  take(name);
  return [...found];
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
const entryOf = (page: string) => {
  const chunk = manifest[page];
  if (chunk?.isEntry !== true) throw new Error(`The console has no page ${page} any more.`);
  return [chunk];
};
const entry = entryOf('index.html');
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

/** The front row: all that its first visit loads but pictures, in the language that needs most. */
const frontTarget = 120 * 1024;
const front = filesOf(entryOf('front.html'));
const languages = ['fr', 'sw'].map((language) => filesOf([manifest[`src/locales/${language}.json?front`]]));
const page = ['front.html', ...javaScript(front), ...stylesOf('front.html')].map(sizesOf);
const frontGzip = sum(page, 'gzip');
console.log(
  `front row, with its page and styles: gzip ${kilobytes(frontGzip)}, brotli ${kilobytes(sum(page, 'brotli'))}; target under ${kilobytes(frontTarget)} gzip: ${frontGzip < frontTarget ? 'met' : 'MISSED'}`,
);
for (const [n, files] of languages.entries()) {
  const more = [...files].map(sizesOf);
  console.log(
    `  in ${['French', 'Swahili'][n]}: and ${kilobytes(sum(more, 'gzip'))} gzip, ${kilobytes(sum(more, 'brotli'))} brotli`,
  );
}
if (gzip >= target || frontGzip >= frontTarget) process.exitCode = 1;
