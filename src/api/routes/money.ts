import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { type MoneyLimits, sharesAreInOrder } from '../../domain/moneyCeiling.ts';
import { type AccountRecord, findAccount, tellListeners } from '../../storage/accounts.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import type { Membership } from '../../storage/members.ts';
import { moneyMonthAt } from '../../storage/money.ts';
import { moneyLimits, setMoneyLimits } from '../../storage/moneyCeiling.ts';
import { type CeilingInput, CeilingInput as CeilingSchema, id, MoneyView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { moneyView } from '../moneyView.ts';

const params = z.object({ id });

/** What accounts spend, and how much they may. */
export function moneyRoutes(app: App, deps: ApiDeps): void {
  const response = { 200: MoneyView };
  app.get(
    '/api/accounts/:id/money',
    { config: { right: 'accounts.read' }, schema: { params, response } },
    ({ member, params: { id: accountId } }) => readMoney(deps, member, accountId),
  );
  app.put(
    '/api/accounts/:id/money',
    { config: { right: 'accounts.manage' }, schema: { params, body: CeilingSchema, response } },
    async ({ member, params: { id: accountId }, body }) => {
      await setCeiling(deps, member, accountId, body);
      return readMoney(deps, member, accountId);
    },
  );
}

interface Charged {
  account: AccountRecord;
  currency: string;
}

async function chargedAccount(
  tx: Tenant,
  { channels }: ApiDeps,
  organisationId: number,
  accountId: string,
): Promise<Charged> {
  const account = await findAccount(tx, organisationId, accountId);
  if (account === null) throw new Fault('not_found', 'There is no such connected account.');
  const currency = channels[account.network].charges?.(account) ?? null;
  if (currency === null)
    throw new Fault(
      'not_found',
      'The network of this account charges nothing, or its price is not known here.',
    );
  return { account, currency };
}

function readMoney(deps: ApiDeps, { organisationId }: Membership, accountId: string): Promise<MoneyView> {
  return deps.storage.inOrganisation(organisationId, async (tx) => {
    const { currency } = await chargedAccount(tx, deps, organisationId, accountId);
    return moneyView(tx, { organisationId, accountId, currency }, deps.now());
  });
}

/** What was stopped goes on at once: listening begins anew from where it was, and replies that waited are tried. */
async function setCeiling(
  deps: ApiDeps,
  member: Membership,
  accountId: string,
  input: CeilingInput,
): Promise<void> {
  const { organisationId, memberId, keyId } = member;
  const at = deps.now();
  await deps.storage.inOrganisation(organisationId, async (tx) => {
    const { currency } = await chargedAccount(tx, deps, organisationId, accountId);
    const place = { organisationId, accountId };
    const before = await moneyLimits(tx, place);
    const limits = limitsOf(before, input, currency);
    const here = await moneyMonthAt(tx, place, at);
    const tried = await setMoneyLimits(
      tx,
      place,
      { ...limits, currency },
      { month: here?.month ?? '1970-01-01', now: at },
    );
    await tellListeners(tx, organisationId, accountId);
    await addAudit(tx, organisationId, {
      ...{ memberId, keyId, action: 'account.ceiling_set', at },
      particulars: {
        account: accountId,
        ceiling: written(limits.ceiling, currency),
        before: written(before.ceiling, before.currency),
        warnAt: limits.warnAt,
        ...(input.shares === undefined ? {} : { shares: input.shares }),
        repliesTried: tried,
      },
    });
  });
}

function limitsOf(before: MoneyLimits, input: CeilingInput, currency: string): MoneyLimits {
  if (input.currency !== currency)
    throw new Fault('input_invalid', `This account is charged in ${currency}. Say the ceiling in it.`);
  const shares = input.shares ?? before.shares;
  if (!sharesAreInOrder(shares))
    throw new Fault(
      'input_invalid',
      'What is needed more may not stop before what is needed less. Give it no smaller share.',
    );
  return { ceiling: input.ceiling, shares, warnAt: input.warnAt ?? before.warnAt };
}

const written = (micros: number | null, currency: string): string =>
  micros === null ? 'none' : `${(micros / 1_000_000).toFixed(2)} ${currency}`;
