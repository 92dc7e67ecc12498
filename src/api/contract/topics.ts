import { z } from 'zod';
import { packLanguages } from '../../domain/topic.ts';
import { id, instant } from './fields.ts';

const Lines = z.array(z.string().trim().min(1).max(2_000));

/** GET /api/topics: those in use, by name. */
export const TopicView = z.object({
  id,
  name: z.string(),
  /** The same in other languages. */
  names: z.array(z.string()),
  /** Sentences as people write them. */
  examples: z.array(z.string()),
  /** Posts from which it is learned since members said that they belong to it or do not, the latest 500. */
  learned: z.number().int(),
  /** Said by whoever changes it: an older one is refused. */
  version: z.number().int(),
  changedAt: instant,
});
/** POST /api/topics; PUT /api/topics/:id with the version that was read; DELETE /api/topics/:id takes it out of use. */
export const TopicInput = z.object({
  name: z.string().trim().min(1).max(200),
  names: Lines.max(100),
  examples: Lines.max(1_000),
});
export const TopicChange = TopicInput.extend({ version: z.number().int().min(1).max(2_147_483_647) });
export const TopicKept = z.object({ id });

/** GET /api/topic-packs: topics to begin with, by sector; "any" fits every one. */
export const TopicPackView = z.object({
  sector: z.string(),
  topics: z.array(
    z.object({ names: z.object({ eng: z.string(), fra: z.string(), swa: z.string(), kin: z.string() }) }),
  ),
});
/** POST /api/topic-packs: takes the topics of one, named in this language; those whose names are in use are left out. */
export const TakePackInput = z.object({ sector: z.string().min(1).max(40), language: z.enum(packLanguages) });
export const PackTaken = z.object({ added: z.number().int() });

/** POST /api/topics/try: what would be found in this. */
export const TryTopicsInput = z.object({ text: z.string().trim().min(1).max(2_000) });
export const TriedTopics = z.object({
  found: z.array(
    z.object({
      id,
      name: z.string(),
      /** 1 to 100. */
      sure: z.number().int(),
      /** Where the words stand that spoke for it. */
      because: z.array(z.tuple([z.number().int(), z.number().int()])),
      /** It is so sure that the case of such a post gets it as a tag. */
      names: z.boolean(),
    }),
  ),
});

export type TopicView = z.infer<typeof TopicView>;
export type TopicInput = z.infer<typeof TopicInput>;
export type TopicChange = z.infer<typeof TopicChange>;
export type TopicPackView = z.infer<typeof TopicPackView>;
export type TakePackInput = z.infer<typeof TakePackInput>;
export type TryTopicsInput = z.infer<typeof TryTopicsInput>;
export type TriedTopics = z.infer<typeof TriedTopics>;
