import { z } from 'zod';
import { id, instant } from './fields.ts';

/** GET /api/texts: approved texts in use, by topic and title. */
export const TextView = z.object({
  id,
  title: z.string(),
  topic: z.string(),
  language: z.string().nullable(),
  text: z.string(),
  owner: z.object({ id, name: z.string() }),
  reviewOn: z.iso.date(),
  changedAt: instant,
});
/** POST /api/texts; PUT /api/texts/:id; DELETE /api/texts/:id takes it out of use. */
export const TextInput = z.object({
  title: z.string().trim().min(1).max(120),
  topic: z.string().trim().min(1).max(60),
  language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,8}$/)
    .nullable(),
  text: z.string().trim().min(1).max(5_000),
  ownerId: id,
  reviewOn: z.iso.date(),
});
export const TextKept = z.object({ id });

export type TextView = z.infer<typeof TextView>;
export type TextInput = z.infer<typeof TextInput>;
