import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CutOptions, cutRecords, type FileRecord } from './records.ts';

const whole: CutOptions = { quotes: false, longest: 40, start: 0, line: 0 };

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(text: string, options: Partial<CutOptions> = {}, size = 7): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  const bytes = Buffer.from(text).subarray(options.start ?? 0);
  for await (const record of cutRecords(inChunks(bytes, size), { ...whole, ...options }))
    records.push(record);
  return records;
}

const seen = (records: FileRecord[]) => records.map((r) => [r.line, r.bytes.toString(), r.fault]);

test('each line is a record with its number; empty lines are counted and left out', async () => {
  expect(seen(await cut('one\n\r\n\ntwo\r\nthree'))).toEqual([
    [1, 'one', null],
    [4, 'two', null],
    [5, 'three', null],
  ]);
});

test('an overlong line keeps its beginning and takes nothing else with it', async () => {
  const records = await cut(`one\n${'x'.repeat(200)}\nthree\n${'y'.repeat(50)}`);
  expect(seen(records)).toEqual([
    [1, 'one', null],
    [2, 'x'.repeat(40), 'too long'],
    [3, 'three', null],
    [4, 'y'.repeat(40), 'too long'],
  ]);
});

test('a line end inside quotes belongs to the field, and later lines keep their numbers', async () => {
  expect(seen(await cut('a,"b\nc"\nd,"e ""f""\n"\ng\n', { quotes: true }))).toEqual([
    [1, 'a,"b\nc"', null],
    [3, 'd,"e ""f""\n"', null],
    [5, 'g', null],
  ]);
});

test('a quote inside an unquoted field opens nothing', async () => {
  expect(seen(await cut('a,5" nail\nb,6"" nail\nc\n', { quotes: true })).map(([line]) => line)).toEqual([
    1, 2, 3,
  ]);
});

test('a quote that is never closed costs its own line only', async () => {
  for (const rest of ['two\nthree\n', `two\nthree\n${'four is long\n'.repeat(9)}`]) {
    const records = await cut(`a,"b\n${rest}`, { quotes: true });
    expect(seen(records).slice(0, 3)).toEqual([
      [1, 'a,"b', 'open quote'],
      [2, 'two', null],
      [3, 'three', null],
    ]);
  }
});

const lines = fc
  .array(fc.stringMatching(/^[a-z",é\r]{0,60}$/), { maxLength: 20 })
  .map((all) => all.join('\n'));

test('however the file is cut into chunks, the records are the same', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 90 }), fc.boolean(), async (text, size, quotes) => {
      expect(await cut(text, { quotes }, size)).toEqual(await cut(text, { quotes }, 10_000));
    }),
    // A quoted field of two lines that ends just behind the longest record.
    { examples: [['"éaa\n,\ré\ra\ré\na\r,"a",,"é\naé"a","é\n"a\n', 1, true]] },
  );
});

test('reading on from behind any record gives what was left', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), async (text, quotes) => {
      const records = await cut(text, { quotes });
      for (const [at, record] of records.entries()) {
        const rest = await cut(text, { quotes, start: record.end, line: record.endLine });
        expect(rest).toEqual(records.slice(at + 1));
      }
    }),
    { numRuns: 40 },
  );
});
