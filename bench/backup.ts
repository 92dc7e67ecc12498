/**
 * How long a backup and its restore take: `npm run bench backup [posts] [folder]`. A desk of so many posts (default 1,000,000; filled when it is missing) is backed up beside the running
 * database, checked, and restored into an empty one.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '../src/database/embedded.ts';
import { checkBackup } from '../src/storage/backup/checkBackup.ts';
import { rowsIn } from '../src/storage/backup/manifest.ts';
import { restoreBackup } from '../src/storage/backup/restoreBackup.ts';
import { writeBackup } from '../src/storage/backup/writeBackup.ts';
import { openStorage } from '../src/storage/database.ts';
import { copyRate, endWithSignals } from './support/database.ts';
import { machineNote, printFigures } from './support/figures.ts';
import { seededDesk } from './support/seed.ts';

const posts = Number(process.argv[2] ?? 1_000_000);
const seeded = await seededDesk({ posts, cases: Math.round(posts / 5), folder: process.argv[3] });
const folder = mkdtempSync(join(tmpdir(), 'answerable-bench-backup-'));
const path = join(folder, 'desk.backup');
const from = await startEmbeddedDatabase({ folder: join(seeded.folder, 'database') });
const into = await startEmbeddedDatabase({ folder: join(folder, 'database') });
const end = async () => {
  await Promise.all([from.stop(), into.stop()]);
  rmSync(folder, { recursive: true, force: true });
};
const ended = endWithSignals(end);

const timed = async <T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> => {
  const began = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1_000 };
};

let most = 0;
const memory = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 100);
const storage = openStorage({ url: from.url, connections: 2 });
const reference = await copyRate(storage);
await storage.close();
const written = await timed(() => writeBackup({ url: from.url, path, program: 'bench', at: new Date() }));
const checked = await timed(() => checkBackup(path));
const restored = await timed(() =>
  restoreBackup({ url: into.url, backup: checked.result, tell: (sentence) => console.log(`  ${sentence}`) }),
);
clearInterval(memory);

const { manifest } = written.result;
const text = manifest.tables.reduce((sum, table) => sum + table.bytes, 0) / 1_000_000;
const size = statSync(path).size / 1_000_000;
const perMillion = (seconds: number) => (seconds / 60 / posts) * 1_000_000;
const met = printFigures(
  `backup of ${posts} posts, ${rowsIn(manifest)} rows, ${Math.round(text)} MB of rows`,
  [
    {
      name: 'backup, MB of rows a second',
      values: [text / written.seconds],
      unit: 'MB/s',
      target: { least: 40 },
    },
    {
      name: 'backup, for 1,000,000 posts',
      values: [perMillion(written.seconds)],
      unit: 'min',
      target: { most: 1 },
    },
    {
      name: 'check, for 1,000,000 posts',
      values: [perMillion(checked.seconds)],
      unit: 'min',
      target: { most: 0.25 },
    },
    {
      name: 'restore, for 1,000,000 posts',
      values: [perMillion(restored.seconds)],
      unit: 'min',
      target: { most: 4 },
    },
    { name: 'file', values: [size], unit: 'MB', target: { most: text / 2 } },
    { name: 'most memory of this process', values: [most / 1_000_000], unit: 'MB', target: { most: 400 } },
  ],
);
machineNote({ name: 'COPY', value: reference, expected: 290_000, unit: 'rows/s' });
await end();
ended();
process.exit(met ? 0 : 1);
