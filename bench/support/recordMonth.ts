/** A month of cases as the response record keeps them, made here: what is measured is reading it. */
import { countIn, type Days } from '../../src/desk/record/countCases.ts';
import type { Measure } from '../../src/domain/record.ts';
import type { Storage } from '../../src/storage/database.ts';
import { newId } from '../../src/storage/ids.ts';
import { addToDays, replaceSpans, type Span } from '../../src/storage/recordSpans.ts';

export interface Month {
  organisationId: number;
  institutionId: string;
  cases: number;
  members: string[];
  /** The first instant behind it. */
  end: Date;
}

const days = 30;
const day = 86_400_000;
const atOnce = 20_000;
const networks = ['bluesky', 'email', 'form', 'sms', 'phone', 'letter'];
const languages = ['en', 'sw', 'fr', 'rw', 'pcm', 'ha', 'yo', 'am', ''];

/** Numbers between 0 and 1, the same each time (mulberry32). */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Fills the month: cases with their authors, and for each the first answer, some next ones and the matter; answers the number of waits. */
export async function fillMonth(
  storage: Storage,
  month: Month,
  say: (what: string) => void,
): Promise<number> {
  const { organisationId, cases } = month;
  const caseIds: string[] = [];
  const random = randomly(7);
  const ids = (many: number) => Array.from({ length: many }, () => newId());
  const places = { units: ids(40), teams: ids(12) };
  let waits = 0;
  for (let from = 0; from < cases; from += atOnce) {
    const counted: Days = new Map();
    const spans: Span[] = [];
    for (let n = from; n < Math.min(cases, from + atOnce); n++) {
      const begun = month.end.getTime() - days * day + (n / cases) * days * day;
      const caseId = newId(begun);
      caseIds.push(caseId);
      spans.push(...spansOf(month, places, { caseId, begun, random }));
    }
    for (const span of spans) countIn(counted, span, 1);
    await storage.inOrganisation(organisationId, async (tx) => {
      await replaceSpans(tx, organisationId, [], spans);
      await addToDays(tx, organisationId, [...counted.values()]);
    });
    waits += spans.length;
    if ((from / atOnce) % 10 === 9) say(`${from + atOnce} cases measured`);
  }
  await fillCases(storage, month, caseIds);
  await storage.pool.query('analyze');
  say('cases and authors');
  return waits;
}

/** What lists show of a case. */
async function fillCases(storage: Storage, month: Month, caseIds: readonly string[]): Promise<void> {
  const { organisationId, institutionId } = month;
  const author = newId();
  await storage.pool.query(
    `insert into identity (organisation_id, id, author_id, network, network_id, handle, first_heard_at) values ($1, $2, $2, 'bluesky', 'did:plc:bench', 'bench.example', now())`,
    [organisationId, author],
  );
  for (let from = 0; from < caseIds.length; from += 100_000)
    await storage.pool.query(
      `insert into care_case (organisation_id, id, number, institution_id, author_id, identity_id, state, state_at, sequence)
       select $1, t.id, $2 + t.n, $3, $4, $4, 'new', now(), 0 from unnest($5::uuid[]) with ordinality as t(id, n)`,
      [organisationId, from, institutionId, author, caseIds.slice(from, from + 100_000)],
    );
}

interface OneCase {
  caseId: string;
  begun: number;
  random: () => number;
}

/** Two in three are answered, half within three quarters of an hour, some after days; two in three of those are settled; every third author writes again. */
function spansOf(month: Month, places: { units: string[]; teams: string[] }, one: OneCase): Span[] {
  const { caseId, random } = one;
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)] as T;
  const apart = {
    network: of(networks),
    language: of(languages),
    place: random() < 0.4 ? '' : `Place ${Math.floor(random() ** 2 * 47)}`,
    tags: [`topic ${Math.floor(random() ** 2 * 60)}`],
    unitId: random() < 0.3 ? null : of(places.units),
    teamId: random() < 0.5 ? null : of(places.teams),
    memberId: of(month.members),
  };
  const wait = (kind: Measure['kind'], begun: number, share: number): Span => {
    const milliseconds = 2_700_000 * Math.exp(2 * (random() + random() + random() + random() - 2));
    const ends = random() < share && begun + milliseconds < month.end.getTime();
    const seconds = ends ? Math.floor(milliseconds / 1_000) : 0;
    return {
      caseId,
      number: 0,
      kind,
      day: new Date(begun).toISOString().slice(0, 10),
      begun: new Date(begun),
      ended: ends ? new Date(begun + milliseconds) : null,
      runsFrom: ends ? null : new Date(begun),
      clock: seconds,
      office: Math.floor(seconds / 3),
      onTime: ends ? milliseconds < 3_600_000 : null,
      dueAt: ends ? null : new Date(begun + 3_600_000),
      settled: false,
      begunPostId: null,
      endedPostId: null,
      ...apart,
    };
  };
  const first = wait('first', one.begun, 0.67);
  const all = [first, wait('resolution', one.begun, first.ended === null ? 0 : 0.67)];
  if (first.ended !== null && random() < 0.33) all.push(wait('next', first.ended.getTime() + 600_000, 0.8));
  return all.filter(({ begun }) => begun < month.end).map((span, i) => ({ ...span, number: i + 1 }));
}
