import { randomUUID } from 'node:crypto';
import { makeSignInLink } from '../../src/members/links.ts';
import { passwordHash } from '../../src/members/passwordHash.ts';
import { addSignIn } from '../../src/storage/signIn.ts';
import { type ApiServer, type Person, password, personOf, tokenOf } from './apiServer.ts';

/** The admin of a second organisation on the same database, made by hand because the first run is done once. */
export async function otherOrganisation(
  server: ApiServer,
  who = { name: 'Kofi Mensah', email: 'kofi@rail.example' },
): Promise<Person & { organisationId: number }> {
  const memberId = randomUUID();
  const organisationId = await server.storage.asSystem(async (tx) => {
    const { id } = await tx
      .insertInto('organisation')
      .values({ name: 'Delta Rail', kind: 'institution' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.insertInto('organisation_counter').values({ organisation_id: id }).execute();
    const at = server.now();
    const sign_in_id = await addSignIn(tx, { ...who, passwordHash: await passwordHash(password), at });
    await tx
      .insertInto('member')
      .values({ organisation_id: id, id: memberId, sign_in_id, ...who, role: 'admin' })
      .execute();
    return id;
  });
  const by = { organisationId, by: { id: memberId } };
  const link = await makeSignInLink(server.storage, 'http://desk.test', by, server.now());
  const answer = await server.ask({
    method: 'POST',
    url: '/api/one-time-link',
    payload: { token: tokenOf(link) },
  });
  return { ...personOf(answer), organisationId };
}
