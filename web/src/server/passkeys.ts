/** Passkeys in this browser. Loaded when one is made or used. */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { i18n } from '../words/i18n.ts';
import { post, Refusal } from './http.ts';

/** What a person did not want, or the device does not know, is no fault of the program. */
function refusal(error: unknown): never {
  if (error instanceof Refusal) throw error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError')
    throw new Refusal('passkey', 0, i18n.t('This device has a passkey for you here already.'));
  if (name === 'SecurityError')
    throw new Refusal('passkey', 0, i18n.t('Passkeys work at the https address of the desk only.'));
  throw new Refusal('passkey', 0, i18n.t('No passkey was given. Try again, or use your password.'));
}

function mustKnow(): void {
  if (!browserSupportsWebAuthn())
    throw new Refusal('passkey', 0, i18n.t('This browser knows no passkeys here. Use your password.'));
}

/** Makes a passkey on this device and has the server keep its public half. */
export async function makePasskey(name: string, password: string | null): Promise<unknown> {
  mustKnow();
  const optionsJSON = await post<PublicKeyCredentialCreationOptionsJSON>('/api/me/passkeys/begin', {
    password,
  });
  const response = await startRegistration({ optionsJSON }).catch(refusal);
  return post('/api/me/passkeys', { name, response });
}

/** Signs in by any passkey of this site that the device knows; no address is typed. */
export async function signInByPasskey(): Promise<unknown> {
  mustKnow();
  const optionsJSON = await post<PublicKeyCredentialRequestOptionsJSON>('/api/sign-in/passkey/begin');
  const response = await startAuthentication({ optionsJSON }).catch(refusal);
  return post('/api/sign-in/passkey', { response });
}
