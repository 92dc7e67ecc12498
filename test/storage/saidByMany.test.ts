/** What many say: exactly what the front row shows is told, once; and looking for it reads through nothing. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertIncidents } from '../../src/alerts/incidents.ts';
import { needsSettings } from '../../src/domain/needsYou.ts';
import { needsOf } from '../../src/insight/frontRow.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { keepNeedsSettings } from '../../src/storage/frontNeeds.ts';
import { newId } from '../../src/storage/ids.ts';
import { addMember } from '../../src/storage/members.ts';
import { migrate } from '../../src/storage/migrate.ts';
import {
  lookForMany,
  lookForUntold,
  organisationsWithMany,
  saidWithin,
} from '../../src/storage/saidByMany.ts';
import { addSignIn } from '../../src/storage/signIn.ts';
import { at, type Desk, hear, item, makeDesk, rows, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

const now = at(50);
const campaigns = 3;

/** One post: who wrote it, how long ago in hours, what it says with others (none is the last), and whether it is gone. */
const post = fc.record({
  by: fc.nat(7),
  hours: fc.constantFrom(1, 3, 5, 23, 25),
  says: fc.nat(campaigns),
  gone: fc.constantFrom(false, false, true),
});
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
const world = fc.record({
  posts: fc.array(post, { minLength: 12, maxLength: 20 }),
  leads: fc.array(fc.nat(3), { minLength: campaigns, maxLength: campaigns }),
  merged: fc.option(fc.nat(5)),
  set: fc.record({
    incidentAuthors: fc.integer({ min: 2, max: 4 }),
    off: fc.constantFrom([], [], [], ['incident' as const]),
  }),
});

/** An executive of an organisation. */
async function executive({ storage, organisationId }: Desk): Promise<string> {
  const who = { name: 'Clare Uwera', email: `${randomUUID()}@water.example` };
  return storage.asSystem(async (tx) => {
    const signInId = await addSignIn(tx, { ...who, passwordHash: 'none', at: now });
    return addMember(tx, organisationId, { ...who, role: 'executive', signInId, at: now });
  });
}

/** The posts at the desk; answers each one's id and case. */
async function written(
  desk: Desk,
  posts: readonly Of<typeof post>[],
): Promise<{ id: string; caseId: string }[]> {
  const items = posts.map(({ by, hours }, n) =>
    item({
      did: `did:plc:by${by}`,
      key: `k${n}`,
      minute: 50 - hours * 60,
      text: `${n}`,
      mentions: [desk.house.did],
    }),
  );
  await hear(desk, desk.house, items);
  await serve(desk.storage);
  const talks = await rows<{ id: string; case_id: string }>(desk, 'conversation');
  const caseOf = new Map(talks.map(({ id, case_id }) => [id, case_id]));
  const heard = await rows<{ id: string; text: string; conversation_id: string }>(desk, 'post');
  return posts.map((_, n) => {
    const one = heard.find(({ text }) => text === `${n}`);
    return { id: one?.id ?? '', caseId: caseOf.get(one?.conversation_id ?? '') ?? '' };
  });
}

async function gather(desk: Desk, { posts, leads, merged }: Of<typeof world>) {
  const { organisationId, storage } = desk;
  const there = await written(desk, posts);
  const one = (n: number) => there[n % there.length] ?? { id: '', caseId: '' };
  await storage.asSystem(async (tx) => {
    for (let c = 0; c < campaigns; c++) {
      const theirs = posts.flatMap(({ says, hours }, n) => (says === c ? [{ n, hours }] : []));
      if (theirs.length === 0) continue;
      const id = newId();
      const lastAt = new Date(now.getTime() - Math.min(...theirs.map(({ hours }) => hours)) * 3_600_000);
      await sql`insert into campaign (organisation_id, id, first_at, last_at, posts, lead_case_id)
        values (${organisationId}, ${id}, ${lastAt}, ${lastAt}, ${theirs.length}, ${one(leads[c] ?? 0).caseId})`.execute(
        tx,
      );
      for (const { n } of theirs)
        await sql`insert into campaign_post (organisation_id, post_id, campaign_id) values (${organisationId}, ${one(n).id}, ${id})`.execute(
          tx,
        );
    }
    for (const [n, { gone }] of posts.entries())
      if (gone)
        await sql`update post set deleted_at = ${now} where organisation_id = ${organisationId} and id = ${one(n).id}`.execute(
          tx,
        );
    const into = one((merged ?? 0) + 1).caseId;
    if (merged !== null && into !== one(merged).caseId)
      await sql`update care_case set merged_into = ${into}, state = 'resolved', waiting_since = null, due_at = null, tier = null
        where organisation_id = ${organisationId} and id = ${one(merged).caseId}`.execute(tx);
  });
}

