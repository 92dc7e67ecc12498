/**
 * The response record of a month of a million cases, charted over HTTP; and how many cases a second are measured behind the history. `npm run bench record [cases] [runs] [cases measured]`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '../src/database/embedded.ts';
import { countOnce } from '../src/jobs/countRecord.ts';
import { openStorage, type Storage } from '../src/storage/database.ts';
import { newId } from '../src/storage/ids.ts';
import { migrate } from '../src/storage/migrate.ts';
import { copyRate, endWithSignals } from './support/database.ts';
import { type Desk, makeDesk } from './support/desk.ts';
import { type Figure, machineNote, median, percentile, printFigures } from './support/figures.ts';
import { makeOrganisation } from './support/organisation.ts';
import { ask, emptyRouteTimes, signIn, startProgram, times } from './support/program.ts';
import { fillMonth } from './support/recordMonth.ts';
import { fillings } from './support/seedRows.ts';

const cases = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 5);
const measured = Number(process.argv[4] ?? 20_000);
const target = 500;
const members = 200;
const end = new Date(
  Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), new Date().getUTCDate()),
);

const folder = mkdtempSync(join(tmpdir(), 'answerable-bench-'));
endWithSignals(async () => rmSync(folder, { recursive: true, force: true }));
const began = performance.now();
const say = (what: string) =>
  console.log(`  ${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`);

const filled = await fill();
const program = await startProgram(folder);
const cookie = await signIn(program.address, filled.desk);
const charts = whatIsAsked();
for (const { path } of charts) await ask(program.address, path, { cookie });
const references: number[] = [];
const taken = new Map<string, number[]>();
const cpu = program.cpu();
let asked = 0;
for (let run = 0; run < runs; run++) {
  references.push(percentile(await emptyRouteTimes(300), 0.95));
  for (const { name, path } of charts) {
    const [time = Number.NaN] = await times(program.address, [path], { cookie, count: 1 });
    taken.set(name, [...(taken.get(name) ?? []), time]);
    asked += 1;
  }
}
const after = program.cpu();
const figures: Figure[] = charts.map(({ name, most }) => ({
  name,
  values: taken.get(name) ?? [],
  unit: 'ms',
  target: most === null ? null : { most },
}));
figures.push(
  { name: 'cases measured a second behind the history', values: [filled.rate], unit: '/s', target: null },
  {
    name: 'CPU of a chart, ours',
    values: [((after.program - cpu.program) / asked) * 1_000],
    unit: 'ms',
    target: null,
  },
  {
    name: 'CPU of a chart, database',
    values: [((after.database - cpu.database) / asked) * 1_000],
    unit: 'ms',
    target: null,
  },
  { name: 'memory of the program', values: [rss(program.pid)], unit: 'MB', target: null },
);
const met = printFigures(
  `The response record of a month of ${cases.toLocaleString('en')} cases (${filled.waits.toLocaleString('en')} waits)`,
  figures,
);
console.log(`  reference: an empty Fastify route, p95 ${median(references).toFixed(2)} ms`);
machineNote({ name: 'COPY', value: filled.copied, expected: 290_000, unit: 'rows/s' });
await program.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(met ? 0 : 1);

/** A month with a page of everything that the screen can ask. */
function whatIsAsked(): { name: string; path: string; most: number | null }[] {
  const date = (ago: number) => new Date(end.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
  const month = `from=${date(30)}&to=${date(1)}`;
  const chart = (name: string, more: string) => ({
    name: `charted, ${name}`,
    path: `/api/record?${month}&${more}`,
    most: target,
  });
  return [
    chart('by network', 'by=network'),
    chart('by topic, in office hours', 'by=topic&hours=office'),
    chart('by 200 members', 'by=member'),
    chart('by 200 members, settled, office hours', 'by=member&kind=resolution&hours=office'),
    chart('by unit, next answers', 'by=unit&kind=next'),
    chart('of one network, by place', 'by=place&dimension=network&value=bluesky'),
    { name: 'the waits behind it, first page', path: `/api/record/spans?${month}`, most: target },
    {
      name: 'the same of one language, unanswered',
      path: `/api/record/spans?${month}&dimension=language&value=am&state=waiting`,
      most: target,
    },
    {
      name: 'the same of a topic that nobody has',
      path: `/api/record/spans?${month}&dimension=topic&value=penguins`,
      most: null,
    },
    {
      name: 'the same of a place that nobody named',
      path: `/api/record/spans?${month}&dimension=place&value=Nowhere`,
      most: null,
    },
  ];
}

async function fill(): Promise<{ desk: Desk; waits: number; rate: number; copied: number }> {
  const database = await startEmbeddedDatabase({
    folder: join(folder, 'database'),
    settings: { fsync: 'off', synchronous_commit: 'off', max_wal_size: '4GB' },
  });
  const storage = openStorage({ url: database.url, connections: 4 });
  try {
    await migrate(database.url, () => undefined);
    const desk = await makeDesk(storage);
    const { organisationId } = desk;
    // First: the statements that fill a desk take its cases for all there are, and what is filled in below counts as counted then.
    const rate = await measureCases(storage);
    await storage.pool.query('update organisation set office_hours = $2 where id = $1', [
      organisationId,
      JSON.stringify(officeHours()),
    ]);
    const ids = Array.from({ length: members }, () => newId());
    await storage.pool.query(
      `insert into member (organisation_id, id, name, email, role) select $1, t.id, 'Member ' || t.n, 'm' || t.n || '@karoo-water.example', 'agent' from unnest($2::uuid[]) with ordinality as t(id, n)`,
      [organisationId, ids],
    );
    const waits = await fillMonth(storage, { ...desk, cases, members: ids, end }, say);
    const copied = await copyRate(storage, 100_000);
    await storage.pool.query('checkpoint').catch(() => undefined); // the program's role may not; stopping does it
    return { desk, waits, rate, copied };
  } finally {
    await storage.close();
    await database.stop();
  }
}

function officeHours(): object {
  const range = [{ from: 480, to: 1_020 }];
  return {
    timeZone: 'Africa/Johannesburg',
    week: [[], range, range, range, range, range, []],
    country: null,
    days: {},
  };
}

/** Cases a second that the job measures of an organisation that is new to the record: four posts each, a quarter of them ours. */
async function measureCases(storage: Storage): Promise<number> {
  const { organisationId, institutionId, accountId } = await makeOrganisation(storage, 'To be measured');
  const client = await storage.pool.connect();
  try {
    await client.query(
      "create unlogged table bench_text as select k, 'no water ' || k as text, 'en' as language from generate_series(0, 999) as k",
    );
    const statements = fillings({
      posts: measured * 4,
      cases: Math.round(measured / 1.2),
      organisationId,
      accountId,
      institutionId,
      memberId: newId(),
      colleagueId: newId(),
      texts: 1_000,
      longCases: 0,
      longCase: 200,
    });
    for (const [name, statement] of Object.entries(statements))
      if (name !== 'raw items') await client.query(statement);
  } finally {
    client.release();
  }
  await storage.pool.query('analyze');
  say('cases to be measured');
  const deps = { storage, now: () => new Date(), log: () => undefined };
  await countOnce(deps, 'bench');
  const from = performance.now();
  while (await countOnce(deps, 'bench'));
  const { rows } = await storage.pool.query(
    'select count(distinct case_id)::integer as n from response_span where organisation_id = $1',
    [organisationId],
  );
  return (rows[0].n / (performance.now() - from)) * 1_000;
}

/** Resident memory of a process, MB (proc(5)). */
function rss(pid: number): number {
  const found = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(found ?? 0) / 1024;
}
