import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { connectAccount } from '../../members/connectAccount.ts';
import { boxOf, mayHaveLetterbox } from '../../members/letterbox.ts';
import { cutOff, giveAccount } from '../../members/ownAccount.ts';
import { stopReadingOwnDirect } from '../../members/ownDirect.ts';
import {
  type AccountRecord,
  askReconcile,
  changeAccount,
  findAccount,
  listAccounts,
  removeAccount,
} from '../../storage/accounts.ts';
import { type AuditAction, addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import { isLetterboxShut, readIntoLetterbox } from '../../storage/letterboxes.ts';
import type { Membership } from '../../storage/members.ts';
import {
  AccountOwnerInput,
  AccountPatch,
  AccountView,
  ConnectInput,
  ConnectOwnInput,
  CutOffInput,
  id,
  NetworkView,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { moneyShort } from '../moneyView.ts';
import { accountView, networkView } from '../views.ts';

const read = { right: 'accounts.read' } as const;
const manage = { right: 'accounts.manage' } as const;
const params = z.object({ id });

/** Connected accounts. */
export function accountRoutes(app: App, deps: ApiDeps): void {
  actRoutes(app, deps);
  ownRoutes(app, deps);
  app.get('/api/networks', { config: read, schema: { response: { 200: z.array(NetworkView) } } }, async () =>
    Object.values(deps.channels).flatMap((channel) => networkView(channel) ?? []),
  );
  app.get('/api/accounts', { config: read, schema: { response: { 200: z.array(AccountView) } } }, (request) =>
    allAccounts(deps, request.member),
  );
  app.post(
    '/api/accounts',
    { config: manage, schema: { body: ConnectInput, response: { 200: AccountView } } },
    async (request) => {
      const { network, institutionId, fields } = request.body;
      const { organisationId, memberId, keyId } = request.member;
      const ask = { organisationId, by: memberId, keyId, institutionId, fields };
      const id = await connectAccount(deps, deps.channels[network], ask, deps.now());
      return oneAccount(deps, request.member, id);
    },
  );
}

/** Accounts of members' own. */
function ownRoutes(app: App, deps: ApiDeps): void {
  const own = { right: 'accounts.own' } as const;
  app.post(
    '/api/accounts/own',
    { config: own, schema: { body: ConnectOwnInput, response: { 200: AccountView } } },
    async (request) => {
      const { network, institutionId, fields, readsDirect } = request.body;
      const { organisationId, memberId, keyId } = request.member;
      const own = { ownerId: memberId, readsDirect };
      const ask = { organisationId, by: memberId, keyId, institutionId, fields, ...own };
      const id = await connectAccount(deps, deps.channels[network], ask, deps.now());
      return oneAccount(deps, request.member, id);
    },
  );
  app.delete(
    '/api/accounts/:id/direct',
    { config: own, schema: { params, response: { 200: AccountView } } },
    async ({ member, params: { id: accountId } }) => {
      if (member.keyId !== null)
        throw new Fault(
          'not_permitted',
          'Whether direct messages are read is said by their owner, and by no program.',
        );
      await stopReadingOwnDirect(deps.storage, member.organisationId, member.memberId, accountId);
      return oneAccount(deps, member, accountId);
    },
  );
  app.put(
    '/api/accounts/:id/owner',
    { config: manage, schema: { params, body: AccountOwnerInput, response: { 200: AccountView } } },
    async ({ member, params: { id: accountId }, body }) => {
      await giveAccount(deps.storage, member, { accountId, ownerId: body.memberId }, deps.now());
      return oneAccount(deps, member, accountId);
    },
  );
  app.put(
    '/api/accounts/:id/cut-off',
    // Whose account it is, or who manages accounts: asked of the account itself.
    { config: read, schema: { params, body: CutOffInput, response: { 200: AccountView } } },
    async ({ member, params: { id: accountId }, body }) => {
      await cutOff(deps.storage, member, { accountId, cutOff: body.cutOff }, deps.now());
      return oneAccount(deps, member, accountId);
    },
  );
}

/** What can be done to one account, each act audited. */
function actRoutes(app: App, deps: ApiDeps): void {
  app.patch(
    '/api/accounts/:id',
    { config: manage, schema: { params, body: AccountPatch, response: { 200: AccountView } } },
    (request) =>
      act(
        deps,
        request.member,
        request.params.id,
        'account.changed',
        { ...request.body },
        (tx, organisationId) => changeAccount(tx, organisationId, request.params.id, request.body),
      ),
  );
  app.post(
    '/api/accounts/:id/reconcile',
    { config: manage, schema: { params, response: { 200: AccountView } } },
    (request) =>
      act(deps, request.member, request.params.id, 'account.reconcile_asked', {}, (tx, organisationId) =>
        askReconcile(tx, organisationId, request.params.id, deps.now()),
      ),
  );
  app.delete(
    '/api/accounts/:id',
    { config: manage, schema: { params, response: { 200: z.object({ done: z.literal(true) }) } } },
    async (request) => {
      await audited(deps, request.member, request.params.id, 'account.removed', {}, (tx, organisationId) =>
        removeAccount(tx, organisationId, request.params.id),
      );
      return { done: true } as const;
    },
  );
}

type Work = (tx: Tenant, organisationId: number) => Promise<boolean>;

/** Does it and writes it into the audit, in one transaction. */
async function audited(
  deps: ApiDeps,
  member: Membership,
  accountId: string,
  action: AuditAction,
  particulars: Record<string, unknown>,
  work: Work,
): Promise<void> {
  const { organisationId, memberId, keyId } = member;
  await deps.storage.inOrganisation(organisationId, async (tx) => {
    if (!(await work(tx, organisationId))) throw notFound();
    await addAudit(tx, organisationId, {
      memberId,
      keyId,
      action,
      particulars: { account: accountId, ...particulars },
      at: deps.now(),
    });
  });
}

async function act(...given: Parameters<typeof audited>): Promise<AccountView> {
  const [deps, member, accountId] = given;
  await audited(...given);
  return oneAccount(deps, member, accountId);
}

type Asking = Pick<Membership, 'organisationId' | 'memberId' | 'keyId' | 'role' | 'scopes'>;

async function allAccounts(deps: ApiDeps, by: Asking): Promise<AccountView[]> {
  const { organisationId } = by;
  const now = deps.now();
  const { accounts, short } = await deps.storage.inOrganisation(organisationId, async (tx) => {
    const accounts = await listAccounts(tx, organisationId);
    return { accounts, short: await moneyShort(tx, deps.channels, { organisationId, accounts, now }) };
  });
  const silences = await deps.silences?.(organisationId);
  const read = await readForThem(deps, by);
  return accounts.map((account) =>
    accountView(read(account), deps.channels, now, {
      silence: silences?.get(account.id) ?? null,
      moneyShort: short.get(account.id) ?? null,
    }),
  );
}

async function oneAccount(deps: ApiDeps, by: Asking, accountId: string): Promise<AccountView> {
  const { organisationId } = by;
  const now = deps.now();
  const { account, short } = await deps.storage.inOrganisation(organisationId, async (tx) => {
    const account = await findAccount(tx, organisationId, accountId);
    if (account === null) throw notFound();
    const short = await moneyShort(tx, deps.channels, { organisationId, accounts: [account], now });
    return { account, short };
  });
  const silences = await deps.silences?.(organisationId);
  const read = await readForThem(deps, by);
  return accountView(read(account), deps.channels, now, {
    silence: silences?.get(accountId) ?? null,
    moneyShort: short.get(accountId) ?? null,
  });
}

/** Says of the member's own accounts whether what is written to them in private is read, to the member alone. */
async function readForThem(
  { storage }: ApiDeps,
  by: Asking,
): Promise<(account: AccountRecord) => AccountRecord & { direct?: AccountView['direct'] }> {
  const { organisationId, memberId } = by;
  const box = await boxOf(storage.system, by);
  const isShut =
    box === null && mayHaveLetterbox(by) && (await isLetterboxShut(storage.system, organisationId, memberId));
  const read = box === null ? [] : await readIntoLetterbox(storage.system, box);
  return (account) => {
    if (account.owner?.id !== memberId) return account;
    if (isShut) return { ...account, direct: { state: 'shut', reason: null } };
    const { network, networkId } = account;
    const one = read.find((it) => it.network === network && it.networkId === networkId);
    if (one === undefined) return account;
    return { ...account, readsDirect: true, direct: { state: one.state, reason: one.reason } };
  };
}

const notFound = () => new Fault('not_found', 'There is no such connected account.');
