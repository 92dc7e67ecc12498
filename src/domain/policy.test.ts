import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Approvers, approvalNeeded, approversOf, type Policy, whenWords } from './policy.ts';
import { type Role, roles } from './rights.ts';
import type { OnRota } from './rota.ts';
import { makesCircle } from './superiors.ts';

const now = new Date('2026-11-25T10:00:00Z');
const always: Policy = { topics: [], roles: [], amount: null, by: { kind: 'superior' }, enabled: true };
const facts = { writerRole: 'agent' as const, topics: ['Refund'], text: 'We credit KES 5,000.' };
const asks = (policy: Partial<Policy>, more: Partial<typeof facts> = {}) =>
  approvalNeeded([{ ...always, ...policy }], { ...facts, ...more }).length === 1;

describe('a policy asks', () => {
  test('when all that it says holds, and never while it is switched off', () => {
    expect(asks({})).toBe(true);
    expect(asks({ enabled: false })).toBe(false);
    expect(asks({ topics: ['refund', 'meter'] })).toBe(true);
    expect(asks({ topics: ['meter'] })).toBe(false);
    expect(asks({ roles: ['agent'] })).toBe(true);
    expect(asks({ roles: ['guest_agent'] })).toBe(false);
    expect(asks({ topics: ['refund'], roles: ['guest_agent'] })).toBe(false);
  });

  test('from the amount on, in another currency always, without a currency at any money', () => {
    expect(asks({ amount: { hundredths: 500_000, currency: 'KES' } })).toBe(true);
    expect(asks({ amount: { hundredths: 500_001, currency: 'KES' } })).toBe(false);
    expect(asks({ amount: { hundredths: 99_999_999, currency: 'RWF' } })).toBe(true);
    expect(asks({ amount: { hundredths: 0, currency: null } })).toBe(true);
    expect(asks({ amount: { hundredths: 0, currency: null } }, { text: 'We are sorry.' })).toBe(false);
    expect(asks({ amount: { hundredths: 0, currency: 'KES' } }, { text: 'We are sorry.' })).toBe(false);
  });

  test('is told in a line', () => {
    expect(whenWords(always)).toBe('always');
    expect(
      whenWords({
        ...always,
        topics: ['refund', 'meter'],
        roles: ['guest_agent'],
        amount: { hundredths: 500_000, currency: 'KES' },
      }),
    ).toBe('about refund or meter, written by guest agent, from KES 5000');
    expect(whenWords({ ...always, amount: { hundredths: 0, currency: null } })).toBe('with money in it');
  });
});

const people = ['thabo', 'aline', 'grace', 'uwera', 'naledi'] as const;
interface Person {
  role?: Role;
  here?: boolean;
  superior?: string;
  deputy?: string;
  off?: boolean;
}
function membersOf(given: Partial<Record<(typeof people)[number], Person>>): Approvers {
  const usual: Record<(typeof people)[number], Role> = {
    thabo: 'agent',
    aline: 'agent',
    grace: 'supervisor',
    uwera: 'executive',
    naledi: 'admin',
  };
  const rota = new Map<string, OnRota>(
    people.map((id) => {
      const { here = true, deputy = null, off = false } = given[id] ?? {};
      const week = off ? [[], [], [], [], [], [], []] : null;
      return [id, { id, here, place: { timeZone: 'UTC', week, deputyId: deputy, absences: [] } }];
    }),
  );
  return {
    rota,
    superiors: new Map(people.map((id) => [id, given[id]?.superior ?? null])),
    roles: new Map(people.map((id) => [id, given[id]?.role ?? usual[id]])),
  };
}

