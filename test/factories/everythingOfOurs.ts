/** One row of ours behind every address that names something (asksOfOthers.ts). */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { insertCommitment } from '../../src/storage/commitments.ts';
import { addCall } from '../../src/storage/complaintCalls.ts';
import { insertFollowUp } from '../../src/storage/followUps.ts';
import { keepWatchOut } from '../../src/storage/watchFinding.ts';
import type { ApiServer } from './apiServer.ts';
import { ids } from './asksOfOthers.ts';

const ours = 1;

/** One case of ours with everything that has an address. */
export async function fillOurs(
  server: Pick<ApiServer, 'storage' | 'key'>,
  secretWord: string,
  institution_id: string,
): Promise<void> {
  const at = new Date();
  const own = { organisation_id: ours };
  const placed = { network: 'bluesky', thread: 't', identity_id: ids.identity } as const;
  const conversation_id = randomUUID();
  await server.storage.inOrganisation(ours, async (tx) => {
    await tx
      .insertInto('connected_account')
      .values({
        ...own,
        id: ids.account,
        institution_id,
        network: 'bluesky',
        network_id: 'did:plc:ours',
        handle: secretWord,
        settings: '{}',
        lacks: '[]',
        watched: '[]',
      })
      .execute();
    await tx
      .insertInto('connected_account')
      .values({
        ...own,
        id: ids.form,
        institution_id,
        network: 'form',
        network_id: 'ours',
        handle: secretWord,
        settings: '{}',
        lacks: '[]',
        watched: '[]',
      })
      .execute();
    await tx
      .insertInto('account_set_up')
      .values({
        ...own,
        id: ids.setUp,
        institution_id,
        network: 'bluesky',
        member_id: ids.member,
        typed: server.key.seal({ organisationId: ours, accountId: ids.setUp }, { handle: secretWord }),
        made_at: at,
        ends_at: new Date(at.getTime() + 3_600_000),
      })
      .execute();
    await tx
      .insertInto('unit')
      .values({ ...own, id: ids.unit, institution_id, name: secretWord })
      .execute();
    await tx
      .insertInto('identity')
      .values({
        ...own,
        id: ids.identity,
        author_id: randomUUID(),
        network: 'bluesky',
        network_id: 'did:plc:author',
        handle: secretWord,
        first_heard_at: at,
      })
      .execute();
    await tx
      .insertInto('conversation')
      .values({
        ...own,
        ...placed,
        id: conversation_id,
        case_id: ids.case,
        institution_id,
        visibility: 'public',
      })
      .execute();
    await tx
      .insertInto('post')
      .values({
        ...own,
        ...placed,
        id: ids.post,
        network_id: 'at://1',
        conversation_id,
        direction: 'inbound',
        visibility: 'public',
        hearing: 'mention',
        text: `No ${secretWord} since Monday`,
        media: JSON.stringify([{ kind: 'image', address: 'http://203.0.113.1/x', alt: null, type: null }]),
        at,
        heard_at: at,
        revision: '1',
      })
      .execute();
    await tx
      .insertInto('care_case')
      .values({
        ...own,
        id: ids.case,
        number: 1,
        institution_id,
        author_id: randomUUID(),
        identity_id: ids.identity,
        last_inbound_post_id: ids.post,
        state: 'new',
        state_at: at,
        tags: [secretWord],
        waiting_since: at,
        tier: 0,
        due_at: at,
        inbound_posts: 1,
        sequence: 1,
      })
      .execute();
    await keepWatchOut(tx, ours, {
      identityId: ids.identity,
      score: 60,
      signs: ['look_alike'],
      like: secretWord,
      at,
    });
    await insertCommitment(tx, ours, {
      id: ids.commitment,
      conversationId: conversation_id,
      replyId: null,
      postId: ids.post,
      what: `Mend ${secretWord}`,
      ownerId: ids.member,
      by: ids.member,
      madeAt: at,
      dueAt: new Date(at.getTime() + 86_400_000),
    });
    await insertFollowUp(tx, ours, {
      id: ids.followUp,
      about: { kind: 'case', caseId: ids.case, post: { id: ids.post, conversationId: conversation_id } },
      askerId: ids.member,
      memberId: ids.member,
      teamId: null,
      question: `Who answered the telephone about ${secretWord}?`,
      files: [],
      at,
      dueAt: new Date(at.getTime() + 86_400_000),
    });
    await tx
      .insertInto('reply')
      .values({
        ...own,
        id: ids.reply,
        case_id: ids.case,
        conversation_id,
        post_id: ids.post,
        account_id: ids.account,
        member_id: ids.member,
        mode: 'public',
        text: secretWord,
        attachments: '[]',
        state: 'refused',
        state_at: at,
        written_on: 1,
      })
      .execute();
    await addCall(tx, ours, {
      id: ids.call,
      institutionId: institution_id,
      slug: 'ours',
      question: `Tell us about ${secretWord}`,
      hashtag: secretWord,
      hashtagKey: secretWord,
      formId: null,
      memberId: ids.member,
      signed: '',
      openedAt: at,
      closesAt: new Date(at.getTime() + 86_400_000),
    });
    const device = [ours, ids.device, ids.member, 'a hash', 'sealed', secretWord, at];
    await sql`insert into push_subscription values (${sql.join(device)})`.execute(tx);
    await tx
      .insertInto('webhook')
      .values({
        ...own,
        id: ids.webhook,
        name: secretWord,
        address: `https://${secretWord}.example/`,
        secret: Buffer.from('sealed'),
        actions: ['case_opened'],
        told: 5,
        due_at: at,
        made_by: ids.member,
        created_at: at,
      })
      .execute();
    await tx
      .insertInto('api_key')
      .values({
        ...own,
        id: ids.key,
        member_id: ids.member,
        made_by: ids.member,
        name: secretWord,
        token_hash: Buffer.from('a hash'),
        hint: 'ans_1_',
        scopes: ['cases.read'],
        created_at: at,
        expires_at: new Date(at.getTime() + 86_400_000),
      })
      .execute();
    await tx
      .insertInto('media')
      .values({ ...own, id: ids.media, type: 'image/png', bytes: Buffer.from(secretWord), at })
      .execute();
  });
}
