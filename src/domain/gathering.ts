import { type DeliveryNews, standingNews } from './delivery.ts';
import { type Heard, type HeardPost, isNamed } from './post.ts';

/** One raw item after `normalise`. */
export interface TakenItem {
  rawId: number;
  accountId: string;
  heardAt: Date;
  heard: Heard;
}

/** All that a batch says about one post. */
export interface GatheredPost {
  post: HeardPost;
  rawId: number;
  accountId: string;
  heardAt: Date;
  /** Every item that carried a version of it, the first one included. */
  carriers: { rawId: number; accountId: string; revision: string }[];
}

export interface GatheredDeletion {
  network: HeardPost['network'];
  networkId: string;
  at: Date;
  /** Every item that said so. */
  carriers: { rawId: number; accountId: string }[];
}

export interface Gathered {
  posts: GatheredPost[];
  deletions: GatheredDeletion[];
  /** What stands of all news about one post of ours, once per post. */
  deliveries: DeliveryNews[];
  /** Every item that brought such news. */
  told: { rawId: number; accountId: string }[];
  ignored: { rawId: number; accountId: string }[];
  unreadable: { rawId: number; accountId: string; reason: string }[];
}

/** The name under which a post is one post. */
export function postKey(network: string, networkId: string): string {
  return `${network} ${networkId}`;
}

/**
 * Gathers a batch by post: doubles fall together, the latest revision wins whatever the order of arrival, and a deletion stands beside the
 * versions it ends. Pure; the order of the result is the order of first appearance.
 */
export function gather(items: readonly TakenItem[]): Gathered {
  const posts = new Map<string, GatheredPost>();
  const deletions = new Map<string, GatheredDeletion>();
  const deliveries = new Map<string, DeliveryNews>();
  const gathered = nothingGathered();
  for (const { rawId, accountId, heardAt, heard } of items) {
    if (heard.kind === 'ignored') gathered.ignored.push({ rawId, accountId });
    else if (heard.kind === 'delivery') {
      gathered.told.push({ rawId, accountId });
      addNews(deliveries, heard);
    } else if (heard.kind === 'unreadable')
      gathered.unreadable.push({ rawId, accountId, reason: heard.reason });
    else if (heard.kind === 'deleted') addDeletion(deletions, heard, { rawId, accountId });
    else addVersion(posts, { rawId, accountId, heardAt, post: heard.post });
  }
  gathered.posts = [...posts.values()];
  gathered.deletions = [...deletions.values()];
  gathered.deliveries = [...deliveries.values()];
  return gathered;
}

const nothingGathered = (): Gathered => ({
  posts: [],
  deletions: [],
  deliveries: [],
  told: [],
  ignored: [],
  unreadable: [],
});

function addNews(
  deliveries: Map<string, DeliveryNews>,
  { network, networkId, status, at, reason, key: sentWith }: DeliveryNews,
): void {
  const key = postKey(network, networkId);
  const news = {
    network,
    networkId,
    status,
    at,
    reason,
    ...(sentWith === undefined ? {} : { key: sentWith }),
  };
  const known = deliveries.get(key);
  deliveries.set(key, known === undefined ? news : standingNews(known, news));
}

function addDeletion(
  deletions: Map<string, GatheredDeletion>,
  heard: Pick<GatheredDeletion, 'network' | 'networkId' | 'at'>,
  carrier: { rawId: number; accountId: string },
): void {
  const { network, networkId, at } = heard;
  const key = postKey(network, networkId);
  const known = deletions.get(key);
  if (known !== undefined) known.carriers.push(carrier);
  else deletions.set(key, { network, networkId, at, carriers: [carrier] });
}

function addVersion(
  posts: Map<string, GatheredPost>,
  version: { rawId: number; accountId: string; heardAt: Date; post: HeardPost },
): void {
  const { post, rawId, accountId, heardAt } = version;
  const key = postKey(post.network, post.networkId);
  const known = posts.get(key);
  const carrier = { rawId, accountId, revision: post.revision };
  if (known === undefined) {
    posts.set(key, { post, rawId, accountId, heardAt, carriers: [carrier] });
    return;
  }
  known.carriers.push(carrier);
  const named = [known.post.by, post.by].find(isNamed);
  if (post.revision > known.post.revision) known.post = { ...post, hearing: known.post.hearing };
  // One of several sources may not have known the author's name.
  if (named !== undefined && !isNamed(known.post.by)) known.post = { ...known.post, by: named };
}

/**
 * Whose conversation each post belongs to, by the author's id on the network. A house post that answers ourselves is followed up its parents, first
 * within the batch, then by what the store knows (`known`: network id of a post -> author of its conversation). Null: not to be told yet.
 */
export function conversationAuthors(
  posts: readonly HeardPost[],
  known: ReadonlyMap<string, string>,
): Map<string, string | null> {
  const byKey = new Map(posts.map((post) => [postKey(post.network, post.networkId), post]));
  const found = new Map<string, string | null>();
  for (const post of posts) follow(post, byKey, known, found);
  return found;
}

function follow(
  start: HeardPost,
  byKey: ReadonlyMap<string, HeardPost>,
  known: ReadonlyMap<string, string>,
  found: Map<string, string | null>,
): void {
  const trail: string[] = [];
  let author: string | null = null;
  let post: HeardPost | undefined = start;
  while (post !== undefined) {
    const key = postKey(post.network, post.networkId);
    const settled = found.get(key);
    if (settled !== undefined) {
      author = settled;
      break;
    }
    if (trail.includes(key)) break;
    trail.push(key);
    if (post.conversationWith !== null) {
      author = post.conversationWith;
      break;
    }
    if (post.parentNetworkId === null) break;
    const parent: string = postKey(post.network, post.parentNetworkId);
    const stored = known.get(parent);
    if (stored !== undefined) {
      author = stored;
      break;
    }
    post = byKey.get(parent);
  }
  for (const key of trail) found.set(key, author);
}
