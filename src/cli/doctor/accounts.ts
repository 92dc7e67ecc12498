/** Connected accounts: those that lost their permission, are silent, or are not let in when the network is asked now. Mail is an account like any other. */
import { isFault } from '../../domain/fault.ts';
import { silences } from '../../insight/silences.ts';
import { withMeter } from '../../listening/meter.ts';
import { type AccountRecord, listAccounts } from '../../storage/accounts.ts';
import { openAccount } from '../../storage/accountsOpened.ts';
import type { Storage } from '../../storage/database.ts';
import { houseIds } from '../../storage/organisations.ts';
import { loadMasterKey, type MasterKey } from '../../storage/secrets.ts';
import type { Context } from '../command.ts';
import { type Finding, fault, fine, warning } from './finding.ts';

/** A finding for each connected account that something is wrong with, or one for all of them. */
export async function lookAtAccounts(context: Context, storage: Storage): Promise<Finding[]> {
  const { settings } = context;
  const key = await loadMasterKey({ given: settings.key ?? undefined, folder: settings.dataFolder });
  const findings: Finding[] = [];
  let [count, tried] = [0, 0];
  for (const organisationId of await houseIds(storage.system)) {
    const accounts = await storage.inOrganisation(organisationId, (tx) => listAccounts(tx, organisationId));
    const silent = await silences(storage, organisationId, context.now());
    for (const account of accounts.filter(({ network }) => context.channels[network].connect !== null)) {
      count += 1;
      const finding = judgeAccount(account, silent.get(account.id) ?? null);
      if (finding !== null) findings.push(finding);
      if (account.state !== 'listening') continue;
      const refused = await tryAccount(context, storage, key, organisationId, account);
      if (refused === 'untried') continue;
      tried += 1;
      if (refused !== null) findings.push(refused);
    }
  }
  if (findings.length > 0) return findings;
  if (count === 0) return [fine('accounts', 'No account is connected yet.')];
  return [fine('accounts', `${count} are connected; ${tried} of them were tried just now and let in.`)];
}

const nameOf = ({ network, handle }: AccountRecord) => `${handle} (${network})`;

/** What the database knows of an account; null when that is well. */
export function judgeAccount(account: AccountRecord, silence: string | null): Finding | null {
  const check = 'accounts';
  if (account.state === 'permission_lost') {
    const reason = account.stateReason ?? 'The network no longer lets it in.';
    return fault(
      check,
      `${nameOf(account)} is not listened to. ${reason}`,
      'Connect it again under Settings > Accounts.',
    );
  }
  if (silence === null) return null;
  return warning(
    check,
    `${nameOf(account)}: ${silence}`,
    'Look at Settings > Accounts, and whether "listen" runs.',
  );
}

/** Asks the network with the channel's own means; null when it lets the account in. */
async function tryAccount(
  context: Context,
  storage: Storage,
  key: MasterKey,
  organisationId: number,
  account: AccountRecord,
): Promise<Finding | null | 'untried'> {
  const channel = context.channels[account.network];
  const opened = await openAccount(storage, key, organisationId, account.id);
  if (channel.tryAccess === undefined || opened === null || Object.keys(opened.secret).length === 0)
    return 'untried';
  try {
    await channel.tryAccess(withMeter({ storage, ...context }, opened));
    return null;
  } catch (error) {
    if (!isFault(error)) throw error;
    const sentence = `${nameOf(account)}: ${error.sentence}`;
    return error.code === 'account_refused'
      ? fault('accounts', sentence, 'Connect it again under Settings > Accounts.')
      : warning('accounts', sentence, "Check the network's own state page and this machine's way out.");
  }
}
