/** Who stands on which side of a follow-up, and who is told of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { may, roles } from '../../domain/rights.ts';
import type { RotaMember } from '../../storage/rota.ts';
import { canReport } from './askable.ts';
import { whoIsTold } from './remind.ts';
import { type Between, type People, sidesOf } from './sides.ts';

const begun = new Date('2031-03-29T20:00:00Z');
const member = (id: string, more: Partial<RotaMember> = {}): [string, RotaMember] => [
  id,
  {
    id,
    name: id,
    role: 'agent',
    here: true,
    invited: false,
    superiorId: null,
    place: { timeZone: 'UTC', week: null, deputyId: null, absences: [] },
    ...more,
  } as RotaMember,
];
const named = (id: string) => ({ id, name: id });

test('of a team those hear who answer for it; of one that is gone, whoever asked', () => {
  const away = { timeZone: 'UTC', week: [[], [], [], [], [], [], []], deputyId: null, absences: [] };
  const rota = new Map([
    member('ceo'),
    member('anna', { superiorId: 'head' }),
    member('ben', { superiorId: 'head', place: away }),
    member('head'),
  ]);
  const teams = new Map([
    ['night', ['anna', 'ben']],
    ['off', ['ben']],
  ]);
  const due = (up: number, asker: boolean) => ({ waitsFor: 'asked' as const, asker, up });
  const asked = (team: string) => ({ asker: named('ceo'), member: null, team: named(team) });
  expect(whoIsTold({ rota, teams }, asked('night'), due(0, false), begun)).toEqual(['anna']);
  expect(whoIsTold({ rota, teams }, asked('night'), due(1, true), begun)).toEqual(['anna', 'head', 'ceo']);
  expect(whoIsTold({ rota, teams }, asked('off'), due(0, false), begun)).toEqual(['ben']);
  expect(whoIsTold({ rota, teams }, asked('gone'), due(0, false), begun)).toEqual(['ceo']);
});

test('who asked, their superiors, and supervisors once they left decide; nobody reports to themselves', () => {
  const rota = (asker: Partial<RotaMember>) =>
    new Map([
      member('asker', { superiorId: 'ceo', ...asker }),
      member('ceo'),
      member('thabo', {
        place: { timeZone: 'UTC', week: [[], [], [], [], [], [], []], deputyId: 'deputy', absences: [] },
      }),
      member('deputy'),
      member('lead', { role: 'supervisor' }),
    ]);
  const stored = { asker: named('asker'), member: named('thabo'), team: null };
  const sides = (id: string, asker: Partial<RotaMember> = {}) => {
    const { isAsked, isAsker } = sidesOf({ rota: rota(asker), teams: new Map() }, stored, id, begun);
    return `${isAsked ? 'asked' : ''}${isAsker ? 'asker' : ''}`;
  };
  expect(['asker', 'ceo', 'thabo', 'deputy', 'lead'].map((id) => sides(id))).toEqual([
    'asker',
    'asker',
    'asked',
    'asked',
    '',
  ]);
  expect(sides('lead', { here: false })).toBe('asker');
  expect(sides('lead', { here: false, invited: true })).toBe('');
  const below = new Map([...rota({}), member('thabo', { superiorId: 'lead' })]);
  expect(sidesOf({ rota: below, teams: new Map() }, stored, 'lead', begun)).toEqual({
    isAsked: false,
    isAsker: false,
    mayGive: true,
  });
  const ofTeam = { asker: named('asker'), member: null, team: named('all') };
  const people = { rota: rota({}), teams: new Map([['all', ['asker', 'thabo']]]) };
  expect(sidesOf(people, ofTeam, 'asker', begun)).toMatchObject({ isAsked: false, isAsker: true });
});

/** Who may close it, in a house of these members. */
const closers = (people: People, between: Between) =>
  [...people.rota.values()]
    .filter(
      ({ id, here, role }) => here && may(role, 'cases.work') && sidesOf(people, between, id, begun).isAsker,
    )
    .map(({ id }) => id);

