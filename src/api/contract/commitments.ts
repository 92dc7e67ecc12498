import { z } from 'zod';
import { commitmentListings, standings } from '../../domain/commitment.ts';
import { id, instant } from './fields.ts';

const words = z.string().max(2_000);
const saysWhether = z.enum(['yes', 'no']);

/**
 * What an answer promises, sent with it: `made`: a promise of what, by when and by whom; `renewed`: a new date for one that stands; `none`: its writer says that it promises nothing. It stands
 * once the answer has left.
 */
export const ReplyPromise = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made'), what: words, dueAt: instant, ownerId: id }),
  z.object({ kind: z.literal('renewed'), commitmentId: id, dueAt: instant }),
  z.object({ kind: z.literal('none') }),
]);

/** POST /api/promises/read: what an answer that is being typed promises. */
export const ReadPromiseInput = z.object({ text: z.string().max(20_000) });
/** Null: no promise was found. */
export const FoundPromise = z
  .object({
    /** The sentence that promises. */
    sentence: z.string(),
    /** When it is due, as its words say; null for a promise without a date: "soon", "we are working on it". */
    dueAt: instant.nullable(),
    /** Who is to keep it, where the words name somebody other than the house and whoever writes. */
    named: z.string().nullable(),
    /** False where it may as well be none: nobody has to say anything then. */
    sure: z.boolean(),
  })
  .nullable();

/** A promise made to an author. */
export const CommitmentView = z.object({
  id,
  caseId: id,
  /** Null once its words were erased. */
  what: z.string().nullable(),
  ownerId: id,
  ownerName: z.string(),
  madeAt: instant,
  dueAt: instant,
  standing: z.enum(standings),
  /** When it was kept or broken. */
  endedAt: instant.nullable(),
  /** Its author said that it was kept. */
  confirmed: z.boolean(),
  /** How often its author was told a new date in time. */
  renewals: z.number().int(),
  /** The first date that passed. */
  lateSince: instant.nullable(),
  /** Its author asked that it is not shown in public. */
  hidden: z.boolean(),
  /** They said so themselves, and only they show it again. */
  hiddenByAuthor: z.boolean(),
  /** What shows that it was kept, or why it will not be; null where nobody said, or it was erased. */
  evidence: z.string().nullable(),
  /** Its author was asked whether it happened, in an answer of ours; null where they were not, or where it is known. */
  asked: z
    .object({
      at: instant,
      /** What they wrote after it, while nobody has said what it means; `says` is null where the words do not say it plainly. A member says what it means. */
      answer: z
        .object({
          postId: id,
          revision: z.string(),
          at: instant,
          text: z.string(),
          says: saysWhether.nullable(),
        })
        .nullable(),
    })
    .nullable(),
});

/** PUT /api/commitments/:id/author-said: a member reads in a post of the author, written after the question, that it happened (the promise is confirmed) or did not (it is open again). `revision`: the version of the post that they read. */
export const AuthorSaidInput = z.object({ postId: id, revision: z.string().max(200), says: saysWhether });

/** GET /api/commitments: the ledger inside. `list`: what is open and not due yet, or late, by when it is due; what was kept or broken, the last first. `tag`: a topic or tag of the case. */
export const CommitmentsQuery = z.object({
  list: z.enum(commitmentListings).default('open'),
  owner: id.optional(),
  team: id.optional(),
  tag: z.string().max(200).optional(),
  /** `next` of the page before. */
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CommitmentsPage = z.object({
  rows: z.array(
    CommitmentView.extend({ caseNumber: z.number().int(), institution: z.string(), page: z.string() }),
  ),
  /** Of all that fit, whichever list is asked for. */
  ledger: z.object({
    made: z.number().int(),
    keptOnTime: z.number().int(),
    keptLate: z.number().int(),
    broken: z.number().int(),
    open: z.number().int(),
    late: z.number().int(),
    renewed: z.number().int(),
  }),
  next: z.string().nullable(),
});
export type CommitmentsPage = z.infer<typeof CommitmentsPage>;

/** POST /api/cases/:id/commitments: what a post of ours promises, wherever that was written. */
export const CommitmentInput = z.object({ postId: id, what: words, dueAt: instant, ownerId: id });
/** PUT /api/commitments/:id/kept: by what it is seen. PUT /api/commitments/:id/broken: why. */
export const EvidenceInput = z.object({ evidence: words });
/** POST /api/cases/:id/resolve?promises=stay: what was promised in it and is open stays to be kept. Without it such a case is not resolved (`promises_open`). */
export const ResolveQuery = z.object({ promises: z.literal('stay').optional() });
/** PUT /api/commitments/:id/owner. */
export const OwnerInput = z.object({ ownerId: id });
/** PUT /api/commitments/:id/shown: false takes it from the public page. */
export const ShownInput = z.object({ shown: z.boolean() });

export type ReplyPromise = z.infer<typeof ReplyPromise>;
export type FoundPromise = z.infer<typeof FoundPromise>;
export type CommitmentView = z.infer<typeof CommitmentView>;
