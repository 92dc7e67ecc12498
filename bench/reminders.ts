/**
 * kill -9 of two programs at random instants, with clocks put forward and back, while promises and follow-ups become due and members are told by push and by mail: what was forgotten, sent
 * twice or ended by time. `npm run bench reminders [kills] [--seed n]`.
 */
import { faultsOf, type Reminded, throughKills } from '../test/factories/throughKills.ts';
import { startBenchDatabase } from './support/database.ts';
import { type Figure, printFigures } from './support/figures.ts';

const [given, ...rest] = process.argv.slice(2);
const kills = Number(given ?? 100);
const chosen = rest.indexOf('--seed');
const seed = chosen >= 0 ? Number(rest[chosen + 1]) : Math.floor(Math.random() * 1e9);
const database = await startBenchDatabase();
const began = performance.now();
const seen = await throughKills({
  databaseUrl: database.url,
  kills,
  seed,
  say: (line) => console.log(`  ${line}`),
});
await database.stop();

const none = { most: 0 };
const figure = (name: string, value: number, target: Figure['target'] = null): Figure => ({
  name,
  values: [value],
  unit: '',
  target,
});
const reminded = (what: string, { all, reminders, unlike, forgotten, wronglyEnded }: Reminded): Figure[] => [
  figure(what, all),
  figure('  reminders of them', reminders),
  figure('  reminded twice, or not told of', unlike, none),
  figure('  forgotten', forgotten, none),
  figure('  ended by nobody, or not ended', wronglyEnded, none),
];
const met = printFigures(`kill -9 through ${kills} rounds, seed ${seed}`, [
  figure('rounds in which a program was killed', seen.kills),
  figure('kills with something under way', seen.inTheMiddle),
  figure('clock put forward', seen.clocks.forward),
  figure('clock put back', seen.clocks.back),
  figure('clock wrong by more than a year for a while', seen.clocks.wrong),
  ...reminded('promises', seen.promises),
  ...reminded('follow-ups', seen.followUps),
  figure('alerts', seen.alerts.raised),
  figure('  forgotten', seen.alerts.forgotten.length, none),
  figure('  not told', seen.alerts.untold, none),
  figure('pushes that came', seen.pushes.came),
  figure('  again, under the same name, which shows it once', seen.pushes.again),
  figure('  again, under another name', seen.pushes.underAnotherName, none),
  figure('letters that came', seen.letters.came),
  figure('  twice', seen.letters.twice, none),
  figure('  noted as sent and never came', seen.letters.lost, none),
  figure('  in doubt: came once or not at all', seen.alerts.inDoubt),
]);
console.log(`  ${Math.round((performance.now() - began) / 1_000)} s`);
for (const fault of faultsOf(seen)) console.log(`  ${fault}`);
process.exit(met ? 0 : 1);
