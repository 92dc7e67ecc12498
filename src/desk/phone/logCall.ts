/** A call that a member took: from the raw item on it is a post like any other, and that it was answered on the spot is another. */
import { type DeskItem, threadOf } from '../../channels/phone/item.ts';
import { Fault } from '../../domain/fault.ts';
import { telephoneNumber } from '../../domain/telephone.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import { keepQuietAccount, listQuietAccounts } from '../../storage/forms.ts';
import { addRawItems } from '../../storage/inbox.ts';
import { listInstitutions } from '../../storage/organisationSettings.ts';
import type { Acting } from '../acting.ts';
import { mustHaveUnit } from '../forms/openForm.ts';

export interface LoggedCall {
  /** Made by whoever asks, so that a request repeated by a bad line is one call. */
  id: string;
  institutionId: string;
  unitId: string | null;
  /** When it began. */
  at: Date;
  /** As it was typed; empty where it was withheld. */
  number: string;
  name: string | null;
  text: string;
  seconds: number | null;
  outcome: 'answered' | 'call_back';
  /** What the author was told on the spot; may be empty. */
  said: string;
  callAt: Date | null;
}

/** How far ahead the clock of whoever types may be, in milliseconds. */
const clockSkew = 5 * 60_000;

/** Throws Fault `input_invalid` for a time to come. */
export function mustBePast(at: Date, now: Date): void {
  if (at.getTime() > now.getTime() + clockSkew)
    throw new Fault('input_invalid', 'The call cannot have been in the future. Mend the time.');
}

/** Keeps it. Throws Fault `not_found` for an institution or unit that is not there, `input_invalid` for a time to come or what is no number. */
export async function logCall(acting: Acting, logged: LoggedCall): Promise<void> {
  const { storage, organisationId, now } = acting;
  const { id, institutionId, outcome } = logged;
  mustBePast(logged.at, now);
  await storage.inOrganisation(organisationId, async (tx) => {
    const institution = (await listInstitutions(tx, organisationId)).find((one) => one.id === institutionId);
    if (institution === undefined)
      throw new Fault('not_found', 'There is no such institution. Choose one of the list.');
    await mustHaveUnit(tx, organisationId, institutionId, logged.unitId);
    const line = await lineOf(tx, organisationId, { ...institution, at: now });
    const number = numberOf(logged.number, line.networkId);
    const { name, text, seconds, unitId: unit } = logged;
    const item: DeskItem = {
      from: 'desk',
      part: 'call',
      id,
      at: logged.at.toISOString(),
      number,
      hidden: null,
      name,
      unit,
      text,
      seconds,
      promised: outcome === 'call_back',
      callAt: outcome === 'call_back' ? (logged.callAt?.toISOString() ?? null) : null,
      line: line.networkId,
      house: institution.name,
    };
    const parts =
      outcome === 'answered' ? [item, { ...item, part: 'taken' as const, text: logged.said }] : [item];
    await keepParts(tx, acting, line.id, parts);
  });
}

/** Saves parts of one call and writes down who logged them. */
export async function keepParts(
  tx: Tenant,
  { organisationId, memberId, keyId = null, now }: Acting,
  accountId: string,
  parts: readonly DeskItem[],
): Promise<void> {
  const items = parts.map((part) => ({
    key: threadOf(part.line, { number: part.number, call: part.hidden ?? part.id }),
    payload: JSON.stringify(part),
  }));
  await addRawItems(tx, { organisationId, accountId, source: null, cursor: null, items, heardAt: now });
  const particulars = { network: 'phone', call: parts[0]?.id ?? '' };
  await addAudit(tx, organisationId, {
    memberId,
    keyId,
    action: 'case.logged_by_hand',
    particulars,
    at: now,
  });
}

/** The connected line of an institution, so that what is logged and what the line tells of one caller is one conversation; else the desk itself. */
async function lineOf(
  tx: Tenant,
  organisationId: number,
  { id, name, at }: { id: string; name: string; at: Date },
): Promise<{ id: string; networkId: string }> {
  const lines = await listQuietAccounts(tx, organisationId, 'phone');
  const line = lines.find(({ institutionId, networkId }) => institutionId === id && networkId !== id);
  if (line !== undefined) return line;
  const account = {
    institutionId: id,
    network: 'phone' as const,
    networkId: id,
    handle: name,
    settings: {},
    at,
  };
  return { id: await keepQuietAccount(tx, organisationId, account), networkId: id };
}

/** An account to hang items of a line on; where it was disconnected since, the desk's own. */
export async function accountOfLine(
  tx: Tenant,
  organisationId: number,
  line: string,
  institution: { id: string; name: string; at: Date },
): Promise<string> {
  const lines = await listQuietAccounts(tx, organisationId, 'phone');
  return (
    lines.find(({ networkId }) => networkId === line)?.id ??
    (await lineOf(tx, organisationId, institution)).id
  );
}

function numberOf(typed: string, line: string): string | null {
  if (typed === '') return null;
  const number = telephoneNumber(typed, line);
  if (number === null)
    throw new Fault(
      'input_invalid',
      'This is no telephone number. Begin with + and the code of the country, or leave it empty where it was withheld.',
    );
  return number;
}
