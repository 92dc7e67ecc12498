/** What the desk saves as a raw item when a member logs a letter or a visit. */
import { z } from 'zod';

const picture = z.object({ address: z.string().min(1).max(200), type: z.string().min(1).max(60) });
const name = z.string().min(1).max(200);

export const ByHandItem = z.object({
  /** One letter or visit is one thread of one author. */
  thread: name,
  /** When it was received. */
  at: z.iso.datetime(),
  name: name.nullable(),
  unit: z.uuid().nullable(),
  text: z.string().max(20_000),
  language: z.string().min(2).max(10).nullable(),
  pictures: z.array(picture).max(10),
});
export type ByHandItem = z.infer<typeof ByHandItem>;
