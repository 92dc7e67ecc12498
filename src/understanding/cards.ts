import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsFolder } from './models.ts';

/** A card of a model: what it is, what it was made of, what it reaches, where it fails. Markdown. */
export interface Card {
  name: string;
  title: string;
  text: string;
}

/** The cards of all models, in the order of their names. */
export function cards(): Card[] {
  return readdirSync(modelsFolder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => {
      const text = readFileSync(join(modelsFolder, name), 'utf8');
      return { name: name.slice(0, -'.md'.length), title: /^# (.+)$/m.exec(text)?.[1] ?? name, text };
    });
}

/** What a model reached on posts that it never saw. `npm run evaluate` writes them beside the models. */
export interface Figure {
  task: string;
  of: string;
  measure: string;
  value: number;
  target: number | null;
  /** Less is better. */
  atMost: boolean;
}

/** The figures of these very models; none where nobody judged them. */
export function figures(): Figure[] {
  const file = join(modelsFolder, 'figures.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figure[]) : [];
}
