import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelsFolder } from './models.ts';

const names = readdirSync(modelsFolder)
  .filter((name) => name.endsWith('.model'))
  .map((name) => name.slice(0, -'.model'.length));

test.each(names)('the card of %s is of this very file, and says what a card must say', (name) => {
  const card = readFileSync(join(modelsFolder, `${name}.md`), 'utf8');
  const hash = createHash('sha256')
    .update(readFileSync(join(modelsFolder, `${name}.model`)))
    .digest('hex');
  expect(card).toContain(hash);
  for (const head of ['## Data and licences', '## Figures', '## Command', '## Limits'])
    expect(card).toContain(head);
  expect(card).toContain(`npm run train ${name}`);
});

test('there is no card without a model', () => {
  const cards = readdirSync(modelsFolder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  for (const card of cards) expect(existsSync(join(modelsFolder, card.replace('.md', '.model')))).toBe(true);
  expect(names.length).toBeGreaterThan(0);
});
