import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { connectAccount } from '../../members/connectAccount.ts';
import { cutOff, giveAccount } from '../../members/ownAccount.ts';
import {
  askReconcile,
  changeAccount,
  findAccount,
  listAccounts,
  removeAccount,
} from '../../storage/accounts.ts';
import { type AuditAction, addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import type { Membership } from '../../storage/members.ts';
import {
  AccountOwnerInput,
  AccountPatch,
  AccountView,
  ConnectInput,
  CutOffInput,
  id,
  NetworkView,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
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
    allAccounts(deps, request.member.organisationId),
  );
  app.post(
    '/api/accounts',
    { config: manage, schema: { body: ConnectInput, response: { 200: AccountView } } },
    async (request) => {
      const { network, institutionId, fields } = request.body;
      const { organisationId, memberId, keyId } = request.member;
      const ask = { organisationId, by: memberId, keyId, institutionId, fields };
      return oneAccount(
        deps,
        organisationId,
        await connectAccount(deps, deps.channels[network], ask, deps.now()),
      );
    },
  );
}

/** Accounts of members' own. */
function ownRoutes(app: App, deps: ApiDeps): void {
  const own = { right: 'accounts.own' } as const;
  app.post(
    '/api/accounts/own',
    { config: own, schema: { body: ConnectInput, response: { 200: AccountView } } },
    async (request) => {
      const { network, institutionId, fields } = request.body;
      const { organisationId, memberId, keyId } = request.member;
      const ask = { organisationId, by: memberId, keyId, institutionId, fields, ownerId: memberId };
      const id = await connectAccount(deps, deps.channels[network], ask, deps.now());
      return oneAccount(deps, organisationId, id);
    },
  );
  app.put(
    '/api/accounts/:id/owner',
    { config: manage, schema: { params, body: AccountOwnerInput, response: { 200: AccountView } } },
    async ({ member, params: { id: accountId }, body }) => {
      await giveAccount(deps.storage, member, { accountId, ownerId: body.memberId }, deps.now());
      return oneAccount(deps, member.organisationId, accountId);
    },
  );
  app.put(
    '/api/accounts/:id/cut-off',
    // Whose account it is, or who manages accounts: asked of the account itself.
    { config: read, schema: { params, body: CutOffInput, response: { 200: AccountView } } },
    async ({ member, params: { id: accountId }, body }) => {
      await cutOff(deps.storage, member, { accountId, cutOff: body.cutOff }, deps.now());
      return oneAccount(deps, member.organisationId, accountId);
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
  return oneAccount(deps, member.organisationId, accountId);
}

async function allAccounts(deps: ApiDeps, organisationId: number): Promise<AccountView[]> {
  const accounts = await deps.storage.inOrganisation(organisationId, (tx) =>
    listAccounts(tx, organisationId),
  );
  const silences = await deps.silences?.(organisationId);
  const now = deps.now();
  return accounts.map((account) =>
    accountView(account, deps.channels, now, silences?.get(account.id) ?? null),
  );
}

async function oneAccount(deps: ApiDeps, organisationId: number, accountId: string): Promise<AccountView> {
  const account = await deps.storage.inOrganisation(organisationId, (tx) =>
    findAccount(tx, organisationId, accountId),
  );
  if (account === null) throw notFound();
  const silences = await deps.silences?.(organisationId);
  return accountView(account, deps.channels, deps.now(), silences?.get(accountId) ?? null);
}

const notFound = () => new Fault('not_found', 'There is no such connected account.');
