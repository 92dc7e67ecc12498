import { Fault } from '../../domain/fault.ts';
import {
  type OfficeHoursSettings,
  whatIsWrong,
  withHolidays,
  withoutHolidays,
} from '../../domain/officeHoursSettings.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { askToPlaceAgain, readOfficeHours, writeOfficeHours } from '../../storage/promises.ts';
import { type Acting, particularsOf } from '../acting.ts';
import { holidaysOf } from './holidays.ts';

/** This year's holidays and those of the two to come: a case may be due next year. */
const yearsFrom = (now: Date) => [0, 1, 2].map((later) => now.getUTCFullYear() + later);

/**
 * Sets the office hours (null: around the clock). The days of the country are filled in by the program; of what is given only the days that a member wrote count.
 * Throws Fault `input_invalid` with what is wrong.
 */
export async function setOfficeHours(acting: Acting, wanted: OfficeHoursSettings | null): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  const settings = wanted === null ? null : await filled(wanted, now);
  await storage.inOrganisation(organisationId, async (tx) => {
    await writeOfficeHours(tx, organisationId, settings);
    await tellPromises(tx, acting);
    const particulars =
      settings === null ? { hours: 'always' } : { country: settings.country, timeZone: settings.timeZone };
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'office_hours.changed',
      particulars,
      at: now,
    });
  });
}

/** The promises of an organisation changed: its cases are placed anew, and its consoles read them. */
export async function tellPromises(
  tx: Tenant,
  acting: { organisationId: number; memberId: string | null; keyId?: string | null; now: Date },
): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await askToPlaceAgain(tx, organisationId);
  await recordFacts(
    tx,
    organisationId,
    [
      {
        actorId: memberId,
        action: 'promises_set',
        caseId: null,
        subjectId: null,
        ...particularsOf(undefined, acting.keyId),
      },
    ],
    now,
  );
}

/** Writes the country's holidays of the years to come down, as the program does every year. */
export async function renewHolidays(storage: Storage, organisationId: number, now: Date): Promise<void> {
  const before = await storage.inOrganisation(organisationId, (tx) => readOfficeHours(tx, organisationId));
  if (before.officeHours === null) return;
  const settings = await filled(before.officeHours, now);
  await storage.inOrganisation(organisationId, async (tx) => {
    const there = await readOfficeHours(tx, organisationId);
    // A member changed them meanwhile: theirs hold the new years already.
    if (JSON.stringify(there.officeHours) !== JSON.stringify(before.officeHours)) return;
    await writeOfficeHours(tx, organisationId, settings);
    await tellPromises(tx, { organisationId, memberId: null, now });
  });
}

async function filled(wanted: OfficeHoursSettings, now: Date): Promise<OfficeHoursSettings> {
  const own = { ...withoutHolidays(wanted), country: wanted.country };
  const { country } = wanted;
  const years = yearsFrom(now);
  const settings = country === null ? own : withHolidays(own, years, await holidaysOf(country, years));
  const wrong = whatIsWrong(settings);
  if (wrong !== null) throw new Fault('input_invalid', wrong);
  return settings;
}