describe('approval is given', () => {
  test('by the superior, by anybody of a role, by one member', () => {
    const members = membersOf({ thabo: { superior: 'grace' } });
    expect(approversOf({ kind: 'superior' }, 'thabo', members, now)).toEqual(['grace']);
    expect(approversOf({ kind: 'role', role: 'executive' }, 'thabo', members, now)).toEqual(['uwera']);
    expect(approversOf({ kind: 'member', memberId: 'aline' }, 'thabo', members, now)).toEqual(['aline']);
  });

  test('by whoever stands in too, while who is named is not on duty', () => {
    const members = membersOf({ thabo: { superior: 'grace' }, grace: { off: true, deputy: 'uwera' } });
    expect(approversOf({ kind: 'superior' }, 'thabo', members, now)).toEqual(['grace', 'uwera']);
    // The deputy is the writer: nobody stands in for that.
    const own = membersOf({ thabo: { superior: 'grace' }, grace: { off: true, deputy: 'thabo' } });
    expect(approversOf({ kind: 'superior' }, 'thabo', own, now)).toEqual(['grace']);
  });

  test('by the next above and then by the admins, where nobody who is named could', () => {
    const left = membersOf({ thabo: { superior: 'grace' }, grace: { here: false, superior: 'uwera' } });
    expect(approversOf({ kind: 'superior' }, 'thabo', left, now)).toEqual(['uwera']);
    expect(approversOf({ kind: 'superior' }, 'aline', left, now)).toEqual(['naledi']);
    expect(approversOf({ kind: 'role', role: 'supervisor' }, 'aline', left, now)).toEqual(['naledi']);
    // An auditor reads, and approves nothing.
    const reads = membersOf({ aline: { role: 'auditor' } });
    expect(approversOf({ kind: 'member', memberId: 'aline' }, 'thabo', reads, now)).toEqual(['naledi']);
    expect(approversOf({ kind: 'role', role: 'admin' }, 'naledi', reads, now)).toEqual([]);
  });
});

const someone = fc.constantFrom(...people);
const situations = fc.record({
  writer: someone,
  by: fc.oneof(
    fc.constant({ kind: 'superior' as const }),
    fc.constantFrom(...roles).map((role) => ({ kind: 'role' as const, role })),
    someone.map((memberId) => ({ kind: 'member' as const, memberId })),
  ),
  people: fc.dictionary(
    someone,
    fc.record(
      {
        role: fc.constantFrom(...roles),
        here: fc.boolean(),
        superior: someone,
        deputy: someone,
        off: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  ),
});

test('never by the writer, by nobody who left or may not send, and by somebody wherever an admin is left', () => {
  fc.assert(
    fc.property(situations, ({ writer, by, people: given }) => {
      const drawn = membersOf(given);
      const superiors = new Map<string, string | null>();
      for (const [id, above] of drawn.superiors)
        superiors.set(id, above !== null && !makesCircle(superiors, id, above) ? above : null);
      const members = { ...drawn, superiors };
      const found = approversOf(by, writer, members, now);
      expect(new Set(found).size).toBe(found.length);
      for (const id of found) {
        expect(id).not.toBe(writer);
        expect(members.rota.get(id)?.here).toBe(true);
        expect(['auditor', 'guest_agent']).not.toContain(members.roles.get(id));
      }
      const admin = people.some(
        (id) => id !== writer && members.roles.get(id) === 'admin' && members.rota.get(id)?.here === true,
      );
      if (admin) expect(found.length).toBeGreaterThan(0);
    }),
  );
});

const policies = fc.array(
  fc.record({
    topics: fc.subarray(['refund', 'meter', 'pump']),
    roles: fc.subarray([...roles]),
    amount: fc.option(
      fc.record({
        hundredths: fc.integer({ min: 0, max: 1_000_000 }),
        currency: fc.constantFrom(null, 'KES' as const, 'ZAR' as const),
      }),
      { nil: null },
    ),
    by: fc.constant({ kind: 'superior' as const }),
    enabled: fc.boolean(),
  }),
);

test('more money, more topics or one more policy never make a reply need less approval', () => {
  fc.assert(
    fc.property(
      policies,
      fc.constantFrom(...roles),
      fc.subarray(['refund', 'meter', 'pump']),
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 20_000 }),
      (those, writerRole, topics, some, more) => {
        const needed = (about: readonly string[], kes: number, list = those) =>
          approvalNeeded(list, { writerRole, topics: about, text: `You get KES ${kes}.` });
        const less = needed(topics, some);
        expect(less.every((one) => needed(topics, some + more).includes(one))).toBe(true);
        expect(less.every((one) => needed(['refund', 'meter', 'pump'], some).includes(one))).toBe(true);
        expect(needed(topics, some, those.slice(1)).every((one) => less.includes(one))).toBe(true);
      },
    ),
  );
});
