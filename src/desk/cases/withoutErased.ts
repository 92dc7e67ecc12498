/** What is heard late of an author who was erased: it is not taken in, and a thread of theirs in which others go on keeps the name that stands for it. */
import type { TakenItem } from '../../domain/gathering.ts';
import type { HeardPost } from '../../domain/post.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  findPrints,
  keyOfTheErased,
  type NameKind,
  type Print,
  printOf,
  standInFor,
} from '../../storage/erasedNames.ts';

/** The items, of which those are `ignored` that are of the erased. Costs one look at the organisation where nobody was erased. */
export async function withoutErased(
  tx: Tenant,
  organisationId: number,
  items: readonly TakenItem[],
): Promise<readonly TakenItem[]> {
  const key = await keyOfTheErased(tx, organisationId);
  if (key === null || items.length === 0) return items;
  const prints = printer(key);
  for (const item of items) for (const name of namesIn(item)) prints.of(name);
  const erased = await findPrints(tx, organisationId, prints.all());
  if (erased.size === 0) return items;
  const untilOf = (name: Name) => erased.get(prints.of(name).toString('hex'));
  return items.map((item): TakenItem => {
    if (isOfErased(item, untilOf)) return { ...item, heard: { kind: 'ignored', reason: 'erased' } };
    if (item.heard.kind !== 'post') return item;
    const { network } = item.heard.post;
    const standIn = (name: string) =>
      untilOf(['name', network, name]) === undefined ? name : standInFor(prints.of(['name', network, name]));
    return { ...item, heard: { kind: 'post', post: renamed(item.heard.post, standIn) } };
  });
}

type Name = [kind: NameKind, network: string, name: string];

/** Each print is made once for a batch. */
function printer(key: string): { of(name: Name): Print; all(): Print[] } {
  const made = new Map<string, Print>();
  return {
    of([kind, network, name]) {
      const known = made.get(`${kind} ${network} ${name}`);
      if (known !== undefined) return known;
      const print = printOf(key, kind, network, name);
      made.set(`${kind} ${network} ${name}`, print);
      return print;
    },
    all: () => [...made.values()],
  };
}

/** The names that an item holds. */
function namesIn({ heard }: TakenItem): Name[] {
  if (heard.kind === 'deleted') return [['name', heard.network, heard.networkId]];
  if (heard.kind !== 'post') return [];
  const { network, by, networkId, thread, parentNetworkId, quotedNetworkId } = heard.post;
  const names = [networkId, thread, parentNetworkId, quotedNetworkId].filter((name) => name !== null);
  return [['author', network, by.networkId], ...names.map((name): Name => ['name', network, name])];
}

/** True for a post that was erased, a later version of it or its deletion, and for whatever its author wrote until then. */
function isOfErased({ heard }: TakenItem, untilOf: (name: Name) => Date | null | undefined): boolean {
  if (heard.kind === 'deleted') return untilOf(['name', heard.network, heard.networkId]) !== undefined;
  if (heard.kind !== 'post') return false;
  const { network, networkId, by, at } = heard.post;
  if (untilOf(['name', network, networkId]) !== undefined) return true;
  const until = untilOf(['author', network, by.networkId]);
  return until != null && at <= until;
}

function renamed(post: HeardPost, standIn: (name: string) => string): HeardPost {
  const { thread, parentNetworkId, quotedNetworkId } = post;
  return {
    ...post,
    thread: standIn(thread),
    parentNetworkId: parentNetworkId === null ? null : standIn(parentNetworkId),
    quotedNetworkId: quotedNetworkId === null ? null : standIn(quotedNetworkId),
  };
}
