/** A public form: opened by an admin, found by its address, changed, closed for a while. */
import { Fault } from '../../domain/fault.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  addQuietAccount,
  changeQuietAccount,
  findQuietAccount,
  listQuietAccounts,
  type QuietAccount,
} from '../../storage/forms.ts';
import { readOrganisation } from '../../storage/organisationSettings.ts';
import { findUnit } from '../../storage/units.ts';
import type { Acting } from '../acting.ts';

export interface FormWords {
  title: string;
  intro: string;
  topics: readonly string[];
  /** Of the words above, and of the page where the author's browser asks for none that we have. */
  language: string;
  /** The unit that it is the form of; null for the whole institution. */
  unitId: string | null;
}

export interface OpenForm extends FormWords {
  organisationId: number;
  accountId: string;
  institutionId: string;
  institution: string;
  /** Its public address is /f/<slug>. */
  slug: string;
  /** False while it takes nothing new. */
  open: boolean;
}

/** A connected account as the form that it is. */
export function formOf(account: QuietAccount): OpenForm {
  const { title, intro, topics, language, unit, open } = account.settings;
  return {
    organisationId: account.organisationId,
    accountId: account.id,
    institutionId: account.institutionId,
    institution: account.institution,
    slug: account.networkId,
    title: title ?? account.handle,
    intro: intro ?? '',
    topics: (topics ?? '').split('\n').filter((topic) => topic !== ''),
    language: language ?? 'en',
    unitId: unit === undefined || unit === '' ? null : unit,
    open: open !== 'no',
  };
}

const settingsOf = (words: FormWords, open: boolean): Record<string, string> => ({
  title: words.title,
  intro: words.intro,
  topics: words.topics.join('\n'),
  language: words.language,
  unit: words.unitId ?? '',
  open: open ? 'yes' : 'no',
});

/** Opens a form. Throws Fault `account_exists` where the address is taken, `not_found` for an institution or unit that is not there. */
export async function openForm(
  acting: Acting,
  asked: Omit<FormWords, 'language'> & {
    /** Left out: the organisation's. */
    language?: string | undefined;
    institutionId: string;
    slug: string;
  },
): Promise<OpenForm> {
  const { storage, organisationId, memberId, keyId = null, now } = acting;
  return storage
    .inOrganisation(organisationId, async (tx) => {
      await mustHaveUnit(tx, organisationId, asked.institutionId, asked.unitId);
      const language = asked.language ?? (await readOrganisation(tx, organisationId)).language;
      const id = await addQuietAccount(tx, organisationId, {
        institutionId: asked.institutionId,
        network: 'form',
        networkId: asked.slug,
        handle: asked.title,
        settings: settingsOf({ ...asked, language }, true),
        at: now,
      });
      if (id === null) throw taken(asked.slug);
      const particulars = { account: id, network: 'form', handle: asked.slug };
      await addAudit(tx, organisationId, {
        memberId,
        keyId,
        action: 'account.connected',
        particulars,
        at: now,
      });
      return formThere(tx, organisationId, id);
    })
    .catch((cause: unknown) => {
      const { code } = cause as { code?: string };
      if (code === '23505') throw taken(asked.slug, cause);
      if (code === '23503')
        throw new Fault('not_found', 'There is no such institution. Choose one of the list.', { cause });
      throw cause;
    });
}

const taken = (slug: string, cause?: unknown) =>
  new Fault('account_exists', `There is a form at /f/${slug} already. Choose another address.`, { cause });

/** What is to be another; what is left out stays. */
export type FormChange = { [Field in keyof FormWords | 'open']?: OpenForm[Field] | undefined };

/** Changes its words, closes it or opens it again. Throws Fault `not_found`. */
export async function changeForm(acting: Acting, id: string, change: FormChange): Promise<OpenForm> {
  const { storage, organisationId, memberId, keyId = null, now } = acting;
  return storage.inOrganisation(organisationId, async (tx) => {
    const before = await formThere(tx, organisationId, id);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const after: OpenForm = { ...before, ...Object.fromEntries(given) };
    await mustHaveUnit(tx, organisationId, before.institutionId, after.unitId);
    const settings = settingsOf(after, after.open);
    await changeQuietAccount(tx, organisationId, id, { handle: after.title, settings });
    const particulars = { account: id, ...change };
    await addAudit(tx, organisationId, { memberId, keyId, action: 'account.changed', particulars, at: now });
    return formThere(tx, organisationId, id);
  });
}

async function formThere(tx: Tenant, organisationId: number, id: string): Promise<OpenForm> {
  const account = await findQuietAccount(tx, organisationId, 'form', id);
  if (account === null) throw new Fault('not_found', 'There is no such form.');
  return formOf(account);
}

/** Every form of the organisation. */
export async function listForms(tx: Tenant, organisationId: number): Promise<OpenForm[]> {
  return (await listQuietAccounts(tx, organisationId, 'form')).map(formOf);
}

/** Throws Fault `not_found` for a unit that is not one of the institution's. */
export async function mustHaveUnit(
  tx: Tenant,
  organisationId: number,
  institutionId: string,
  unitId: string | null,
): Promise<void> {
  if (unitId === null) return;
  const unit = await findUnit(tx, organisationId, unitId);
  if (unit === null || unit.institutionId !== institutionId)
    throw new Fault('not_found', 'There is no such unit of this institution. Choose one of the list.');
}
