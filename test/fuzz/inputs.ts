/** Strange words and values, and how many of them are tried. */
import fc from 'fast-check';

const wanted = process.env.FUZZ_INPUTS === undefined ? null : Number(process.env.FUZZ_INPUTS);

/** How many inputs this part of the fuzzing tries: `usual`, or its share of all where `npm run bench fuzz` asks for more. */
export const runsOf = (share: number, usual: number): number =>
  wanted === null ? usual : Math.round(wanted * share);

/** For whole runs of `npm run bench fuzz`, which take minutes. */
export const fuzzTimeout = wanted === null ? 120_000 : 3_600_000;

/** One line for `npm run bench fuzz`, which adds them up. */
export function tellFuzzed(what: string, tried: number, counted: Record<string, number>): void {
  const counts = Object.entries(counted).map(([name, n]) => `${name} ${n}`);
  process.stderr.write(`fuzz: ${what}: ${tried} inputs: ${counts.join(', ')}\n`);
}

/** What a program says of itself only when it breaks. */
export const trace = /\bat .*\.[jt]s:\d+|node_modules|[A-Z]\w*Error:|\bSELECT |insert into|pg_catalog/;

/** Words of which a database keeps no part as it is. */
const unstorable = fc
  .array(fc.constantFrom('a', ' ', '\u0000', '\ud800', '\udfff'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

export const anyText = fc.oneof(
  unstorable,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    '',
    '\u0000',
    "'; drop table post; --",
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '\ud800',
    '%00',
    '\u202e\u200d',
    'a'.repeat(30_000),
  ),
);

const deep = (depth: number): unknown => (depth === 0 ? 'deep' : [deep(depth - 1)]);

/** A value that no schema expects. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  anyText,
  fc.jsonValue(),
  fc.double(),
  fc.bigInt().map(String),
  fc.constantFrom<unknown>(null, true, -1, 1e308, 2 ** 53, {}, [], deep(500), { $ne: null }, [[[]]]),
  fc.constant(null).map(() => JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as unknown),
);
