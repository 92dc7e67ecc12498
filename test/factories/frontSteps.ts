/** What may happen in a random week of the front row, and where it may break off. */
import fc from 'fast-check';
import type { Storage } from '../../src/storage/database.ts';

/** What may happen, to which of the posts that there are. */
export type Step =
  | { do: 'hear'; who: number; thread: number; day: number; from: 'live' | 'archive' | 'broken' }
  | { do: 'again' | 'edit' | 'delete'; which: number; day: number }
  | { do: 'replay' | 'merge' | 'split' }
  | { do: 'abuse' | 'block' | 'protect' | 'erase'; which: number }
  | { do: 'alone'; who: number; day: number }
  | { do: 'hand'; who: number; day: number; fails: Fails }
  | { do: 'edit alone' | 'delete alone'; which: number; day: number };

/** Where giving to the house breaks off: not at all, before the house has it, or before it is noted that it has. */
export type Fails = null | 'house' | 'note';

const day = fc.integer({ min: 0, max: 2 });
const which = fc.nat({ max: 30 });
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('hear' as const),
      who: fc.integer({ min: 0, max: 3 }),
      thread: fc.integer({ min: 0, max: 1 }),
      day,
      from: fc.constantFrom('live', 'live', 'live', 'archive', 'broken'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('again', 'edit', 'delete'), which, day }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('replay', 'merge', 'split') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('abuse', 'block', 'protect', 'erase'), which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('alone' as const), who: fc.integer({ min: 0, max: 2 }), day }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('hand' as const),
      who: fc.integer({ min: 0, max: 2 }),
      day,
      fails: fc.constantFrom(null, null, 'house' as const, 'note' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('edit alone' as const, 'delete alone' as const),
      which: fc.nat({ max: 8 }),
      day,
    }),
  },
);

export const brokenOff = (event: string, said: object): never => {
  throw new Error(`${event} ${JSON.stringify(said)}`);
};

/** A storage whose transactions break off in the house, or in the letterbox once the house has it. */
export function breaking(storage: Storage, houseId: number, where: 'house' | 'note'): Storage {
  let isThere = false;
  return new Proxy(storage, {
    get(of, name, by) {
      if (name !== 'inOrganisation') return Reflect.get(of, name, by);
      return async (id: number, work: Parameters<Storage['inOrganisation']>[1]) => {
        if (where === (id === houseId ? 'house' : isThere ? 'note' : null)) {
          isThere = false;
          throw new Error('killed here');
        }
        const done = await of.inOrganisation(id, work);
        isThere = id === houseId;
        return done;
      };
    },
  });
}
