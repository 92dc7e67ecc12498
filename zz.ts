import {
  languageModel,
  placeModel,
  saysModel,
  sentimentModel,
  serviceModel,
} from './src/understanding/models.ts';
import { sentences } from './training/corpus.ts';
import { afrisenti, afrisentiLanguages } from './training/sets.ts';

const own = sentences().map(({ text }) => text);
const all = [...own, ...afrisentiLanguages.flatMap((n) => afrisenti(n, 'dev').map(({ text }) => text))];
const posts = all.map((_, at) => all[(at * 7919) % all.length]!).slice(0, 30000);
const parts: Record<string, number> = {};
const rss0 = process.memoryUsage().rss;
const t = performance.now();
const L = languageModel(),
  S = sentimentModel(),
  V = serviceModel(),
  P = placeModel();
console.log('load', performance.now() - t, 'rss', (process.memoryUsage().rss - rss0) / 1e6);
const time = <T>(n: string, f: () => T) => {
  const a = process.cpuUsage();
  const r = f();
  const b = process.cpuUsage(a);
  parts[n] = (parts[n] ?? 0) + b.user + b.system;
  return r;
};
const found = time('language', () => posts.map((p) => L.find(p)));
time('sentiment', () => posts.forEach((p, i) => S.find(p, found[i]!.chief)));
time('service', () => posts.forEach((p, i) => V.find(p, found[i]!.name)));
time('places', () => posts.forEach((p, i) => P.find(p, null, found[i]!.name)));
for (const [n, v] of Object.entries(parts)) console.log(n, (v / posts.length).toFixed(1), 'us');
console.log('rss', (process.memoryUsage().rss - rss0) / 1e6);
