/** Names of protected authors leave by no answer: every value that is sent to a member is masked here, whichever route gathered it. */
import { type Mask, maskedValue, noMask } from '../domain/authorMask.ts';
import type { Storage } from '../storage/database.ts';
import type { Membership } from '../storage/members.ts';
import { keepMasks } from '../storage/protectedAuthors.ts';
import type { App } from './deps.ts';
import { whoAsks } from './session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one route that shows a protected author's names to whoever is named for it, and writes that down. */
    showsProtected?: true;
  }
  interface FastifyRequest {
    /** For what is sent as a stream or in a header. */
    mask(): Promise<Mask>;
  }
}

/** Makes every answer to a member pass the mask of their organisation; costs nothing where nobody was ever protected. */
export function maskAnswers(app: App, storage: Storage): void {
  const masks = keepMasks();
  const maskFor = async (member: Membership): Promise<Mask> => {
    const { protections } = member;
    // Whom the house protects is protected in a letterbox too.
    const { organisationId } = member.house ?? member;
    return protections === 0
      ? noMask
      : storage.inOrganisation(organisationId, (tx) => masks.of(tx, organisationId, protections));
  };
  app.decorateRequest('mask', function mask() {
    return maskFor(this.member);
  });
  app.addHook('preSerialization', async (request, _reply, payload) => {
    const member = whoAsks(request);
    if (member === null || request.routeOptions.config.showsProtected) return payload;
    return maskedValue(payload, await maskFor(member));
  });
}
