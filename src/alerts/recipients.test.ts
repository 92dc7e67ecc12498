import { expect, it } from 'vitest';
import type { Role } from '../domain/rights.ts';
import type { RotaMember } from '../storage/rota.ts';
import { recipientsOfIncident } from './recipients.ts';

const now = new Date('2026-06-06T20:00:00Z');
const member = (
  id: string,
  role: Role,
  more: Partial<RotaMember['place']> = {},
  here = true,
): RotaMember => ({
  id,
  name: id,
  role,
  here,
  invited: false,
  superiorId: null,
  place: { timeZone: 'UTC', week: null, deputyId: null, absences: [], ...more },
});
const house = (...members: RotaMember[]) => new Map(members.map((one) => [one.id, one]));
const office = Array.from({ length: 7 }, () => [{ from: 8 * 60, to: 17 * 60 }]);
const absences = [{ id: 'a', from: '2026-06-01', to: '2026-06-30', deputyId: null }];
const teams = new Map([['pumps', ['night', 'day']]]);
const told = (members: RotaMember[], theCase: { ownerId?: string; teamId?: string } = {}) =>
  recipientsOfIncident({ ownerId: null, teamId: null, ...theCase }, { house: house(...members), teams }, now);

it('are those who answer for the case, and all executives whatever their hours', () => {
  const members = [
    member('night', 'agent'),
    member('day', 'agent', { week: office }),
    member('lead', 'supervisor'),
    member('chief', 'executive', { week: office }),
    member('second', 'executive'),
    member('left', 'executive', {}, false),
    member('auditor', 'auditor'),
  ];
  expect(told(members, { teamId: 'pumps' })).toEqual(['night', 'chief', 'second']);
  expect(told(members)).toEqual(['lead', 'chief', 'second']);
  expect(told(members, { ownerId: 'chief' })).toEqual(['chief', 'second']);
});

it('are in the place of an executive who is away whoever stands in, each once', () => {
  const away = member('chief', 'executive', { deputyId: 'lead', absences });
  expect(told([member('lead', 'supervisor'), away])).toEqual(['lead']);
  // Where nobody does, it is still theirs.
  expect(told([member('lead', 'supervisor'), member('chief', 'executive', { absences })])).toEqual([
    'lead',
    'chief',
  ]);
});
