import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { addressOf, withPath } from '../../members/setUpAccount.ts';
import { noticesOf, refusedSince } from '../../storage/accountNotices.ts';
import { type AccountRecord, findAccount, renewAddress } from '../../storage/accounts.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Membership } from '../../storage/members.ts';
import { id, NoticeView, ReceivingView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { ownAddress } from '../security.ts';

const params = z.object({ id });
const mostNotices = 50;
const dayMilliseconds = 86_400_000;

const none = () => new Fault('not_found', 'There is no such connected account.');

/** Where the networks of accounts call, and what happened with them. */
export function receivingRoutes(app: App, deps: ApiDeps): void {
  const config = { right: 'accounts.manage' } as const;
  const schema = { params, response: { 200: ReceivingView } };
  app.get('/api/accounts/:id/receiving', { config, schema }, (request) =>
    read(deps, request.member, request.params.id, ownAddress(request, deps.settings)),
  );
  app.post('/api/accounts/:id/receiving/renew', { config, schema }, async (request) => {
    await renew(deps, request.member, request.params.id);
    return read(deps, request.member, request.params.id, ownAddress(request, deps.settings));
  });
  app.get(
    '/api/accounts/:id/notices',
    { config: { right: 'accounts.read' }, schema: { params, response: { 200: z.array(NoticeView) } } },
    ({ member, params: { id: accountId } }) => notices(deps, member, accountId),
  );
}

function view(
  { channels, key }: ApiDeps,
  { account, organisationId }: { account: AccountRecord; organisationId: number },
  publicAddress: string,
  refused: number,
): ReceivingView {
  const { id: accountId, network, addressTurn } = account;
  const { receive } = channels[network];
  const address = addressOf({ key, publicAddress }, { organisationId, accountId, turn: addressTurn }) ?? '';
  return {
    webhooks: (receive?.paths ?? []).map(({ path, what }) => ({ what, address: withPath(address, path) })),
    proof: receive?.proof ?? null,
    refused,
  };
}

function read(
  deps: ApiDeps,
  { organisationId }: Membership,
  accountId: string,
  publicAddress: string,
): Promise<ReceivingView> {
  return deps.storage.inOrganisation(organisationId, async (tx) => {
    const account = await findAccount(tx, organisationId, accountId);
    if (account === null) throw none();
    const since = new Date(deps.now().getTime() - dayMilliseconds);
    const refused = await refusedSince(tx, organisationId, accountId, since);
    return view(deps, { account, organisationId }, publicAddress, refused);
  });
}

async function renew(deps: ApiDeps, member: Membership, accountId: string): Promise<void> {
  const { organisationId, memberId, keyId } = member;
  await deps.storage.inOrganisation(organisationId, async (tx) => {
    if (!(await renewAddress(tx, organisationId, accountId))) throw none();
    await addAudit(tx, organisationId, {
      ...{ memberId, keyId, action: 'account.address_renewed', at: deps.now() },
      particulars: { account: accountId },
    });
  });
}

async function notices(
  { storage }: ApiDeps,
  { organisationId }: Membership,
  accountId: string,
): Promise<NoticeView[]> {
  const found = await storage.inOrganisation(organisationId, async (tx) => {
    if ((await findAccount(tx, organisationId, accountId)) === null) throw none();
    return noticesOf(tx, organisationId, accountId, mostNotices);
  });
  return found.map(({ firstAt, lastAt, ...rest }) => ({
    ...rest,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }));
}