withDatabases((database) => {
  let storage: Storage;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  afterAll(() => storage.close());

  const newDesk = async (): Promise<Desk> => {
    const desk = await makeDesk(storage);
    const began = { organisation_id: desk.organisationId, read: 0 };
    await storage.system.insertInto('alert_reading').values(began).execute();
    return desk;
  };

  test('alerts tell exactly what stands on the front row, once, whichever case comes to stand for it', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(world, async (asked) => {
        const desk = await newDesk();
        const { organisationId } = desk;
        const memberId = await executive(desk);
        const settings = needsSettings(asked.set);
        await storage.inOrganisation(organisationId, (tx) => keepNeedsSettings(tx, organisationId, settings));
        await gather(desk, asked);
        const { needs } = await needsOf(storage, organisationId, { memberId, name: 'Clare Uwera' }, now);
        const shown = needs.flatMap(({ caseId, reasons }) => (reasons.includes('incident') ? [caseId] : []));
        seen += shown.length;
        if (shown.length > 0)
          expect(await organisationsWithMany(storage.system, saidWithin(now))).toContain(organisationId);
        await alertIncidents(storage, organisationId, now);
        const told = await rows<{ case_id: string; key: string }>(desk, 'alert');
        expect(told.map(({ case_id }) => case_id).sort()).toEqual([...shown].sort());
        // Nobody is told anew by a later look, whoever is on duty then, whatever is written on, and whichever case stands for it.
        await executive(desk);
        expect(await alertIncidents(storage, organisationId, now)).toBe(0);
        await sql`update campaign set posts = posts + 1, last_at = ${now}, lead_case_id = ${randomUUID()}
          where organisation_id = ${organisationId}`.execute(storage.system);
        await sql`update campaign as g set lead_case_id = k.id from care_case as k
          where g.organisation_id = ${organisationId} and k.organisation_id = ${organisationId} and k.merged_into is null`.execute(
          storage.system,
        );
        await alertIncidents(storage, organisationId, now);
        const keys = told.map(({ key }) => key);
        const later = await rows<{ key: string }>(desk, 'alert');
        expect(later.filter(({ key }) => keys.includes(key))).toHaveLength(told.length);
      }),
      { numRuns: 25 },
    );
    expect(seen).toBeGreaterThan(0);
  });

  const planOf = async (query: RawBuilder<unknown>) => {
    const plan = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(storage.system);
    return plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  test('is looked for by an index where much was said long ago and nothing today', async () => {
    const { organisationId } = await newDesk();
    await sql`insert into campaign (organisation_id, id, first_at, last_at, posts, lead_case_id)
      select ${organisationId}::integer, gen_random_uuid(), ${at(0)}::timestamptz - n * interval '1 hour', ${at(0)}::timestamptz - n * interval '1 hour', 7, gen_random_uuid()
      from generate_series(30, 20000) as n`.execute(storage.system);
    await sql`analyze campaign`.execute(storage.system);
    const since = saidWithin(now);
    for (const query of [lookForMany(since), lookForUntold(organisationId, { since, posts: 5 })]) {
      const plan = await planOf(query);
      expect(plan).toContain('campaign_by_time');
      expect(plan).not.toMatch(/Seq Scan on (campaign|post|care_case|campaign_post)\b/);
    }
    expect(await organisationsWithMany(storage.system, since)).not.toContain(organisationId);
  });
});
