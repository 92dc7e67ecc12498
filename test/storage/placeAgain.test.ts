/** Once promises have changed every waiting case stands where the rule puts it, whoever is killed and whatever comes in meanwhile. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeSome } from '../../src/desk/officeHours/placeAgain.ts';
import { hoursOf, type OfficeHoursSettings } from '../../src/domain/officeHoursSettings.ts';
import { queuePlace, type Severity } from '../../src/domain/queue.ts';
import type { Threat } from '../../src/domain/threat.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { askToPlaceAgain, organisationsToPlace, writeOfficeHours } from '../../src/storage/promises.ts';
import { at, type Desk, hear, item, makeDesk, rows, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

const workday = [{ from: 8 * 60, to: 16 * 60 }];
const weekdays: OfficeHoursSettings = {
  timeZone: 'Africa/Johannesburg',
  week: [[], workday, workday, workday, workday, workday, []],
  country: null,
  days: { '2031-01-06': { name: 'A day off', ranges: [], by: 'hand' } },
};

interface Placed {
  id: string;
  severity: Severity;
  vulnerable: boolean;
  threat: Threat | null;
  waiting_since: Date | null;
  first_house_at: Date | null;
  tier: number | null;
  due_at: Date | null;
}

withDatabases((database) => {
  let storage: Storage;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  afterAll(() => storage.close());

  const strangers = (desk: Desk, from: number, count: number) =>
    hear(
      desk,
      desk.house,
      Array.from({ length: count }, (_, i) =>
        item({
          did: `did:plc:stranger${from + i}`,
          key: `post${from + i}`,
          minute: i % 60,
          text: 'No water since Thursday',
          mentions: [desk.house.did],
        }),
      ),
    );
  const setHours = (desk: Desk, hours: OfficeHoursSettings | null) =>
    storage.inOrganisation(desk.organisationId, async (tx) => {
      await writeOfficeHours(tx, desk.organisationId, hours);
      await askToPlaceAgain(tx, desk.organisationId);
    });
  const wrong = async (desk: Desk, hours: OfficeHoursSettings | null) => {
    const promises = { firstResponseMinutes: 60, nextResponseMinutes: 120, hours: hours && hoursOf(hours) };
    return (await rows<Placed>(desk, 'care_case')).filter((one) => {
      const facts = { ...one, waitingSince: one.waiting_since, answeredBefore: one.first_house_at !== null };
      const place = queuePlace(facts, promises);
      return place?.tier !== (one.tier ?? undefined) || place?.dueAt.getTime() !== one.due_at?.getTime();
    });
  };

  describe('placing cases again', () => {
    test('goes on where it stopped, and says when it is done', async () => {
      const desk = await makeDesk(storage);
      await strangers(desk, 0, 1_300);
      await serve(storage);
      expect(await wrong(desk, null)).toEqual([]);
      await setHours(desk, weekdays);
      expect(await wrong(desk, weekdays)).toHaveLength(1_300);
      const looked: number[] = [];
      // Each call stands for a program of its own: what the one before it had not committed is nowhere.
      while ((await organisationsToPlace(storage.system)).includes(desk.organisationId))
        looked.push(await placeSome(storage, desk.organisationId, at(50)));
      expect(looked).toEqual([500, 500, 300, 0]);
      expect(await wrong(desk, weekdays)).toEqual([]);
      const told = await rows<{ action: string }>(desk, 'history');
      expect(told.filter(({ action }) => action === 'queue_placed')).toHaveLength(1);
    });

    test('beside intake, and changed once more in the middle, ends where the rule says', async () => {
      const desk = await makeDesk(storage);
      await strangers(desk, 5_000, 700);
      await serve(storage);
      await setHours(desk, weekdays);
      await placeSome(storage, desk.organisationId, at(50));
      await setHours(desk, { ...weekdays, days: {} });
      await strangers(desk, 6_000, 700);
      const placing = (async () => {
        while ((await organisationsToPlace(storage.system)).includes(desk.organisationId))
          await placeSome(storage, desk.organisationId, at(50));
      })();
      await Promise.all([placing, serve(storage)]);
      expect(await wrong(desk, { ...weekdays, days: {} })).toEqual([]);
      expect(await rows(desk, 'care_case')).toHaveLength(1_400);
    });
  });
});
