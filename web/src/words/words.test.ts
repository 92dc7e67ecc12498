import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractor } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { expect, it } from 'vitest';
import catalogue from '../locales/en.json';

const web = join(import.meta.dirname, '../..');
const sources = readdirSync(join(web, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => join(web, 'src', name));

/** Every text that the source shows, as lingui finds it. */
async function textsShown(): Promise<Set<string>> {
  const linguiConfig = getConfig({ configPath: join(web, 'lingui.config.ts') });
  const found = new Set<string>();
  for (const file of sources) {
    await extractor.extract(file, readFileSync(file, 'utf8'), (message) => found.add(message.id), {
      linguiConfig,
    });
  }
  return found;
}

it('has every text of the console in the English catalogue, and none that is no longer shown (npm run words)', async () => {
  const shown = await textsShown();
  expect(shown.size).toBeGreaterThan(300);
  expect(Object.keys(catalogue.messages).sort()).toEqual([...shown].sort());
}, 60_000);

it('shows no bare text beside the catalogue', () => {
  const bare = sources
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines.flatMap((line, at) => {
        const jsxText =
          /^\s+[A-Z][a-z]+( [a-z]+)+[.?!]?\s*$/.test(line) || />\s*[A-Z][a-z]+[^<>{}()=;]*<\//.test(line);
        const attribute = /\b(aria-label|title|placeholder|alt|label|help)="[A-Za-z]/.test(line);
        return jsxText || attribute ? [`${file.slice(web.length + 1)}:${at + 1}: ${line.trim()}`] : [];
      });
    });
  expect(bare).toEqual([]);
});
