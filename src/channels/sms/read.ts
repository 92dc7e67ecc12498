/** What lies between a saved item and a post: the item checked, and what the reader of its provider makes of it. */
import { z } from 'zod';
import type { Media } from '../../domain/post.ts';
import { providers } from './payload.ts';

/** An item as it was saved, with its instant read. */
export const Item = z.object({
  provider: z.enum(providers),
  form: z.enum(['message', 'delivery', 'ussd']),
  at: z.iso.datetime(),
  prefix: z.string().max(5),
  fields: z.record(z.string(), z.string()),
});
export type Item = Omit<z.infer<typeof Item>, 'at'> & { at: Date };

/** What the reader of one provider makes of an item. */
export type Read =
  | { kind: 'message'; id: string; from: string; to: string; text: string; at: Date; media?: Media[] }
  | { kind: 'news'; id: string; status: 'failed' | 'delayed' | 'delivered'; reason: string | null }
  | { kind: 'ignored'; reason: string }
  | { kind: 'unreadable'; reason: string };
