import { expect, test } from 'vitest';
import { archiveColumns, archiveForm, type ReadRow, readCsv, readNdjson } from './read.ts';

async function* once(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

async function rowsOf(source: AsyncIterable<ReadRow>): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of source) rows.push(row);
  return rows;
}

const row = {
  id: 'p1',
  conversation: 't1',
  institution: 'Umoja Water',
  inbound: true,
  author: 'neema',
  at: '2030-03-01T06:39:00Z',
  inReplyTo: null,
  text: 'A week without water.',
};
const start = { bytes: 0, lines: 0 };

test('a good NDJSON line is kept as it stands, under its thread', async () => {
  const line = JSON.stringify(row);
  const [read] = await rowsOf(readNdjson(once(Buffer.from(`\ufeff${line}\n`)), start));
  expect(read).toMatchObject({
    line: 1,
    item: { key: 't1', payload: line },
    unreadable: null,
    institution: 'Umoja Water',
  });
});

test('every kind of unreadable line is told with its number, kept, and takes no other with it', async () => {
  const file = Buffer.concat([
    Buffer.from('{"id": "p0", "conv\n'),
    Buffer.from(`${JSON.stringify({ ...row, text: undefined })}\n`),
    Buffer.from(`${JSON.stringify({ ...row, at: '2030-02-30T10:00:00Z' })}\n`),
    Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
    Buffer.from(`${JSON.stringify({ ...row, text: 'x'.repeat(1_100_000) })}\n`),
    Buffer.from(`\n${JSON.stringify(row)}`),
  ]);
  const rows = await rowsOf(readNdjson(once(file), start));
  expect(rows.map(({ line, unreadable }) => [line, unreadable])).toEqual([
    [1, 'The line is not JSON.'],
    [2, 'The field "text" is missing.'],
    [3, 'The field "at" is not an instant with a zone such as 2030-01-31T18:05:00Z.'],
    [4, 'The line is not UTF-8 text.'],
    [5, 'The line is longer than 1048576 bytes.'],
    [7, null],
  ]);
  for (const { item } of rows) expect(() => JSON.parse(item.payload as string)).not.toThrow();
});

test('a CSV row says the same as its NDJSON twin', async () => {
  const columns = ['id', 'conversation', 'institution', 'inbound', 'author', 'at', 'inReplyTo', 'text'];
  const text = 'p1,t1,Umoja Water,true,neema,2030-03-01T06:39:00Z,,"Week, ""dry"".\nAgain."\nshort,row\n';
  const [read, short] = await rowsOf(readCsv(once(Buffer.from(text)), { bytes: 90, lines: 1 }, columns));
  expect(JSON.parse(read?.item.payload as string)).toEqual({
    ...row,
    inbound: 'true',
    inReplyTo: '',
    text: 'Week, "dry".\nAgain.',
  });
  expect(read).toMatchObject({ line: 2, unreadable: null, endLine: 3 });
  expect(short).toMatchObject({ line: 4, unreadable: 'The line has 2 columns instead of 8.' });
});

test('a CSV file must name the columns that a post needs', () => {
  expect(archiveColumns('id,conversation,institution,inbound,author,at,text')).toHaveProperty('columns');
  expect(archiveColumns('id,text')).toMatchObject({
    fault: expect.stringContaining('missing: conversation, institution, inbound, author, at'),
  });
  expect(archiveColumns('id,id,conversation,institution,inbound,author,at,text')).toMatchObject({
    fault: 'The column "id" is named twice.',
  });
});

test('the form of a file is seen from its beginning', () => {
  expect(archiveForm(Buffer.from('\ufeff{"id"'))).toBe('ndjson');
  expect(archiveForm(Buffer.from('id,conversation'))).toBe('csv');
  expect(archiveForm(Buffer.from(''))).toBe('ndjson');
});
