import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context, Given } from '../command.ts';
import { evaluateCommand } from './evaluate.ts';

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerable-evaluate-'));
  file = join(folder, 'posts.tsv');
  const rows = [
    'tweet\tlabel',
    'hakuna maji mtaani kwetu tangu juzi na hamjibu simu\tswa',
    "toujours pas d'eau dans le quartier depuis lundi matin\tfra",
    'ከትናንት ጀምሮ መብራት የለም\tamh',
    'nobody picks up the phone at your office\thausa',
  ];
  await writeFile(file, rows.join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(words: string[], options: Record<string, string | true>): Promise<string> {
  let printed = '';
  const context = {
    out: (text: string) => {
      printed += text;
    },
  } as Partial<Context> as Context;
  const given: Given = {
    words,
    text: (name) => (typeof options[name] === 'string' ? options[name] : null),
    flag: (name) => options[name] === true,
  };
  await evaluateCommand.run(context, given);
  return printed;
}

test('a labelled file is judged, for programs', async () => {
  const judged = JSON.parse(await run(['language'], { file, json: true })) as Record<string, unknown>;
  expect(judged).toMatchObject({ task: 'language', texts: 4, accuracy: 0.75 });
  expect(Object.keys(judged)).toEqual(
    expect.arrayContaining(['accuracy', 'macroF1', 'weightedF1', 'perClass', 'confusion', 'postsPerSecond']),
  );
});

test('and for people, with what was taken for what', async () => {
  const table = await run(['language'], { file });
  expect(table).toContain('accuracy 75.0 %');
  expect(table).toMatch(/^hau +0 +1 +0 +0 +0$/m);
});

test('a task that is none, a file that is not named and labels of another task are refused', async () => {
  await expect(run(['mood'], { file })).rejects.toThrow(
    'There is no task "mood"; there are language, sentiment',
  );
  await expect(run(['language'], {})).rejects.toThrow('Name the labelled file');
  await expect(run(['sentiment'], { file })).rejects.toThrow('labels are not known: swa, fra, amh');
});
