/** What the public form and the private page save as a raw item. Written by the desk, read by `normalise`: both know it from here. */
import { z } from 'zod';

/** Where a picture of ours is kept: `media.address`, never an address of the web. */
const picture = z.object({ address: z.string().min(1).max(200), type: z.string().min(1).max(60) });
const name = z.string().min(1).max(200);

export const FormItem = z.object({
  /** `first` opens the thread, `more` is written on the private page. */
  form: z.enum(['first', 'more']),
  id: name,
  thread: name,
  at: z.iso.datetime(),
  /** As typed; null where the author stays anonymous. */
  name: name.nullable(),
  topic: name.nullable(),
  place: name.nullable(),
  /** Our id. */
  unit: z.uuid().nullable(),
  text: z.string().max(20_000),
  language: z.string().min(2).max(10).nullable(),
  pictures: z.array(picture).max(10),
});
export type FormItem = z.infer<typeof FormItem>;
