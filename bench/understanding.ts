/**
 * How fast posts are read, everything for each: language, sentiment, kind, severity, place and what is found besides, on one core; how long the models take to load and how much memory they
 * hold. The posts are those of the public sets (ANSWERABLE_SETS) and our own sentences, each different. `npm run bench understanding [posts] [runs]`.
 */
import {
  languageModel,
  placeModel,
  saysModel,
  sentimentModel,
  serviceModel,
} from '../src/understanding/models.ts';
import { houseReplies, sentences } from '../training/corpus.ts';
import { afrisenti, afrisentiLanguages, setsAreHere, setsFolder } from '../training/sets.ts';
import { printFigures } from './support/figures.ts';
import { emptyRouteTimes } from './support/program.ts';

const most = Number(process.argv[2] ?? 60_000);
const runs = Number(process.argv[3] ?? 5);

const posts = mixedUp(texts()).slice(0, most);
const replies = houseReplies().map(({ text }) => text);
const before = process.memoryUsage().rss;
const loads: number[] = [];
const rates: number[] = [];
const again: number[] = [];
const houses: number[] = [];
const cpu: number[] = [];
let held = 0;
for (let run = 0; run < runs; run++) {
  const began = performance.now();
  const [language, sentiment, service, places, says] = [
    languageModel(),
    sentimentModel(),
    serviceModel(),
    placeModel(),
    saysModel(),
  ];
  loads.push((performance.now() - began) / 1000);
  const read = (text: string) => {
    const found = language.find(text);
    sentiment.find(text, found.chief);
    service.find(text, found);
    places.find(text);
  };
  const start = process.cpuUsage();
  rates.push(perSecond(posts, read));
  const { user, system } = process.cpuUsage(start);
  cpu.push((user + system) / posts.length);
  again.push(perSecond(posts, read));
  houses.push(perSecond(replies, (text) => says.find(text)));
  if (run === 0) held = (process.memoryUsage().rss - before) / 1e6;
}
const empty = await emptyRouteTimes(200);
const met = printFigures(
  `Reading ${posts.length.toLocaleString('en')} different posts, everything for each`,
  [
    {
      name: 'posts a second, each for the first time',
      values: rates,
      unit: 'posts/s',
      target: { least: 10_000 },
    },
    { name: 'the same posts a second time', values: again, unit: 'posts/s', target: null },
    { name: 'replies of a house a second', values: houses, unit: 'replies/s', target: null },
    { name: 'CPU a post', values: cpu, unit: 'us', target: null },
    { name: 'loading all models', values: loads, unit: 's', target: { most: 2 } },
    { name: 'memory of models, words and posts read', values: [held], unit: 'MB', target: { most: 200 } },
    { name: 'reference: an empty Fastify route', values: empty, unit: 'ms', target: null },
  ],
);
process.exit(met ? 0 : 1);

function texts(): string[] {
  const own = sentences().map(({ text }) => text);
  if (setsAreHere())
    return [
      ...own,
      ...afrisentiLanguages.flatMap((name) => afrisenti(name, 'dev').map(({ text }) => text)),
      ...afrisentiLanguages.flatMap((name) => afrisenti(name, 'train').map(({ text }) => text)),
    ];
  process.stderr.write(`LEFT OUT: the public sets are not in ${setsFolder}: our own sentences only.\n`);
  return own;
}

/** In one order that has nothing to do with where they come from. */
function mixedUp(all: readonly string[]): string[] {
  const step = 7_919;
  return all.map((_, at) => all[(at * step) % all.length]!);
}

function perSecond(all: readonly string[], read: (text: string) => unknown): number {
  const began = performance.now();
  for (const text of all) read(text);
  return Math.round((all.length / (performance.now() - began)) * 1000);
}
