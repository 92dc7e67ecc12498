import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backupName, namesToRemove } from './backupNames.ts';

const moments = fc.uniqueArray(fc.integer({ min: 946_684_800, max: 4_102_444_800 }), { maxLength: 40 });

test('the newest stay, whatever the order of the folder, and nothing of others goes', () => {
  fc.assert(
    fc.property(
      moments,
      fc.integer({ min: 1, max: 12 }),
      fc.infiniteStream(fc.nat()),
      (seconds, keep, order) => {
        const names = seconds.map((second) => backupName(new Date(second * 1_000)));
        const others = ['answerable-old.backup', `${names[0] ?? 'a'}.7.partial`, 'key'];
        const mixed = [...names, ...others].map((name) => ({ name, n: order.next().value ?? 0 }));
        const folder = mixed.sort((a, b) => a.n - b.n).map(({ name }) => name);
        const gone = namesToRemove(folder, keep);
        const newest = [...seconds].sort((a, b) => b - a).slice(0, keep);
        const kept = names.filter((name) => !gone.includes(name)).sort();
        expect(kept).toEqual(newest.map((second) => backupName(new Date(second * 1_000))).sort());
        expect(gone.filter((name) => others.includes(name))).toEqual([]);
      },
    ),
  );
});

test('a name tells its moment', () => {
  expect(backupName(new Date('2031-01-04T06:00:00.123Z'))).toBe('answerable-20310104T060000Z.backup');
});
