/** The issuer by which members of an organisation sign in, and who at the issuer is which sign-in. */
import type { Role } from '../domain/rights.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import type { MasterKey } from './secrets.ts';

export interface Issuer {
  organisationId: number;
  id: string;
  /** What the button at the door says. */
  name: string;
  issuer: string;
  clientId: string;
  /** Whose addresses may come in by it; empty: any, of members and invited ones. */
  emailDomains: string[];
  /** The role of whoever comes without an invitation; null: nobody does. */
  newcomerRole: Role | null;
}

const place = (organisationId: number, id: string) => ({ organisationId, accountId: `single sign-on ${id}` });
const columns = [
  'organisation_id',
  'id',
  'name',
  'issuer',
  'client_id',
  'email_domains',
  'newcomer_role',
] as const;

interface Row {
  organisation_id: number;
  id: string;
  name: string;
  issuer: string;
  client_id: string;
  email_domains: string[];
  newcomer_role: Role | null;
}

const toIssuer = (row: Row): Issuer => ({
  organisationId: row.organisation_id,
  id: row.id,
  name: row.name,
  issuer: row.issuer,
  clientId: row.client_id,
  emailDomains: row.email_domains,
  newcomerRole: row.newcomer_role,
});

/** Every issuer, for the buttons at the door. */
export async function listIssuers(system: System): Promise<{ id: string; name: string }[]> {
  return system.selectFrom('single_sign_on').select(['id', 'name']).orderBy('name').limit(50).execute();
}

/** The issuer of an organisation; null where there is none. */
export async function issuerOf(tx: Tenant, organisationId: number): Promise<Issuer | null> {
  const row = await tx
    .selectFrom('single_sign_on')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row === undefined ? null : toIssuer(row);
}

/** An issuer with its opened secret, by its id; null when it is gone. */
export async function openIssuer(
  system: System,
  key: MasterKey,
  id: string,
): Promise<(Issuer & { secret: string }) | null> {
  const row = await system
    .selectFrom('single_sign_on')
    .select([...columns, 'secret'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { secret = '' } = key.open(place(row.organisation_id, row.id), row.secret);
  return { ...toIssuer(row), secret };
}

/**
 * Sets the issuer of an organisation. Another address is another issuer, under a new id: who was who at the old one means nothing there, and the
 * secret must be given. False when a secret is missing.
 */
export async function setIssuer(
  system: System,
  key: MasterKey,
  organisationId: number,
  given: Omit<Issuer, 'organisationId' | 'id'> & { secret: string | null },
  now: Date,
): Promise<boolean> {
  const before = await issuerOf(system, organisationId);
  const same = before !== null && before.issuer === given.issuer && before.clientId === given.clientId;
  if (!same && given.secret === null) return false;
  const id = same ? before.id : newId(now.getTime());
  const kept = {
    name: given.name,
    issuer: given.issuer,
    client_id: given.clientId,
    email_domains: given.emailDomains,
    newcomer_role: given.newcomerRole,
    ...(given.secret === null
      ? {}
      : { secret: key.seal(place(organisationId, id), { secret: given.secret }) }),
  };
  if (same) {
    await system
      .updateTable('single_sign_on')
      .set(kept)
      .where('organisation_id', '=', organisationId)
      .where('id', '=', id)
      .execute();
    return true;
  }
  await removeIssuer(system, organisationId);
  const secret = key.seal(place(organisationId, id), { secret: given.secret ?? '' });
  await system
    .insertInto('single_sign_on')
    .values({ ...kept, organisation_id: organisationId, id, secret })
    .execute();
  return true;
}

/** Takes the issuer away, and forgets who was who there. False when there was none. */
export async function removeIssuer(system: System, organisationId: number): Promise<boolean> {
  const gone = await system
    .deleteFrom('single_sign_on')
    .where('organisation_id', '=', organisationId)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) return false;
  await system.deleteFrom('credential').where('provider_id', '=', providerOf(gone.id)).execute();
  return true;
}

const providerOf = (issuerId: string) => `single sign-on ${issuerId}`;

/** Whose sign-in somebody at an issuer is; null when they never came. */
export async function signInOfSubject(tx: System, issuerId: string, subject: string): Promise<string | null> {
  const row = await tx
    .selectFrom('credential')
    .select('sign_in_id')
    .where('provider_id', '=', providerOf(issuerId))
    .where('account_id', '=', subject)
    .executeTakeFirst();
  return row?.sign_in_id ?? null;
}

/** Remembers that somebody at an issuer is this sign-in. Two that come at once are one. */
export async function keepSubject(
  tx: System,
  issuerId: string,
  subject: string,
  signInId: string,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('credential')
    .values({
      id: newId(at.getTime()),
      provider_id: providerOf(issuerId),
      account_id: subject,
      sign_in_id: signInId,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.columns(['provider_id', 'account_id']).doNothing())
    .execute();
}
