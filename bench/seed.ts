/**
 * Fills a desk to measure on and keeps it: `npm run bench seed [posts] [open cases] [folder]`. The other benches do it themselves when it is missing.
 */
import { seededDesk } from './support/seed.ts';

const posts = Number(process.argv[2] ?? 5_000_000);
const cases = Number(process.argv[3] ?? 1_000_000);
const began = performance.now();
const seeded = await seededDesk({ posts, cases, folder: process.argv[4] });
console.log(
  `${seeded.posts.toLocaleString('en')} posts and ${seeded.cases.toLocaleString('en')} open cases in ${seeded.folder} (${((performance.now() - began) / 1000).toFixed(0)} s)`,
);
