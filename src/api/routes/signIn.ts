import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { Fault } from '../../domain/fault.ts';
import { beginPasskeySignIn, provePasskey } from '../../members/passkeys.ts';
import { finishHalf } from '../../members/secondFactor.ts';
import { countVisit } from '../../members/signInLimits.ts';
import { BrowserObject, CodeInput, DoorView, PasskeySignIn } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { enter, halfOf } from '../enter.ts';
import { ownAddress } from '../security.ts';

const open = { right: 'public' } as const;

/** The second factor, and the door for passkeys. */
export function signInRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/api/sign-in/second-factor',
    { config: open, schema: { body: CodeInput, response: { 200: DoorView } } },
    async (request, reply) => {
      const token = halfOf(request);
      if (token === null)
        throw new Fault('not_signed_in', 'Sign in from the beginning: with your password, or by your link.');
      const signInId = await finishHalf(deps, token, request.body.code, deps.now());
      return enter(deps, request, reply, signInId, 'both');
    },
  );
  app.post(
    '/api/sign-in/passkey/begin',
    { config: open, schema: { response: { 200: BrowserObject } } },
    async (request) => {
      await countVisit(deps.storage.system, request.ip, deps.now());
      return asObject(await beginPasskeySignIn(deps.storage, ownAddress(request, deps.settings), deps.now()));
    },
  );
  app.post(
    '/api/sign-in/passkey',
    { config: open, schema: { body: PasskeySignIn, response: { 200: DoorView } } },
    async (request, reply) => {
      await countVisit(deps.storage.system, request.ip, deps.now());
      const address = ownAddress(request, deps.settings);
      const response = request.body.response as unknown as AuthenticationResponseJSON;
      const signInId = await provePasskey(deps.storage, address, response, deps.now());
      // The device asked its person: what one has and what one is or knows, both at once.
      return enter(deps, request, reply, signInId, 'both');
    },
  );
}

const asObject = (options: PublicKeyCredentialRequestOptionsJSON): Record<string, unknown> => ({
  ...options,
});
