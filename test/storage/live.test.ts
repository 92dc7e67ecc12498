import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { currentSequence, type LiveFeed, openLiveFeed } from '../../src/api/liveFeed.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { factsAfter, recordFacts } from '../../src/storage/history.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Desk, makeDesk } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

/** A screen: what it was told, and where it began. */
class Screen {
  readonly from: number;
  position: number;
  readonly sequences: number[] = [];

  constructor(from: number) {
    this.from = from;
    this.position = from;
  }

  write(written: string | Buffer): void {
    const text = String(written);
    const events = JSON.parse(text.slice(text.indexOf('data: ') + 6)) as {
      from: number;
      to: number;
      facts: { sequence: number }[];
    };
    // Each stretch begins where the one before ended.
    if (events.from !== (this.sequences.at(-1) ?? this.from))
      throw new Error(`a stretch from ${events.from} after ${this.sequences.at(-1) ?? this.from}`);
    this.sequences.push(...events.facts.map((fact) => fact.sequence));
  }

  /** Every sequence after where it began, up to what it last heard, once and in order. */
  expectWhole(): void {
    expect(this.sequences).toEqual(this.sequences.map((_, i) => this.from + 1 + i));
  }
}

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  let live: LiveFeed;
  const logged: unknown[] = [];

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 30 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    desk = await makeDesk(storage);
    logged.length = 0;
    live = openLiveFeed({ storage, now: () => new Date() }, (reason) => logged.push(reason));
  });
  afterEach(() => live.close());

  /** One transaction with some facts that takes its time before and after it was given its numbers. */
  const act = (facts: number, before: number, after: number) =>
    storage.inOrganisation(desk.organisationId, async (tx) => {
      await sql`select pg_sleep(${before / 1000})`.execute(tx);
      const some = Array.from({ length: facts }, () => ({
        actorId: null,
        action: 'post_heard' as const,
        caseId: null,
        subjectId: randomUUID(),
      }));
      await recordFacts(tx, desk.organisationId, some, new Date());
      await sql`select pg_sleep(${after / 1000})`.execute(tx);
    });
  const some = (most: number) => Math.floor(Math.random() * most);
  const end = () => currentSequence(storage, desk.organisationId);
  const writers = (count: number, acts: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        for (let i = 0; i < acts; i++) await act(1 + some(4), some(12), some(6));
      }),
    );
  const reached = (screens: readonly Screen[], sequence: number) =>
    expect
      .poll(() => screens.map((screen) => screen.sequences.at(-1) ?? screen.from), { timeout: 20_000 })
      .toEqual(screens.map(() => sequence));

  test('who reads by sequence passes no fact that commits late, while twenty write', async () => {
    const read: number[] = [];
    let writing = true;
    const reader = (async () => {
      for (;;) {
        const last = !writing;
        const facts = await storage.inOrganisation(desk.organisationId, (tx) =>
          factsAfter(tx, desk.organisationId, read.at(-1) ?? 0, 7),
        );
        read.push(...facts.map((fact) => fact.sequence));
        if (last && facts.length === 0) return;
      }
    })();
    await writers(20, 10);
    writing = false;
    await reader;
    expect(read).toEqual(Array.from({ length: await end() }, (_, i) => i + 1));
  });

  test('screens that join, leave and come back while twenty write are told every fact once and in order', async () => {
    let writing = true;
    const watched: Screen[] = [];
    // So many that each broadcast is written in several slices, between which others come and go.
    const staying = Array.from({ length: 130 }, () => new Screen(0));
    for (const screen of staying) live.join(desk.organisationId, screen);
    const coming = Array.from({ length: 8 }, async () => {
      let from = 0;
      while (writing) {
        const screen = new Screen(from);
        watched.push(screen);
        const leave = live.join(desk.organisationId, screen);
        await new Promise((resolve) => setTimeout(resolve, some(120)));
        leave();
        screen.expectWhole();
        // It comes back with the last sequence that it heard, or with none.
        from = some(3) === 0 ? await end() : (screen.sequences.at(-1) ?? from);
      }
    });
    await writers(20, 8);
    writing = false;
    await Promise.all(coming);
    await reached(staying, await end());
    for (const screen of [...staying, ...watched]) screen.expectWhole();
    expect(logged).toEqual([]);
  });

  test('a screen that comes back after thousands of facts is told all of them', async () => {
    for (let i = 0; i < 3; i++) await act(700, 0, 0);
    const late = new Screen(0);
    const current = new Screen(await end());
    live.join(desk.organisationId, current);
    live.join(desk.organisationId, late);
    await act(3, 0, 0);
    await reached([late, current], 2_103);
    late.expectWhole();
    current.expectWhole();
  });

  test('when the listening connection is cut nothing is lost and nothing comes twice', async () => {
    const screens = [new Screen(0), new Screen(0)];
    for (const screen of screens) live.join(desk.organisationId, screen);
    const writing = writers(10, 8);
    for (let cut = 0; cut < 4; cut++) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'answerable listening'`.execute(
        storage.system,
      );
    }
    await writing;
    await reached(screens, await end());
    for (const screen of screens) screen.expectWhole();
  });

  test('a screen that joins while the database is away is brought up to date when it is back', async () => {
    await act(3, 0, 0);
    let away = true;
    const flickering: Storage = {
      ...storage,
      reading: (organisationId, work) =>
        away ? Promise.reject(new Error('away')) : storage.reading(organisationId, work),
    };
    live.close();
    live = openLiveFeed({ storage: flickering, now: () => new Date() }, (reason) => logged.push(reason));
    const screen = new Screen(0);
    live.join(desk.organisationId, screen);
    await expect.poll(() => logged.length).toBeGreaterThan(0);
    away = false;
    await act(2, 0, 0);
    await reached([screen], 5);
    screen.expectWhole();
  });

  test('a sequence that never was stops nobody’s updates and does not keep the database busy', async () => {
    await act(3, 0, 0);
    let reads = 0;
    const counted: Storage = {
      ...storage,
      reading: (organisationId, work) => {
        reads += 1;
        return storage.reading(organisationId, work);
      },
    };
    live.close();
    live = openLiveFeed({ storage: counted, now: () => new Date() }, (reason) => logged.push(reason));
    // It opens the room, or comes into one that is open.
    for (const first of [true, false]) {
      const told: string[] = [];
      const lost = { position: 999_999_999, write: (text: string) => told.push(text) };
      const honest = new Screen(0);
      const leave = first ? live.join(desk.organisationId, lost) : () => undefined;
      const part = live.join(desk.organisationId, honest);
      const leaveLate = first ? () => undefined : live.join(desk.organisationId, lost);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(reads).toBeLessThan(40);
      await act(2, 0, 0);
      await reached([honest], await end());
      honest.expectWhole();
      await expect.poll(() => told.length).toBeGreaterThan(0);
      leave();
      part();
      leaveLate();
      reads = 0;
    }
  });
});
