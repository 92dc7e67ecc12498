/** What an erasure writes, set by set, in the caller's transaction. Called by desk/authors only. */
import { sql } from 'kysely';
import type { ErasedCounts } from '../domain/erasure.ts';
import { texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import type { ErasedReply } from './erasing.ts';
import { isOfFollowUp } from './followUpFiles.ts';
import { blankFollowUps } from './followUpWords.ts';
import { carriersOf, isLinkOf, isSetAsideOf, type LinkedTo, picturesOf } from './ofAuthor.ts';
import { eraseSealed } from './protectedAuthors.ts';
import { unlearnPosts } from './topicLessons.ts';
import { eraseWatchOuts } from './watchOuts.ts';

/** What is kept of a post by its id: what was said and found of it, and by what it is found again. */
const saidOfPosts = [
  'abusive_post',
  'deleted_words',
  'praise',
  'post_print',
  'campaign_post',
  'post_finding',
  'post_whereabouts',
  'finding_correction',
  'watch_out_post',
] as const;

/** Takes words, files and what is needed to answer from posts; when each was written, and by which side, stays. */
export async function blankPosts(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from media where organisation_id = ${organisationId} and address in (${picturesOf(organisationId, ids)})`.execute(
    tx,
  );
  const theirs = uuids([...ids]);
  await unlearnPosts(tx, organisationId, ids);
  for (const table of saidOfPosts)
    await sql`delete from ${sql.table(table)} where organisation_id = ${organisationId} and post_id = any(${theirs})`.execute(
      tx,
    );
  await sql`update hidden_post set reason = '' where organisation_id = ${organisationId} and post_id = any(${theirs})`.execute(
    tx,
  );
  await sql`
    update post as p set text = '', media = null, handle = null, revision = '', erased_at = coalesce(p.erased_at, ${at}::timestamptz)
    from unnest(${uuids([...ids])}) as t(id) where p.organisation_id = ${organisationId} and p.id = t.id`.execute(
    tx,
  );
}

/** Erases every raw item that carried one of these posts. */
export async function eraseCarriers(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with carriers as (${carriersOf(organisationId, ids)})
    update raw_item as r set payload = null, key = '' from carriers
    where r.organisation_id = ${organisationId} and r.id = carriers.raw_id`.execute(tx);
}

export interface RenamedPost {
  id: string;
  networkId: string;
  thread: string;
  parentNetworkId: string | null;
  quotedNetworkId: string | null;
}

/** Gives posts the names that stand for those of the erased. What another's post needs to be answered names its thread too, and stays while their case is open. */
export async function renamePosts(
  tx: Tenant,
  organisationId: number,
  posts: readonly RenamedPost[],
): Promise<void> {
  if (posts.length === 0) return;
  await sql`
    update post as p set network_id = t.network_id, fingerprint = network_fingerprint(p.network, t.network_id), thread = t.thread,
      parent_network_id = t.parent, quoted_network_id = t.quoted, handle = case when exists (
        select from conversation as c join care_case as k on k.organisation_id = ${organisationId} and k.id = c.case_id
        where c.organisation_id = ${organisationId} and c.id = p.conversation_id and k.state <> 'resolved'
      ) then p.handle end
    from unnest(${uuids(posts.map(({ id }) => id))}, ${texts(posts.map((p) => p.networkId))}, ${texts(posts.map((p) => p.thread))},
      ${texts(posts.map((p) => p.parentNetworkId))}, ${texts(posts.map((p) => p.quotedNetworkId))}) as t(id, network_id, thread, parent, quoted)
    where p.organisation_id = ${organisationId} and p.id = t.id`.execute(tx);
}

/** The same for conversations. */
export async function renameConversations(
  tx: Tenant,
  organisationId: number,
  conversations: readonly { id: string; thread: string }[],
): Promise<void> {
  if (conversations.length === 0) return;
  // Whatever link leads beside them opens nothing any more.
  await sql`
    delete from private_move where organisation_id = ${organisationId} and conversation_id = any(${uuids(conversations.map(({ id }) => id))})`.execute(
    tx,
  );
  await blankCommitments(
    tx,
    organisationId,
    conversations.map(({ id }) => id),
  );
  await sql`
    update conversation as c set thread = t.thread, fingerprint = network_fingerprint(c.network, t.thread)
    from unnest(${uuids(conversations.map(({ id }) => id))}, ${texts(conversations.map(({ thread }) => thread))}) as t(id, thread)
    where c.organisation_id = ${organisationId} and c.id = t.id`.execute(tx);
}

/** What was promised to them is counted as before, and says nothing any more. */
export async function blankCommitments(
  tx: Tenant,
  organisationId: number,
  conversationIds: readonly string[],
): Promise<void> {
  const theirs = uuids([...conversationIds]);
  await sql`
    update commitment_act as a set evidence = null from commitment as c
    where c.organisation_id = ${organisationId} and c.conversation_id = any(${theirs})
      and a.organisation_id = ${organisationId} and a.commitment_id = c.id and a.evidence is not null`.execute(
    tx,
  );
  await sql`
    update commitment set what = null where organisation_id = ${organisationId} and conversation_id = any(${theirs})`.execute(
    tx,
  );
}

/** Identities lose name, handle and language, and get names that stand for theirs; how far they carried is forgotten. */
export async function renameIdentities(
  tx: Tenant,
  organisationId: number,
  identities: readonly { id: string; networkId: string; handle: string }[],
  at: Date,
): Promise<void> {
  const ids = uuids(identities.map(({ id }) => id));
  await sql`select forget_reach(${ids})`.execute(tx);
  await sql`
    delete from how_to_reach where organisation_id = ${organisationId} and fingerprint in (
      select fingerprint from identity where organisation_id = ${organisationId} and id = any(${ids})
    )`.execute(tx);
  await sql`delete from author_mark where organisation_id = ${organisationId} and author_id = any(${ids})`.execute(
    tx,
  );
  await sql`delete from author_block where organisation_id = ${organisationId} and author_id = any(${ids})`.execute(
    tx,
  );
  await eraseWatchOuts(
    tx,
    organisationId,
    identities.map(({ id }) => id),
  );
  await eraseSealed(
    tx,
    organisationId,
    identities.map(({ id }) => id),
  );
  await sql`
    update identity as i set protected = false, network_id = t.network_id, fingerprint = network_fingerprint(i.network, t.network_id), handle = t.handle,
      name = null, language = null, erased_at = ${at}::timestamptz
    from unnest(${ids}, ${texts(identities.map((i) => i.networkId))}, ${texts(identities.map((i) => i.handle))}) as t(id, network_id, handle)
    where i.organisation_id = ${organisationId} and i.id = t.id`.execute(tx);
}

/** Drops drafts, calls back what has not left, and takes the words from what has. */
export async function eraseReplies(
  tx: Tenant,
  organisationId: number,
  replies: readonly ErasedReply[],
  at: Date,
): Promise<void> {
  const ids = (of: (reply: ErasedReply) => boolean) => uuids(replies.filter(of).map(({ id }) => id));
  // Nobody is to approve what is gone.
  await sql`
    delete from approval where organisation_id = ${organisationId} and state = 'waiting' and reply_id = any(${ids(() => true)})`.execute(
    tx,
  );
  // Whoever was sending it is gone: it may have left.
  await sql`
    update reply set state = 'unknown', state_at = ${at}, leased_by = null, lease_until = null
    where organisation_id = ${organisationId} and id = any(${ids(({ state }) => state === 'sending')})`.execute(
    tx,
  );
  await sql`
    update reply set state = 'withdrawn', state_at = ${at}, leased_by = null, lease_until = null, send_at = null
    where organisation_id = ${organisationId} and state <> 'withdrawn'
      and id = any(${ids(({ state }) => state !== 'sent' && state !== 'draft')})`.execute(tx);
  await blankReplies(tx, organisationId, replies);
}

/** Drops drafts and takes words and files from the rest; what became of each stays. */
export async function blankReplies(
  tx: Tenant,
  organisationId: number,
  replies: readonly Pick<ErasedReply, 'id' | 'state' | 'files'>[],
): Promise<void> {
  if (replies.length === 0) return;
  const all = uuids(replies.map(({ id }) => id));
  const drafts = uuids(replies.flatMap(({ id, state }) => (state === 'draft' ? [id] : [])));
  await sql`delete from approval where organisation_id = ${organisationId} and reply_id = any(${drafts})`.execute(
    tx,
  );
  // What was approved or sent back keeps its fact and loses its words.
  await sql`
    update approval set written = null, reason = null where organisation_id = ${organisationId} and reply_id = any(${all})`.execute(
    tx,
  );
  await sql`delete from reply where organisation_id = ${organisationId} and id = any(${drafts})`.execute(tx);
  await sql`
    delete from media as m where m.organisation_id = ${organisationId} and m.id = any(${uuids(replies.flatMap(({ files }) => files))})
      and not ${isOfFollowUp}`.execute(tx);
  await sql`delete from reply_promise where organisation_id = ${organisationId} and reply_id = any(${all})`.execute(
    tx,
  );
  await sql`
    update reply set text = '', typed = null, attachments = '[]', reason = null
    where organisation_id = ${organisationId} and id = any(${all})`.execute(tx);
  await sql`
    delete from delivery_news as d using reply as r where r.organisation_id = ${organisationId} and r.id = any(${all})
      and d.organisation_id = ${organisationId} and (d.network_id = any(array[r.network_id, r.network_key]) or d.key = r.network_key)`.execute(
    tx,
  );
}

/** Notes go, and what was said in follow-ups about these cases and authors; a tag stays only where another case has it too: what one case alone is called may be somebody's name. */
export async function eraseNotesAndTags(
  tx: Tenant,
  organisationId: number,
  { caseIds, identityIds }: { caseIds: readonly string[]; identityIds: readonly string[] },
): Promise<number> {
  const cases = uuids([...caseIds]);
  await blankFollowUps(tx, organisationId, { caseIds, identityIds });
  const notes =
    await sql`delete from note where organisation_id = ${organisationId} and case_id = any(${cases})`.execute(
      tx,
    );
  await sql`
    update care_case as c set tags = array(
      select t.tag from unnest(c.tags) with ordinality as t(tag, n) where exists (
        select from care_case as o where o.organisation_id = ${organisationId} and o.id <> all(${cases}) and t.tag = any(o.tags)
      ) order by t.n
    ) where c.organisation_id = ${organisationId} and c.id = any(${cases}) and c.tags <> '{}'`.execute(tx);
  return Number(notes.numAffectedRows ?? 0n);
}

/** What was done to their cases among many: its reason goes, and a tag that no case has any more. Saved searches for their names go whole. */
export async function eraseFromLists(
  tx: Tenant,
  organisationId: number,
  of: { caseIds: readonly string[]; names: readonly string[] },
): Promise<void> {
  await sql`
    update bulk_act as b set act = b.act
      || case when b.act ? 'reason' then '{"reason": ""}'::jsonb else '{}'::jsonb end
      || case when b.act ? 'tag' and not exists (
        select from care_case as c where c.organisation_id = ${organisationId} and (b.act ->> 'tag') = any(c.tags)
      ) then '{"tag": ""}'::jsonb else '{}'::jsonb end
    where b.organisation_id = ${organisationId} and (b.act ? 'reason' or b.act ? 'tag') and exists (
      select from bulk_case as o where o.organisation_id = ${organisationId} and o.bulk_id = b.id and o.case_id = any(${uuids([...of.caseIds])})
    )`.execute(tx);
  await sql`
    delete from saved_view as v where v.organisation_id = ${organisationId} and exists (
      select from unnest(${texts([...of.names])}) as t(name)
      where strpos(lower(v.words || ' ' || v.name || ' ' || v.filter::text), lower(t.name)) > 0
    )`.execute(tx);
}

/** Private pages of these authors: nobody opens them any more. Answers how many. */
export async function eraseLinks(tx: Tenant, organisationId: number, of: LinkedTo): Promise<number> {
  const gone = await sql`
    delete from case_link as l where l.organisation_id = ${organisationId} and ${isLinkOf(of)}`.execute(tx);
  return Number(gone.numAffectedRows ?? 0n);
}

/** What was set aside of these posts, or names one of these authors: its words go, and nothing is left to try again. */
export async function eraseSetAsideOf(
  tx: Tenant,
  organisationId: number,
  of: { names: readonly string[]; authors: readonly string[] },
  at: Date,
): Promise<void> {
  await sql`
    with gone as (
      update set_aside_item as s set replayed_at = coalesce(s.replayed_at, ${at}::timestamptz), network_id = null, position = null,
        reason = 'Its author was erased.'
      from raw_item as r where s.organisation_id = ${organisationId} and r.organisation_id = ${organisationId} and r.id = s.raw_id
        and ${isSetAsideOf(of)} returning s.raw_id
    )
    update raw_item as r set payload = null, key = '' from gone where r.organisation_id = ${organisationId} and r.id = gone.raw_id`.execute(
    tx,
  );
}

export interface KeptErasure {
  id: string;
  at: Date;
  /** The member; null where none is known. */
  by: string | null;
  caseNumber: number;
  identities: readonly string[];
  counts: ErasedCounts;
}

/** Writes down that it was done; one that is known stays as it is. */
export async function insertErasure(tx: Tenant, organisationId: number, erasure: KeptErasure): Promise<void> {
  await tx
    .insertInto('erasure')
    .values({
      organisation_id: organisationId,
      id: erasure.id,
      at: erasure.at,
      by: erasure.by,
      case_number: erasure.caseNumber,
      identities: [...erasure.identities],
      counts: JSON.stringify(erasure.counts),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
