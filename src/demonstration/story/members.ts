/** The desk that answers for the three institutions, and who works there. Invented like everybody else. */
import type { Role } from '../../domain/rights.ts';

export const memberKeys = [
  'admin',
  'supervisor',
  'water',
  'power',
  'phone',
  'executive',
  'auditor',
  'guest',
] as const;
export type MemberKey = (typeof memberKeys)[number];

export const organisationName = 'Three Rivers Service Centre';
export const timeZone = 'Africa/Nairobi';

export const members: Readonly<
  Record<MemberKey, { name: string; email: string; role: Role; signature: string | null }>
> = {
  admin: { name: 'Naserian Koriata', email: 'naserian@threerivers.example', role: 'admin', signature: null },
  supervisor: {
    name: 'Baptiste Ntwari',
    email: 'baptiste@threerivers.example',
    role: 'supervisor',
    signature: null,
  },
  water: { name: 'Amani Chepkoech', email: 'amani@threerivers.example', role: 'agent', signature: '^Amani' },
  power: {
    name: 'Clarisse Umuhire',
    email: 'clarisse@threerivers.example',
    role: 'agent',
    signature: '^Clarisse',
  },
  phone: {
    name: 'Naledi Khambule',
    email: 'naledi@threerivers.example',
    role: 'agent',
    signature: '^Naledi',
  },
  executive: {
    name: 'Solomon Wekhule',
    email: 'solomon@threerivers.example',
    role: 'executive',
    signature: 'Solomon, chief executive',
  },
  auditor: { name: 'Ruth Adongo', email: 'ruth@threerivers.example', role: 'auditor', signature: null },
  guest: { name: 'Temba (agency)', email: 'temba@agency.example', role: 'guest_agent', signature: null },
};
