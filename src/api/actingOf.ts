import type { FastifyRequest } from 'fastify';
import type { Acting } from '../desk/acting.ts';
import type { ApiDeps } from './deps.ts';

/** Who asks, as the desk knows them: the member, the key where a program asks for them, and now. */
export function actingOf(deps: Pick<ApiDeps, 'storage' | 'now'>): (request: FastifyRequest) => Acting {
  return ({ member }) => ({
    storage: deps.storage,
    organisationId: member.organisationId,
    memberId: member.memberId,
    keyId: member.keyId,
    now: deps.now(),
  });
}
