/**
 * What X asks for, in millionths of a US dollar. Source: docs.x.com, pages "Pricing" and "X Activity API event pricing", as they read on 28 August 2026, with the change log
 * of 16 April 2026 (owned reads, posts with an address, summoned replies). X changes prices without notice: the current ones stand in its Developer Console.
 */
export const pricesRead = '2026-08-28';
export const currency = 'USD';

export const prices = {
  /** Each of our own posts, and each mention of us, in its timeline: read by the account's own app. */
  ownedRead: 1_000,
  /** Any other post: by a search or a stream. */
  postRead: 5_000,
  /** A profile: whose keys these are. */
  profileRead: 10_000,
  messageRead: 10_000,
  post: 15_000,
  /** A post that holds an address, whatever else it is. */
  postWithAddress: 200_000,
  /** An answer to a post that named or quoted us. */
  summonedReply: 10_000,
  message: 15_000,
  deletion: 10_000,
  /** X names no price for it: counted as the dearest of what is done to a post. */
  hiding: 15_000,
  pictureWords: 5_000,
} as const;

/** An event that the X Activity API delivers; what is not here costs nothing. */
export const eventPrices: Readonly<Record<string, number>> = {
  'post.create': 5_000,
  'post.mention.create': 5_000,
  'post.reply.create': 5_000,
  'post.quote.create': 5_000,
  'post.repost.create': 5_000,
  'like.create': 1_000,
  'chat.received': 10_000,
  'dm.received': 10_000,
};

/** What an event costs. */
export function eventPrice(type: string | null): number {
  return type === null ? 0 : (eventPrices[type] ?? 0);
}