test('a superior of whoever asked decides nothing of what they are asked themselves, alone or in a team', () => {
  const rota = new Map([
    member('naledi', { superiorId: 'thabo' }),
    member('thabo', { superiorId: 'ceo' }),
    member('jean'),
    member('ceo'),
  ]);
  const teams = new Map([['all', ['thabo', 'jean']]]);
  const asked = { asker: named('naledi'), member: named('thabo'), team: null };
  expect(closers({ rota, teams }, asked)).toEqual(['naledi', 'ceo']);
  expect(sidesOf({ rota, teams }, asked, 'thabo', begun)).toEqual({
    isAsked: true,
    isAsker: false,
    mayGive: true,
  });
  const ofTeam = { asker: named('naledi'), member: named('jean'), team: named('all') };
  expect(closers({ rota, teams }, ofTeam)).toEqual(['naledi', 'ceo']);
});

test('where whoever asked left, or works on no cases any more, others close it and hear of the report: never who is asked, unless nobody else could', () => {
  const house = (asker: Partial<RotaMember>, more: [string, RotaMember][]) => ({
    rota: new Map([
      member('asker', { superiorId: 'thabo', ...asker }),
      member('thabo', { role: 'admin' }),
      ...more,
    ]),
    teams: new Map<string, string[]>(),
  });
  const asked = { asker: named('asker'), member: named('thabo'), team: null };
  const report = { waitsFor: 'asker' as const, asker: false, up: 0 };
  for (const gone of [{ here: false }, { role: 'auditor' as const }]) {
    const two = house(gone, [member('lead', { role: 'supervisor' }), member('jean')]);
    expect(closers(two, asked)).toEqual(['lead']);
    expect(whoIsTold(two, asked, report, begun)).toContain('lead');
    const above = house({ ...gone, superiorId: 'boss' }, [member('boss')]);
    expect(closers(above, asked)).toEqual(['boss']);
    expect(whoIsTold(above, asked, report, begun)).toContain('boss');
    const alone = house(gone, [member('jean')]);
    expect(closers(alone, asked)).toEqual(['thabo']);
    expect(whoIsTold(alone, asked, report, begun)).toContain('thabo');
  }
  const auditor = house({ role: 'auditor' }, []);
  expect(sidesOf(auditor, asked, 'asker', begun)).toMatchObject({ isAsker: false, mayGive: false });
});

test('property: somebody can always close it, whoever left, changed roles or is asked, while there is an admin', () => {
  const names = ['a', 'b', 'c', 'd'];
  const someone = fc.record({
    role: fc.constantFrom(...roles),
    here: fc.boolean(),
    superior: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(someone, { minLength: 4, maxLength: 4 }),
      fc.subarray(['admin', ...names]),
      fc.constantFrom('admin', ...names),
      fc.constantFrom(null, 'admin', ...names),
      (house, team, asker, one) => {
        fc.pre(one !== asker);
        const rota = new Map([
          member('admin', { role: 'admin' }),
          ...house.map(({ superior, ...more }, n) =>
            member(names[n] ?? '', { ...more, superiorId: superior < n ? (names[superior] ?? null) : null }),
          ),
        ]);
        const people = { rota, teams: new Map([['team', team]]) };
        const asked = { member: one === null ? null : named(one), team: named('team') };
        expect(closers(people, { asker: named(asker), ...asked })).not.toEqual([]);
      },
    ),
  );
});

test('of a team in which nobody may report it goes to whoever asked, and up from there', () => {
  const rota = new Map([
    member('asker', { superiorId: 'boss' }),
    member('boss', { superiorId: 'ceo' }),
    member('ceo'),
    member('audit', { role: 'auditor' }),
    member('anna'),
  ]);
  const teams = new Map([
    ['audits', ['asker', 'audit']],
    ['mixed', ['audit', 'anna']],
    ['nobody', []],
  ]);
  const told = (team: string, up: number) => {
    const between = { asker: named('asker'), member: null, team: named(team) };
    return whoIsTold({ rota, teams }, between, { waitsFor: 'asked', asker: true, up }, begun);
  };
  expect(told('audits', 0)).toEqual(['asker']);
  expect(told('audits', 2)).toEqual(['asker', 'boss', 'ceo']);
  expect(told('nobody', 1)).toEqual(['asker', 'boss']);
  expect(told('mixed', 1)).toEqual(['anna', 'asker']);
  const can = ['audits', 'mixed', 'nobody', 'gone'].filter((team) =>
    canReport({ rota, teams }, team, 'asker'),
  );
  expect(can).toEqual(['mixed']);
});
