import { z } from 'zod';
import { id, instant } from './fields.ts';

/** GET /api/units */
export const UnitView = z.object({
  id,
  institutionId: id,
  name: z.string(),
  /** What it is, in the institution's own words: clinic, depot, branch. */
  kind: z.string(),
  retiredAt: instant.nullable(),
});
const unitName = z.string().trim().min(1).max(200);
const unitKind = z.string().trim().max(60);
/** POST /api/units, PATCH /api/units/:id (`retired` false takes it into use again) */
export const UnitInput = z.object({ institutionId: id, name: unitName, kind: unitKind.default('') });
export const UnitPatch = z.object({
  name: unitName.optional(),
  kind: unitKind.optional(),
  retired: z.boolean().optional(),
});
/** POST /api/cases/:id/unit; answers CaseRow */
export const CaseUnitInput = z.object({ unitId: id.nullable() });

/** GET /api/forms: the public forms, each a connected account. */
export const FormView = z.object({
  /** The account's. */
  id,
  institutionId: id,
  institution: z.string(),
  slug: z.string(),
  /** Where it is: our own address and the path. */
  address: z.string(),
  title: z.string(),
  intro: z.string(),
  topics: z.array(z.string()),
  language: z.string(),
  unitId: id.nullable(),
  /** False while it takes nothing new; what was sent is still answered. */
  open: z.boolean(),
});
const words = {
  title: z.string().trim().min(1).max(120),
  intro: z.string().trim().max(1_000),
  topics: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(80)
        .regex(/^[^\n]*$/),
    )
    .max(30),
  language: z.string().regex(/^[a-z]{2,3}$/),
  unitId: id.nullable(),
};
/** POST /api/forms */
export const FormInput = z.object({
  institutionId: id,
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/, 'use small letters, digits and hyphens'),
  title: words.title,
  intro: words.intro.default(''),
  topics: words.topics.default([]),
  /** Left out: the organisation's. */
  language: words.language.optional(),
  unitId: words.unitId.default(null),
});
/** PATCH /api/forms/:id */
export const FormPatch = z.object({ ...words, open: z.boolean() }).partial();

/** POST /api/by-hand: logs a letter or a visit. `id` is made by whoever asks: asked twice it is logged once. */
export const ByHandInput = z.object({
  id,
  kind: z.enum(['letter', 'visit']),
  institutionId: id,
  unitId: id.nullable().default(null),
  receivedAt: instant,
  name: z.string().trim().max(100).default(''),
  howToReach: z.string().trim().max(300).default(''),
  text: z.string().trim().min(1).max(10_000),
  /** Of POST /api/media */
  mediaIds: z.array(id).max(10).default([]),
});

export type UnitView = z.infer<typeof UnitView>;
export type FormView = z.infer<typeof FormView>;
