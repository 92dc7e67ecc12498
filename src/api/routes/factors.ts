import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { addOwnPasskey, beginPasskey, removePasskey } from '../../members/passkeys.ts';
import {
  beginSecondFactor,
  confirm,
  removeSecondFactor,
  resetSecondFactor,
} from '../../members/secondFactor.ts';
import { countCode, forgetCode } from '../../members/signInLimits.ts';
import type { Membership } from '../../storage/members.ts';
import { listPasskeys, renamePasskey } from '../../storage/passkeys.ts';
import { backupCodesLeft, findSecondFactor } from '../../storage/secondFactors.ts';
import { passwordHashOf } from '../../storage/signIn.ts';
import {
  BackupCodesView,
  BegunFactorView,
  BrowserObject,
  CodeInput,
  FactorRemoval,
  id,
  PasskeyInput,
  PasskeyPatch,
  PasskeyView,
  ProofInput,
  SecondFactorView,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { ownAddress } from '../security.ts';
import { instantOf } from '../views.ts';

const own = { right: 'self.manage' } as const;
const Done = z.object({ done: z.literal(true) });
const done = { done: true } as const;

/** One's own second factor and passkeys. */
export function factorRoutes(app: App, deps: ApiDeps): void {
  secondFactorRoutes(app, deps);
  passkeyRoutes(app, deps);
  app.post(
    '/api/members/:id/second-factor/reset',
    { config: { right: 'members.manage' }, schema: { params: z.object({ id }), response: { 200: Done } } },
    async ({ member, params }) => {
      const { organisationId, memberId: by, keyId } = member;
      await resetSecondFactor(deps.storage, { organisationId, by, keyId, member: params }, deps.now());
      return done;
    },
  );
}

function secondFactorRoutes(app: App, deps: ApiDeps): void {
  const address = '/api/me/second-factor';
  app.get(address, { config: own, schema: { response: { 200: SecondFactorView } } }, ({ member }) =>
    factorView(deps, member),
  );
  app.post(
    address,
    { config: own, schema: { body: ProofInput, response: { 200: BegunFactorView } } },
    ({ member, body }) => counted(deps, member, () => beginSecondFactor(deps, member, body.password)),
  );
  app.post(
    `${address}/confirm`,
    { config: own, schema: { body: CodeInput, response: { 200: BackupCodesView } } },
    async ({ member, body }) => ({ backupCodes: await confirm(deps, member, body.code, deps.now()) }),
  );
  app.post(
    `${address}/remove`,
    { config: own, schema: { body: FactorRemoval, response: { 200: Done } } },
    async ({ member, body }) => {
      await removeSecondFactor(deps, member, body, deps.now());
      return done;
    },
  );
}

/** Guesses of the password are counted like codes: whoever found an open page may not guess here either. */
async function counted<T>(deps: ApiDeps, member: Membership, work: () => Promise<T>): Promise<T> {
  await countCode(deps.storage.system, member.signInId, deps.now());
  const answer = await work();
  await forgetCode(deps.storage.system, member.signInId);
  return answer;
}

async function factorView(deps: ApiDeps, { signInId }: Membership): Promise<SecondFactorView> {
  const { system } = deps.storage;
  const factor = await findSecondFactor(system, deps.key, signInId);
  const since = factor?.confirmedAt ?? null;
  return {
    on: since !== null,
    since: instantOf(since),
    backupCodesLeft: await backupCodesLeft(system, signInId),
    hasPassword: (await passwordHashOf(system, signInId)) !== null,
  };
}

function passkeyRoutes(app: App, deps: ApiDeps): void {
  const address = '/api/me/passkeys';
  app.get(
    address,
    { config: own, schema: { response: { 200: z.array(PasskeyView) } } },
    async ({ member }) => {
      const keys = await listPasskeys(deps.storage.system, member.signInId);
      return keys.map(({ id, name, createdAt, lastUsedAt }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
        lastUsedAt: instantOf(lastUsedAt),
      }));
    },
  );
  app.post(
    `${address}/begin`,
    { config: own, schema: { body: ProofInput, response: { 200: BrowserObject } } },
    async (request) => {
      const { member, body } = request;
      const ask = { address: ownAddress(request, deps.settings), password: body.password };
      return counted(deps, member, async () => ({
        ...(await beginPasskey(deps.storage, member, ask, deps.now())),
      }));
    },
  );
  app.post(
    address,
    { config: own, schema: { body: PasskeyInput, response: { 200: Done } } },
    async (request) => {
      const response = request.body.response as unknown as RegistrationResponseJSON;
      const made = { address: ownAddress(request, deps.settings), name: request.body.name, response };
      await addOwnPasskey(deps.storage, request.member, made, deps.now());
      return done;
    },
  );
  onePasskeyRoutes(app, deps);
}

function onePasskeyRoutes(app: App, deps: ApiDeps): void {
  const address = '/api/me/passkeys/:id';
  const params = z.object({ id: z.string().max(200) });
  app.patch(
    address,
    { config: own, schema: { params, body: PasskeyPatch, response: { 200: Done } } },
    async ({ member, params, body }) => {
      if (!(await renamePasskey(deps.storage.system, member.signInId, params.id, body.name)))
        throw new Fault('not_found', 'There is no such passkey.');
      return done;
    },
  );
  app.delete(
    address,
    { config: own, schema: { params, response: { 200: Done } } },
    async ({ member, params }) => {
      await removePasskey(deps.storage, member, params.id, deps.now());
      return done;
    },
  );
}
