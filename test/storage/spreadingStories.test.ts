/** Stories: by what is usual, told to whoever is marked, and ended; one that fails holds up no other. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readStories } from '../../src/desk/spreading/stories.ts';
import { tidyOnce, watchOnce } from '../../src/jobs/watchSpreading.ts';
import { keepWarned, readWarned } from '../../src/storage/communications.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { digestFacts } from '../../src/storage/digestFacts.ts';
import { changeMember } from '../../src/storage/members.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type CountedDesk, type CountedDesks, countedDesks, postOf } from '../factories/countedDesks.ts';
import { addressOf, at, type Desk, hear, item, makeMember, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

const minutes = (count: number) => Array.from({ length: count }, (_, n) => n % 50);

const day = { from: at(0), to: at(120), end: at(120), now: at(120) };

withDatabases((database) => {
  let storage: Storage;
  let network: CountedDesks;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  // Nobody of the test before asks any more.
  beforeEach(async () => {
    await sql`update connected_account set secret = null`.execute(storage.system);
    network = countedDesks(storage);
  });
  afterAll(() => storage.close());

  const askAll = () => network.askAll();
  const watched = (desk: Desk) => network.watched(desk);
  const answer = (desk: Desk, n: number, minute?: number) => network.hearAnswer(desk, n, minute);
  test('an organisation that fails holds up no other, and one fact that fails holds up none behind it', async () => {
    const [one, other] = [
      await network.open([1], { askable: false }),
      await network.open([2], { askable: false }),
    ];
    // A table that refuses the post of one of them.
    await sql`
      create function refuse_one() returns trigger language plpgsql as $$
      begin
        if new.posted_at = '2031-01-04T06:20:00Z' then raise exception 'refused'; end if;
        return new;
      end $$`.execute(storage.system);
    await sql`create trigger refuse_one before insert on spread_watch for each row execute function refuse_one()`.execute(
      storage.system,
    );
    try {
      for (const desk of [one, other])
        await hear(desk, desk.house, [
          item({
            did: 'did:plc:refused',
            key: 'a',
            minute: desk === one ? 20 : 21,
            text: 'One',
            mentions: [desk.house.did],
          }),
          item({ did: 'did:plc:after', key: 'b', minute: 22, text: 'Two', mentions: [desk.house.did] }),
        ]);
      await serve(storage);
      await watchOnce(network.deps, 'one');
    } finally {
      await sql`drop trigger refuse_one on spread_watch`.execute(storage.system);
      await sql`drop function refuse_one`.execute(storage.system);
    }
    const later = [addressOf('did:plc:after', 'b')];
    expect((await watched(one)).map(({ id }) => id)).toEqual([postOf(0), ...later]);
    expect(await watched(other)).toHaveLength(3);
    expect(network.logged).toEqual(['fact_not_watched']);
  });

  test('what is usual comes from the latest posts of each network and age, and stays where too few are known', async () => {
    const desk = await network.open(minutes(40));
    for (let n = 0; n < 40; n += 1) desk.counts.set(postOf(n), n);
    const usual = async () =>
      (
        await sql<{ name: string }>`
          select concat_ws(' ', network, measure, band, per_hour) as name from spread_usual where organisation_id = ${desk.organisationId} order by 1`.execute(
          storage.system,
        )
      ).rows.map(({ name }) => name);
    await askAll();
    network.later(3);
    await askAll();
    const loud = Array.from({ length: 10 }, (_, n) => postOf(30 + n));
    for (const table of ['spread_watch', 'spread_pace'])
      await sql`update ${sql.table(table)} set network = 'mastodon' where post_id in (
        select id from post where organisation_id = ${desk.organisationId} and network_id = any(${loud}::text[]))`.execute(
        storage.system,
      );
    await sql`update spread_pace set per_hour = 500 where network = 'mastodon'`.execute(storage.system);
    await tidyOnce(network.deps);
    const found = await usual();
    const ofBluesky = found.find((name) => name.startsWith('bluesky shares 0 '));
    // Nine of ten of those that were passed on up to twenty-nine times, and not the ten of another network.
    expect(Number(ofBluesky?.split(' ')[3])).toBeLessThan(60);
    expect(found.filter((name) => name.startsWith('mastodon'))).toEqual([]);
    // Everything is a month old: nothing is known anew, and what was known holds.
    network.later(31 * 1_440);
    await tidyOnce(network.deps);
    expect(await usual()).toEqual(found);
  });

  test('of answers, and where nobody can be asked, a post of which nothing was heard was passed on by nobody', async () => {
    const desk = await network.open(minutes(30), { askable: false });
    await answer(desk, 1);
    network.later(61);
    await tidyOnce(network.deps);
    const found = await sql<{ perHour: number }>`
      select per_hour as "perHour" from spread_usual where organisation_id = ${desk.organisationId} and measure = 'answers' and band = 0`.execute(
      storage.system,
    );
    expect(found.rows).toEqual([{ perHour: 0 }]);
  });

  test('nobody is told, and nothing is marked as told, until somebody is marked to be warned', async () => {
    const desk = await network.open([40]);
    const { organisationId } = desk;
    desk.counts.set(postOf(0), 500);
    await network.run();
    const told = async () =>
      (
        await sql<{ told: boolean; alerts: number }>`
          select told_at is not null as told, (select count(*)::integer from alert where organisation_id = ${organisationId}) as alerts
          from spread_story where organisation_id = ${organisationId}`.execute(storage.system)
      ).rows;
    expect(await told()).toEqual([{ told: false, alerts: 0 }]);
    const member = await makeMember(desk, 'Communications');
    const mark = () =>
      storage.inOrganisation(organisationId, (tx) =>
        keepWarned(tx, organisationId, { memberIds: [member], teamIds: [] }),
      );
    await mark();
    // Whose role may not open the page is not warned either.
    await sql`update member set role = 'auditor' where id = ${member}::uuid`.execute(storage.system);
    await network.run();
    expect(await told()).toEqual([{ told: false, alerts: 0 }]);
    await sql`update member set role = 'agent' where id = ${member}::uuid`.execute(storage.system);
    await network.run();
    expect(await told()).toEqual([{ told: true, alerts: 1 }]);
    // The morning's digest is about work, and does not count it.
    const digest = await storage.reading(organisationId, (tx) =>
      digestFacts(tx, organisationId, { ...day, memberId: member, teamIds: [], approvals: 0 }),
    );
    expect(digest).toMatchObject({ heard: 1, alerts: 0 });
    // Another role is another work: an admin marks them anew.
    await storage.asSystem((tx) => changeMember(tx, organisationId, member, { role: 'supervisor' }));
    const marked = () => storage.reading(organisationId, (tx) => readWarned(tx, organisationId));
    expect(await marked()).toEqual({ memberIds: [], teamIds: [] });
    await mark();
    await storage.asSystem((tx) => changeMember(tx, organisationId, member, { leftAt: at(70) }));
    await storage.asSystem((tx) => changeMember(tx, organisationId, member, { leftAt: null }));
    expect(await marked()).toEqual({ memberIds: [], teamIds: [] });
  });

  test('a story calms where it cannot be counted any more, is put away a week later, and nobody needs its alert', async () => {
    const desk: CountedDesk = await network.open([40]);
    const { organisationId } = desk;
    const member = await makeMember(desk, 'Communications');
    await storage.inOrganisation(organisationId, (tx) =>
      keepWarned(tx, organisationId, { memberIds: [member], teamIds: [] }),
    );
    desk.counts.set(postOf(0), 500);
    await network.run();
    await sql`update connected_account set cut_off_at = now() where organisation_id = ${organisationId}`.execute(
      storage.system,
    );
    const story = async () =>
      (
        await sql<object>`
          select calmed_at is not null as calm, ended_as as ended, (
            select count(*)::integer from alert where organisation_id = ${organisationId} and acknowledged_at is null
          ) as alerts from spread_story where organisation_id = ${organisationId}`.execute(storage.system)
      ).rows[0];
    network.later(10 * 60);
    await network.run();
    expect(await story()).toEqual({ calm: false, ended: null, alerts: 1 });
    network.later(15 * 60);
    await network.run();
    expect(await story()).toEqual({ calm: true, ended: null, alerts: 1 });
    network.later(8 * 1_440);
    await network.run();
    expect(await story()).toEqual({ calm: true, ended: 'archived', alerts: 0 });
  });

  test('the page says how far counting lags behind', async () => {
    const { organisationId } = await network.open([40, 41]);
    const lag = async () =>
      (
        await readStories(
          { storage, organisationId, now: network.deps.now() },
          { ended: false, after: null, limit: 10 },
        )
      ).lag;
    const since = network.deps.now();
    expect(await lag()).toBeNull();
    network.later(30);
    expect(await lag()).toEqual({ posts: 2, since });
    await askAll();
    expect(await lag()).toBeNull();
  });
});
