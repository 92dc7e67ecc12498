import { z } from 'zod';
import { countVisit } from '../../members/signInLimits.ts';
import {
  beginVisit,
  configureIssuer,
  dropIssuer,
  endVisit,
  type IssuerDeps,
  returnAddress,
} from '../../members/singleSignOn.ts';
import { issuerOf, listIssuers } from '../../storage/singleSignOn.ts';
import {
  DoorView,
  IssuerAnswer,
  IssuerInput,
  IssuerView,
  ReturnInput,
  VisitInput,
  VisitView,
  WaysView,
} from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { cookieOf, enter, stepCookie } from '../enter.ts';
import { ownAddress, setCookies } from '../security.ts';

const open = { right: 'public' } as const;
/** Only an admin sets where the members' sign-in is decided. */
const manage = { right: 'organisation.manage' } as const;
const visitCookie = 'answerable.visit';
const visitSeconds = 600;
const Done = z.object({ done: z.literal(true) });

/** Signing in by an issuer, and setting it. Nothing of better-auth's own is reached: its registration was open to every member. */
export function singleSignOnRoutes(app: App, deps: ApiDeps): void {
  const issuerDeps: IssuerDeps = { storage: deps.storage, key: deps.key, ask: deps.askOutside };
  doorRoutes(app, deps, issuerDeps);
  const address = '/api/organisation/single-sign-on';
  app.get(address, { config: manage, schema: { response: { 200: IssuerAnswer } } }, async (request) => {
    const { organisationId } = request.member;
    const issuer = await deps.storage.inOrganisation(organisationId, (tx) => issuerOf(tx, organisationId));
    return {
      issuer: issuer === null ? null : IssuerView.parse(issuer),
      returnAddress: returnAddress(ownAddress(request, deps.settings)),
    };
  });
  app.put(
    address,
    { config: manage, schema: { body: IssuerInput, response: { 200: Done } } },
    async ({ member, body }) => {
      await configureIssuer(issuerDeps, member, body, deps.now());
      return { done: true } as const;
    },
  );
  app.delete(address, { config: manage, schema: { response: { 200: Done } } }, async ({ member }) => {
    await dropIssuer(deps.storage, member, deps.now());
    return { done: true } as const;
  });
}

function doorRoutes(app: App, deps: ApiDeps, issuerDeps: IssuerDeps): void {
  app.get('/api/sign-in/ways', { config: open, schema: { response: { 200: WaysView } } }, async () => ({
    singleSignOn: await listIssuers(deps.storage.system),
  }));
  app.post(
    '/api/sign-in/single-sign-on',
    { config: open, schema: { body: VisitInput, response: { 200: VisitView } } },
    async (request, reply) => {
      await countVisit(deps.storage.system, request.ip, deps.now());
      const ask = { issuerId: request.body.id, base: ownAddress(request, deps.settings) };
      const { address, state } = await beginVisit(issuerDeps, ask, deps.now());
      setCookies(reply, [stepCookie(deps.settings, visitCookie, state, visitSeconds)]);
      return { address };
    },
  );
  app.post(
    '/api/sign-in/single-sign-on/end',
    { config: open, schema: { body: ReturnInput, response: { 200: DoorView } } },
    async (request, reply) => {
      await countVisit(deps.storage.system, request.ip, deps.now());
      const came = { search: request.body.search, state: cookieOf(request, visitCookie) };
      const signInId = await endVisit(issuerDeps, came, deps.now());
      setCookies(reply, [stepCookie(deps.settings, visitCookie, '', 0)]);
      // The issuer's word is one factor: who has a second one here is asked for it.
      return enter(deps, request, reply, signInId, 'one');
    },
  );
}
