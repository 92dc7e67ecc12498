/** A real issuer of sign-ins (oidc-provider) on this machine, and a browser that goes there and back. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Who sits in front of the issuer. */
export interface IssuersPerson {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
}

export interface TestIssuer {
  address: string;
  clientId: string;
  secret: string;
  /** Whoever signs in there next. */
  person: IssuersPerson;
  /** Goes to the issuer, signs in as `person`, comes back. Answers the query that the desk is given. */
  visit(address: string): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(returnAddresses: readonly string[]): Promise<TestIssuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: TestIssuer = {
    address,
    clientId: 'answerable',
    secret: 'a client secret that only the two know',
    person: { sub: 'nobody', email: '', email_verified: true, name: '' },
    visit: (at) => thereAndBack(at, address),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const provider = providerOf(issuer, returnAddresses);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) return provider.callback()(request, response);
    // Whoever asks is let in: who they are is said by the test.
    return provider.interactionFinished(request, response, { login: { accountId: issuer.person.sub } });
  });
  return issuer;
}

function providerOf(issuer: TestIssuer, returnAddresses: readonly string[]): Provider {
  const people = new Map<string, IssuersPerson>();
  return new Provider(issuer.address, {
    clients: [
      {
        client_id: issuer.clientId,
        client_secret: issuer.secret,
        redirect_uris: [...returnAddresses],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    cookies: { keys: ['of this test only'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => {
      if (issuer.person.sub === sub) people.set(sub, { ...issuer.person });
      const person = people.get(sub);
      return { accountId: sub, claims: async () => ({ ...person, sub }) };
    },
    loadExistingGrant: async (ctx) => {
      const accountId = ctx.oidc.session?.accountId ?? '';
      const grant = new ctx.oidc.provider.Grant({ clientId: issuer.clientId, accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
}

/** Follows redirects within the issuer, with its cookies, until it sends us elsewhere. */
async function thereAndBack(start: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = start;
  for (let hop = 0; hop < 10; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/s, 2);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null)
      throw new Error(`the issuer stopped with ${answer.status}: ${await answer.text()}`);
    const url = new URL(location, next);
    if (url.origin !== issuer) return url.search;
    next = url.href;
  }
  throw new Error('the issuer sends us round and round');
}
