/** A private conversation is between the author and one account of ours; the others cannot answer in it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { permissionsFor } from '../../src/desk/replies/permissions.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { postById } from '../../src/storage/postReads.ts';
import { hear, message, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  let asked: { caseId: string; postId: string; mode: 'direct' };

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    await sql`truncate reply cascade`.execute(storage.system);
    at = await deskThatAnswers(storage);
    const { desk } = at;
    await hear(desk, desk.executive, [
      message('convo-1', '3kmsg1', 'did:plc:thandi', desk.executive, 'In private.'),
    ]);
    await serve(storage);
    const post = (await rows<{ id: string; visibility: string; conversation_id: string }>(desk, 'post')).find(
      (row) => row.visibility === 'direct',
    );
    const conversation = (await rows<{ id: string; case_id: string }>(desk, 'conversation')).find(
      (row) => row.id === post?.conversation_id,
    );
    asked = { caseId: conversation?.case_id ?? '', postId: post?.id ?? '', mode: 'direct' };
  });

  test('a direct message is answered from the account that got it and from no other', async () => {
    const { house, executive } = at.desk;
    await expect(at.send({ ...asked, accountId: house.id })).rejects.toMatchObject({
      code: 'reply_not_permitted',
      sentence: expect.stringContaining('Answer from chiefexecutive.example'),
    });
    await expect(at.send({ ...asked, accountId: executive.id })).resolves.toBeDefined();
  });

  test('the account that was connected anew is still in its conversations', async () => {
    const { executive, organisationId } = at.desk;
    await sql`update connected_account set state = 'removed' where id = ${executive.id}`.execute(
      storage.system,
    );
    const { rows: anew } = await sql<{ id: string }>`
      insert into connected_account (organisation_id, id, institution_id, network, network_id, handle)
      select organisation_id, gen_random_uuid(), institution_id, network, network_id, handle from connected_account
      where organisation_id = ${organisationId} and id = ${executive.id} returning id`.execute(
      storage.system,
    );
    await expect(at.send({ ...asked, accountId: anew[0]?.id ?? '' })).resolves.toBeDefined();
  });

  test('whoever opens the case is offered the account that got the message', async () => {
    const { desk, acting } = at;
    const offered = await storage.inOrganisation(desk.organisationId, async (tx) => {
      const post = await postById(tx, desk.organisationId, asked.postId);
      if (post === null) throw new Error('the message is not there');
      return permissionsFor(tx, acting().channels, desk.organisationId, post, acting().now);
    });
    const direct = offered.filter((one) => one.mode === 'direct');
    expect(direct.filter((one) => one.allowed).map((one) => one.account.id)).toEqual([desk.executive.id]);
  });
});
