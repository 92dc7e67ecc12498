import { phone } from './words/phone.ts';
import { power } from './words/power.ts';
import { water } from './words/water.ts';
import { type Institution, type InstitutionKey, institutionKeys } from './words.ts';

export const institutions: Readonly<Record<InstitutionKey, Institution>> = { water, power, phone };

/** All three, always in the same order. */
export const allInstitutions: readonly Institution[] = institutionKeys.map((key) => institutions[key]);
