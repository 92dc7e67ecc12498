import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What may come along with an Apache-2.0 program that is run and passed on. */
const allowed = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
];
/** Weaker or stranger licences, each for the packages where somebody looked. */
const allowedFor: readonly { licence: RegExp; packages: RegExp; why: string }[] = [
  {
    licence: /LGPL-3\.0-or-later/,
    packages: /^@img\/sharp-/,
    why: 'libvips is a shared library, unchanged and replaceable',
  },
  {
    licence: /^MPL-2\.0$/,
    packages: /^lightningcss(-|$)/,
    why: 'file-level copyleft, unchanged, builds the console only',
  },
  {
    licence: /^CC-BY-4\.0$/,
    packages: /^caniuse-lite$/,
    why: 'a table of browsers, named here, builds the console only',
  },
  {
    licence: /^\(ISC AND CC-BY-3\.0\)$/,
    packages: /^date-holidays$/,
    why: 'the dates of holidays, whose makers are named here',
  },
  {
    licence: /^PSF-2\.0$/,
    packages: /^argparse$/,
    why: 'permissive, as Python-2.0; for a command of js-yaml that is not used',
  },
  {
    licence: /^MIT-0$/,
    packages: /^nodemailer$/,
    why: 'MIT without its one condition',
  },
  {
    licence: /^\(MIT OR EUPL-1\.1\+\)$/,
    packages: /^@zone-eu\/mailsplit$/,
    why: 'a choice of two, of which MIT is taken; both texts come with it',
  },
  {
    licence: /^not stated$/,
    packages: /^twitter-text$/,
    why: 'its LICENSE file is Apache-2.0; its package.json does not say so',
  },
];

const root = join(import.meta.dirname, '../..');

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const forUse = Object.entries(lock.packages)
  .filter(([place, { dev }]) => place !== '' && dev !== true)
  .map(([place, { version, license }]) => ({
    name: place.split('node_modules/').at(-1) ?? '',
    version,
    licence: license ?? 'not stated',
  }));

test('the notices list every package of the lockfile with its version and licence, and no other', () => {
  const text = readFileSync(join(root, 'THIRD_PARTY_NOTICES.md'), 'utf8');
  const listed = text
    .slice(text.indexOf('## Packages'), text.indexOf('## Texts'))
    .split('\n')
    .filter(
      (line) => line.startsWith('| ') && !line.startsWith('| package |') && !line.startsWith('| --- |'),
    );
  const expected = new Set(
    forUse.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  );
  // After a change of the dependencies: node bin/notices.mjs
  expect([...listed].sort()).toEqual([...expected].sort());
});

test('every licence is one that somebody allowed', () => {
  const refused = forUse.filter(
    ({ name, licence }) =>
      !allowed.includes(licence) &&
      !allowedFor.some((one) => one.licence.test(licence) && one.packages.test(name)),
  );
  expect(refused).toEqual([]);
});
