/** The networks that a post can come from. A channel must exist for each: `channels/networks.ts` does not compile otherwise. */
export const networks = [
  'bluesky',
  'x',
  'mastodon',
  'whatsapp',
  'sms',
  'phone',
  'email',
  'archive',
  'form',
  'letter',
  'visit',
  'own',
  'demonstration',
] as const;

export type Network = (typeof networks)[number];

/** True when the text names a network of ours. */
export function isNetwork(text: string): text is Network {
  return (networks as readonly string[]).includes(text);
}
