import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from '../src/understanding/cards.ts';

/** Which tasks judge which model. */
const tasksOf: Readonly<Record<string, readonly string[]>> = {
  language: ['Language'],
  sentiment: ['Sentiment'],
  service: ['Complaints', 'Kind', 'Severity', 'Whom feelings mean', 'Threats'],
  says: ['What the house says'],
  places: ['Place'],
};

/** Writes into the cards of a folder which file each is of, and what it reached: the rest of a card is written by hand. */
export function renewCards(folder: string, figures: readonly Figure[]): void {
  for (const [name, tasks] of Object.entries(tasksOf)) {
    const file = join(folder, `${name}.md`);
    if (!existsSync(file)) continue;
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, `${name}.model`)))
      .digest('hex');
    const own = figures.filter(({ task }) => tasks.includes(task));
    writeFileSync(file, renewed(readFileSync(file, 'utf8'), hash, own));
  }
}

/** A card with another hash and other figures. */
export function renewed(card: string, hash: string, figures: readonly Figure[]): string {
  const table = [
    '`npm run evaluate`, on posts that the model did not learn from, in per cent.',
    '',
    '| | measure | reached | target |',
    '| --- | --- | --- | --- |',
    ...figures.map(
      (one) => `| ${[labelOf(one), one.measure, one.value.toFixed(1), targetOf(one)].join(' | ')} |`,
    ),
  ].join('\n');
  return card
    .replace(/SHA-256 `[0-9a-f]*`/, `SHA-256 \`${hash}\``)
    .replace(/## Figures\n[\s\S]*?\n## /, () => `## Figures\n\n${table}\n\n## `);
}

const labelOf = ({ task, of }: Figure): string =>
  task === 'Language' || task === 'Sentiment' ? of : `${task}: ${of}`;

function targetOf({ value, target, atMost }: Figure): string {
  if (target === null) return '-';
  const met = atMost ? value <= target : value >= target;
  return `${atMost ? 'at most ' : ''}${target}${met ? '' : ', missed'}`;
}
