/** Makes the desk of the demonstration, by the same verbs as a person would: organisation, members, institutions, accounts, units, topics, texts, form, hours. */

import type { Acting } from '../desk/acting.ts';
import { keepApprovedText } from '../desk/answers/approvedTexts.ts';
import { openForm } from '../desk/forms/openForm.ts';
import { setOfficeHours } from '../desk/officeHours/setOfficeHours.ts';
import { takePack } from '../desk/topics/editTopics.ts';
import { makeUnit } from '../desk/units/keepUnits.ts';
import { addAccount, listAccounts } from '../storage/accounts.ts';
import type { Storage } from '../storage/database.ts';
import { makeOrganisation } from '../storage/firstRun.ts';
import { listOrganisations } from '../storage/imports.ts';
import { addMember, changeMember, findMember } from '../storage/members.ts';
import { changeOrganisation } from '../storage/organisationSettings.ts';
import { keepInstitutions } from '../storage/organisations.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { addSignIn } from '../storage/signIn.ts';
import type { DemonstrationDesk } from './colleagues.ts';
import { allInstitutions, institutions } from './story/institutions.ts';
import { type MemberKey, memberKeys, members, organisationName, timeZone } from './story/members.ts';
import { approvedTexts } from './story/words/texts.ts';
import type { Institution } from './story/words.ts';

const openFrom = 6 * 60;
const openTo = 22 * 60;

/** Sets it up on an empty database, as of `now`. `folder` is the network's. */
export async function setUp(
  { storage, key }: { storage: Storage; key: MasterKey },
  folder: string,
  now: Date,
): Promise<DemonstrationDesk> {
  const organisationId = await storage.asSystem((tx) =>
    makeOrganisation(tx, { name: organisationName, institution: institutions.water.name, timeZone, at: now }),
  );
  const memberIds = await addMembers(storage, organisationId, now);
  const acting = { storage, organisationId, memberId: memberIds.admin, now };
  const ids = await storage.inOrganisation(organisationId, (tx) =>
    keepInstitutions(
      tx,
      organisationId,
      allInstitutions.map(({ name }) => name),
    ),
  );
  for (const institution of allInstitutions) {
    await open(acting, key, folder, { institution, institutionId: ids.get(institution.name) ?? '' });
  }
  for (const sector of ['water', 'electricity', 'telecoms']) await takePack(acting, sector, 'eng');
  await setPromises(acting);
  for (const { owner, ...text } of approvedTexts) {
    const reviewOn = new Date(now.getTime() + 180 * 86_400_000).toISOString().slice(0, 10);
    await keepApprovedText(acting, null, { ...text, ownerId: memberIds[owner], reviewOn });
  }
  return findDesk(storage);
}

/** Each of them signs in by link only: nobody is given a password. */
async function addMembers(
  storage: Storage,
  organisationId: number,
  at: Date,
): Promise<Record<MemberKey, string>> {
  const ids: Partial<Record<MemberKey, string>> = {};
  for (const key of memberKeys) {
    const { name, email, role, signature } = members[key];
    ids[key] = await storage.asSystem(async (tx) => {
      const signInId = await addSignIn(tx, { name, email, passwordHash: null, at });
      const id = await addMember(tx, organisationId, { name, email, role, signInId, at });
      await changeMember(tx, organisationId, id, { signature });
      return id;
    });
  }
  return ids as Record<MemberKey, string>;
}

async function open(
  acting: Acting,
  key: MasterKey,
  folder: string,
  { institution, institutionId }: { institution: Institution; institutionId: string },
): Promise<void> {
  const { storage, organisationId, now } = acting;
  const { handle, name, units } = institution;
  const account = { institutionId, network: 'demonstration' as const, networkId: handle, handle, name };
  await storage.inOrganisation(organisationId, (tx) =>
    addAccount(tx, key, organisationId, { ...account, settings: { folder }, secret: {}, lacks: [], at: now }),
  );
  for (const unit of units) await makeUnit(acting, { institutionId, ...unit });
  await openForm(acting, {
    institutionId,
    slug: `demonstration-${institution.key}`,
    title: `Write to ${name}`,
    intro: `${name} is invented, and nobody but this machine reads what you write here.`,
    topics: institution.topics.filter(({ kind }) => kind === 'complaint').map(({ tag }) => tag),
    language: 'en',
    unitId: null,
  });
}

async function setPromises(acting: Acting): Promise<void> {
  const { storage, organisationId } = acting;
  const minutes = { firstResponseMinutes: 240, nextResponseMinutes: 240, resolutionMinutes: 4 * 16 * 60 };
  await storage.inOrganisation(organisationId, (tx) => changeOrganisation(tx, organisationId, minutes));
  const week = Array.from({ length: 7 }, () => [{ from: openFrom, to: openTo }]);
  await setOfficeHours(acting, { timeZone, week, country: null, days: {} });
}

/** The desk that was set up before. Throws where there is none. */
export async function findDesk(storage: Storage): Promise<DemonstrationDesk> {
  const all = await storage.asSystem((tx) => listOrganisations(tx));
  const found = all.find(({ name }) => name === organisationName) ?? all[0];
  if (found === undefined) throw new Error('the demonstration was begun and has no organisation');
  const organisationId = found.id;
  return storage.inOrganisation(organisationId, async (tx) => {
    const accounts = await listAccounts(tx, organisationId);
    const accountOf = ({ handle }: Institution) =>
      accounts.find(({ network, networkId }) => network === 'demonstration' && networkId === handle)?.id ??
      '';
    const ids: Partial<Record<MemberKey, string>> = {};
    for (const key of memberKeys) {
      ids[key] = (await findMember(tx, organisationId, { email: members[key].email }))?.id ?? '';
    }
    return {
      organisationId,
      members: ids as Record<MemberKey, string>,
      accounts: {
        water: accountOf(institutions.water),
        power: accountOf(institutions.power),
        phone: accountOf(institutions.phone),
      },
    };
  });
}
