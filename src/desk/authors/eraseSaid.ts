/** The part of an erasure that has to do with posts: whose words go, and which names are replaced where others' posts name them. */
import type { Tenant } from '../../storage/database.ts';
import { type KeptPrint, printOf, standInFor } from '../../storage/erasedNames.ts';
import type { ErasedConversation, ErasedIdentity, NamedPost } from '../../storage/erasing.ts';
import {
  blankPosts,
  eraseCarriers,
  eraseSetAsideOf,
  type RenamedPost,
  renameConversations,
  renamePosts,
} from '../../storage/erasingWrites.ts';
import { gatherSaid, type NameBook } from './gatherSaid.ts';

interface Erased {
  identities: { id: string; networkId: string; handle: string }[];
  /** By which all of it is known again. */
  prints: KeptPrint[];
}

/** Erases what was said by these identities and to them; answers the names that stand for theirs. */
export async function eraseSaid(
  tx: Tenant,
  erasing: { organisationId: number; key: string; at: Date },
  identities: readonly ErasedIdentity[],
  conversations: readonly ErasedConversation[],
): Promise<Erased> {
  const { organisationId, key, at } = erasing;
  const { authors, own, naming, others, theirs, names } = await gatherSaid(
    tx,
    organisationId,
    identities,
    conversations,
  );
  const of = standIns(key, names);
  const renamed = [...own, ...naming].flatMap((post) => renamedPost(post, of));
  await eraseSetAsideOf(tx, organisationId, { names: names.all(), authors }, at);
  await eraseCarriers(tx, organisationId, [...new Set([...theirs, ...renamed.map(({ id }) => id)])]);
  await blankPosts(tx, organisationId, theirs, at);
  await renamePosts(tx, organisationId, renamed);
  const threads = [...conversations, ...others].flatMap(({ id, network, thread }) => {
    const standIn = of(network, thread);
    return standIn === thread ? [] : [{ id, thread: standIn }];
  });
  await renameConversations(tx, organisationId, threads);
  const people = identities.map(({ network, networkId }) => printOf(key, 'author', network, networkId));
  return {
    // Of the row and not of the name: should the same person write again and be erased again, nothing shows that they are one.
    identities: identities.map(({ id }) => ({
      id,
      networkId: `erased:${id}`,
      handle: `erased-${id.slice(-6)}`,
    })),
    prints: [
      ...names
        .entries()
        .map(({ network, name }) => ({ print: printOf(key, 'name', network, name), until: null })),
      ...people.map((print) => ({ print, until: at })),
    ],
  };
}

/** What stands for a name; the name itself where it is nobody's who is erased. */
type StandIn = (network: string, name: string) => string;

const standIns =
  (key: string, names: NameBook): StandIn =>
  (network, name) =>
    names.has(network, name) ? standInFor(printOf(key, 'name', network, name)) : name;

function renamedPost(post: NamedPost, of: StandIn): RenamedPost[] {
  const orNull = (name: string | null) => (name === null ? null : of(post.network, name));
  const { id, networkId, thread, parentNetworkId, quotedNetworkId } = post;
  const after = {
    id,
    networkId: of(post.network, networkId),
    thread: of(post.network, thread),
    parentNetworkId: orNull(parentNetworkId),
    quotedNetworkId: orNull(quotedNetworkId),
  };
  const same =
    after.networkId === networkId &&
    after.thread === thread &&
    after.parentNetworkId === parentNetworkId &&
    after.quotedNetworkId === quotedNetworkId;
  return same ? [] : [after];
}
