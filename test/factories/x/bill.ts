/** What X would charge: a price list of the double's own, typed from X's pages "Pricing" and "X Activity API event pricing" of August 2026. Nothing of the product is used. */

/** US dollars. */
const list = {
  ownedRead: '0.001',
  postsRead: '0.005',
  profile: '0.010',
  dmEventRead: '0.010',
  contentCreate: '0.015',
  contentCreateWithUrl: '0.200',
  summonedReply: '0.010',
  dmCreate: '0.015',
  interactionDelete: '0.010',
  mediaMetadata: '0.005',
  'post.create': '0.005',
  'post.mention.create': '0.005',
  'post.reply.create': '0.005',
  'post.quote.create': '0.005',
  'dm.received': '0.010',
  'chat.received': '0.010',
} as const;

export type Item = keyof typeof list;

const millionths = (dollars: string): number => Math.round(Number(dollars) * 1_000_000);

export class Bill {
  readonly lines = new Map<Item, number>();
  readonly #charged = new Set<string>();

  /** Once for each request. */
  add(item: Item): void {
    this.lines.set(item, (this.lines.get(item) ?? 0) + 1);
  }

  /** Once a UTC day for the same thing. */
  addOnce(item: Item, what: string, now: Date): void {
    const name = `${now.toISOString().slice(0, 10)} ${what}`;
    if (this.#charged.has(name)) return;
    this.#charged.add(name);
    this.add(item);
  }

  /** In millionths of a dollar. */
  total(): number {
    return [...this.lines].reduce((sum, [item, count]) => sum + count * millionths(list[item]), 0);
  }
}

/** An event that is not on the list is not billed. */
export function billedEvent(type: string): Item | null {
  return type in list ? (type as Item) : null;
}
