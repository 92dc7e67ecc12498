/** An issuer of sign-ins, spoken to as OpenID Connect Core 1.0 says: code flow with PKCE, state and nonce, every request through the guard. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import { Fault, isFault } from '../domain/fault.ts';
import type { GuardedAnswer, GuardedAsk } from './guardedRequest.ts';

export interface IssuerAccess {
  issuer: string;
  clientId: string;
  secret: string;
}

/** Asks an address through the guard. */
export type Ask = (address: string, ask: GuardedAsk) => Promise<GuardedAnswer>;

/** What must be kept until somebody comes back. */
export interface Visit {
  verifier: string;
  nonce: string;
  redirect: string;
}

/** Who somebody is, as the issuer says. */
export interface Person {
  subject: string;
  name: string;
  email: string;
  emailVerified: boolean;
}

const scope = 'openid email profile';

/** Reads what the issuer says of itself. Throws Fault `address_private`, `network_unreachable` or `input_invalid`. */
export async function discover(access: IssuerAccess, ask: Ask): Promise<Configuration> {
  try {
    const configuration = await discovery(
      new URL(access.issuer),
      access.clientId,
      { client_secret: access.secret },
      ClientSecretPost(access.secret),
      // The guard itself refuses http, but for hosts that the operator allows.
      { [customFetch]: guarded(ask), execute: [allowInsecureRequests, enableNonRepudiationChecks] },
    );
    return configuration;
  } catch (cause) {
    throw (
      faultIn(cause) ??
      new Fault('network_unreachable', 'No issuer of sign-ins answers at this address.', { cause })
    );
  }
}

/** Where to send somebody, and what to keep meanwhile. `state` names the visit. */
export async function visitAddress(
  access: IssuerAccess,
  ask: Ask,
  visit: { redirect: string; state: (kept: Visit) => Promise<string> },
): Promise<{ address: string; state: string }> {
  const configuration = await discover(access, ask);
  const kept = { verifier: randomPKCECodeVerifier(), nonce: randomNonce(), redirect: visit.redirect };
  const state = await visit.state(kept);
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: kept.redirect,
    scope,
    state,
    nonce: kept.nonce,
    code_challenge: await calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
  });
  return { address: address.href, state };
}

/** Who came back, from the query that the issuer sent them with. Throws Fault `not_signed_in` for whatever is not as it must be. */
export async function whoCameBack(
  access: IssuerAccess,
  ask: Ask,
  came: { visit: Visit; state: string; search: string },
): Promise<Person> {
  const configuration = await discover(access, ask);
  const { visit, state } = came;
  const current = new URL(visit.redirect);
  current.search = came.search;
  try {
    const tokens = await authorizationCodeGrant(configuration, current, {
      pkceCodeVerifier: visit.verifier,
      expectedNonce: visit.nonce,
      expectedState: state,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('no ID token');
    const told = await fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return personOf({ ...claims, ...told });
  } catch (cause) {
    throw (
      faultIn(cause) ??
      new Fault('not_signed_in', 'The issuer did not let you in. Begin again at the door.', { cause })
    );
  }
}

function personOf(claims: Record<string, unknown> & { sub: string }): Person {
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name].trim() : '');
  const email = text('email');
  return {
    subject: claims.sub,
    name: (text('name') || text('preferred_username') || email).slice(0, 200),
    email,
    emailVerified: claims.email_verified === true,
  };
}

/** The library's requests through our guard; redirects are answered as they are, and it follows none. */
function guarded(ask: Ask): CustomFetch {
  return async (address, options) => {
    const body = options.body == null ? undefined : String(options.body);
    const method = options.method === 'POST' ? 'POST' : 'GET';
    const headers = Object.fromEntries(new Headers(options.headers as Record<string, string>));
    const answer = await ask(address, { method, headers, body });
    return new Response(new Uint8Array(answer.bytes), {
      status: answer.status,
      headers: new Headers(answer.headers),
    });
  };
}

/** A Fault of the guard somewhere among the causes. */
function faultIn(error: unknown): Fault | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if (isFault(at)) return at;
  return null;
}
