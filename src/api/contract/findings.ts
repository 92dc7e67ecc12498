import { z } from 'zod';
import {
  aspectNames,
  kinds,
  nuisances,
  sentimentNames,
  severities,
  targetNames,
  vulnerabilities,
} from '../../domain/finding.ts';
import { privateKinds } from '../../domain/privateData.ts';
import { exactnesses, keepers, sayings } from '../../domain/saying.ts';
import { threats } from '../../domain/threat.ts';
import { id, instant } from './fields.ts';

/** Where the words stand that caused a finding: from and up to, in UTF-16 units of the post's text. */
const Because = z.array(z.tuple([z.number().int(), z.number().int()]));
const found = <Names extends readonly [string, ...string[]]>(names: Names) =>
  z.object({ name: z.enum(names), sure: z.number().int().min(0).max(100), because: Because });

/** What was found in a post; how sure, from 1 to 100. */
export const PostFindingView = z.object({
  /** ISO 639-3, "mixed", or "und" where nobody could tell. */
  language: z.object({ name: z.string(), sure: z.number().int(), because: Because }),
  kinds: z.array(found(kinds)),
  sentiment: found(sentimentNames).nullable(),
  /** From -100 to 100. */
  degree: z.number().int().min(-100).max(100).nullable(),
  /** Whom it means. */
  target: found(targetNames).nullable(),
  severity: found(severities).nullable(),
  vulnerable: z.array(found(vulnerabilities)),
  threats: z.array(found(threats)),
  places: z.array(
    z.object({
      place: z.string(),
      region: z.string(),
      country: z.string(),
      sure: z.number().int(),
      because: Because,
      from: z.enum(['text', 'home', 'network']),
    }),
  ),
  nuisances: z.array(found(nuisances)),
  /** What is private in it: where the post is public everybody can read it. */
  privates: z.array(found(privateKinds)),
  /** What a post of ours does. */
  says: z.array(found(sayings)),
  /** When what it promises is due, and how exact its words are. */
  promised: z.object({ due: instant, exact: z.enum(exactnesses), because: Because }).nullable(),
  /** Who is to keep it, and the words that name them. */
  owner: z.object({ by: z.enum(keepers), because: Because }).nullable(),
  /** What it is about: ids of topics. */
  topics: z.array(z.object({ name: z.string(), sure: z.number().int(), because: Because })),
});

/** A member's word: this is so, or is not. A language is an ISO 639-3 code, a place a region as it was found, a topic an id. */
const correction = {
  aspect: z.enum(aspectNames as [(typeof aspectNames)[number], ...(typeof aspectNames)[number][]]),
  name: z.string().min(1).max(80),
  so: z.boolean(),
};

/** GET /api/cases/:id/findings: of the case's last 200 posts those that were read. */
export const FindingsView = z.object({
  posts: z.array(
    z.object({
      postId: id,
      found: PostFindingView,
      /** What members said of it, oldest first; the latest word holds. */
      said: z.array(z.object({ id, ...correction, by: z.object({ id, name: z.string() }), at: instant })),
    }),
  ),
  /** What is offered to whoever answers somebody who may harm themselves; null where nothing is known. */
  helpline: z.string().nullable(),
  /** The names of the topics in use, and of those that were found or said and are in use no more. */
  topics: z.array(z.object({ id, name: z.string(), inUse: z.boolean() })),
});

/** POST /api/cases/:id/findings: says of a post that something is so, or is not. Answers CaseRow. */
export const CorrectionInput = z.object({ postId: id, ...correction });

/** GET /api/understanding */
export const UnderstandingView = z.object({
  /** Which models read now: the beginning of a hash of their files. */
  models: z.string(),
  /** Facts whose posts wait to be read. */
  behind: z.number().int(),
  since: instant,
  /** Posts that were read since then. */
  read: z.number().int(),
  /** What members contradicted since then: said though it was not found (`missed`), denied though it was (`wrong`). A topic stands with its name. */
  corrections: z.array(
    z.object({
      aspect: correction.aspect,
      name: z.string(),
      missed: z.number().int(),
      wrong: z.number().int(),
    }),
  ),
  /** What the models reach on posts that they never saw, and what they should. */
  figures: z.array(
    z.object({
      task: z.string(),
      of: z.string(),
      measure: z.string(),
      value: z.number(),
      target: z.number().nullable(),
      /** A false alarm rate: less is better. */
      atMost: z.boolean(),
    }),
  ),
  cards: z.array(z.object({ name: z.string(), title: z.string(), text: z.string() })),
  /** Members who are trained to answer threats. */
  answerers: z.array(z.object({ id, name: z.string() })),
  /** What the organisation offers to somebody who may harm themselves; null: what the program knows of its country. */
  helpline: z.string().nullable(),
});

/** PUT /api/understanding/threats: who is trained to answer threats, and what is offered to whoever may harm themselves (null: what the program knows of the country). */
export const ThreatsInput = z.object({
  memberIds: z.array(id).max(100),
  helpline: z.string().trim().min(1).max(500).nullable(),
});

export type FindingsView = z.infer<typeof FindingsView>;
export type CorrectionInput = z.infer<typeof CorrectionInput>;
export type UnderstandingView = z.infer<typeof UnderstandingView>;
export type ThreatsInput = z.infer<typeof ThreatsInput>;
