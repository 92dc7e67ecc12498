/** What the invented network says of a post: one line of its journal. */
import { z } from 'zod';

const name = z.string().min(1).max(200);

export const PublishedPost = z.object({
  id: name,
  /** Its thread's first post; its own id where it is the first. */
  thread: name,
  parent: name.nullable(),
  by: z.object({ id: name, handle: name, name: name.nullable() }),
  /** The accounts, by their ids on the network, that it is addressed to. */
  to: z.array(name).min(1).max(10),
  direct: z.boolean(),
  text: z.string().max(5_000),
  language: z.string().min(2).max(10).nullable(),
  at: z.iso.datetime(),
  followers: z.number().int().min(0),
  verified: z.boolean(),
  shares: z.number().int().min(0),
  /** Where in the told story it stands, in milliseconds; absent in what the story answers to somebody. */
  story: z.number().optional(),
});
export type PublishedPost = z.infer<typeof PublishedPost>;

/** An answer of ours, or an announcement, as the network keeps it. */
export const KeptReply = z.object({
  key: name,
  id: name,
  /** Our account that wrote it, by its id on the network. */
  from: name,
  thread: name.nullable(),
  /** The post that is answered, and who wrote that. */
  to: name.nullable(),
  toAuthor: name.nullable(),
  direct: z.boolean(),
  text: z.string(),
  at: z.iso.datetime(),
});
export type KeptReply = z.infer<typeof KeptReply>;
