import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fault } from '../../domain/fault.ts';
import { readLabelled } from './labelledFile.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerable-labelled-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
const fault = async (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'nothing',
    (cause: unknown) => (cause instanceof Fault ? `${cause.code}: ${cause.sentence}` : String(cause)),
  );

test('columns are found by name, wherever they stand, and others are left alone', async () => {
  const path = await written('a.tsv', 'id\tLabel\tTweet\n7\tnegative\t"Maji hakuna\n8\t\tno label\n');
  expect(await readLabelled(path, null, ['label'])).toEqual([{ text: '"Maji hakuna', label: 'negative' }]);
});

test('CSV is read with its quoting, by the name of the file or as it is told', async () => {
  const content = '\ufeffat,text,complaint\r\n1,"No water, ""again"", and\nnobody answers",1\r\n';
  const expected = [{ text: 'No water, "again", and\nnobody answers', label: '1' }];
  expect(await readLabelled(await written('b.csv', content), null, ['complaint', 'label'])).toEqual(expected);
  expect(await readLabelled(await written('b.txt', content), 'csv', ['complaint'])).toEqual(expected);
});

test('a file that is none, lacks a column or is broken is refused with a sentence', async () => {
  expect(await fault(readLabelled(join(folder, 'nowhere.tsv'), null, ['label']))).toContain(
    'labelled_unreadable',
  );
  const bare = await written('c.tsv', 'words\tlabel\na\tb\n');
  expect(await fault(readLabelled(bare, null, ['label']))).toContain('no column text or tweet');
  const unlabelled = await written('d.tsv', 'text\tmood\na\tb\n');
  expect(await fault(readLabelled(unlabelled, null, ['label']))).toContain('it says: text, mood');
  const broken = await written('e.csv', 'text,label\n"open,1\n');
  expect(await fault(readLabelled(broken, null, ['label']))).toContain('is no CSV');
});
