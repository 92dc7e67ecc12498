import { z } from 'zod';
import { abuseReasons } from '../../domain/abuse.ts';
import { caseStates } from '../../domain/case.ts';
import { networks } from '../../domain/network.ts';
import { usualPage } from '../../domain/queue.ts';
import { replyStates } from '../../domain/reply.ts';
import { threats } from '../../domain/threat.ts';
import { id, instant } from './fields.ts';
import { CaseFilterInput } from './filters.ts';
import { MoveView } from './moves.ts';
import { HiddenPostView, WatchNoteView } from './watchOuts.ts';

/** That an author is blocked, and until when (null: until somebody lifts it); null where they are not, or not any more. A screen that stays open looks at the time itself. */
const BlockView = z.object({ until: instant.nullable() }).nullable();

/** One line of the list. */
export const CaseRow = z.object({
  id,
  number: z.number().int(),
  state: z.enum(caseStates),
  stateAt: instant,
  severity: z.number().int().min(0).max(4),
  vulnerable: z.boolean(),
  /** Somebody threatens to harm themselves or others: it stands before all other cases. */
  threat: z.enum(threats).nullable(),
  tier: z.number().int().nullable(),
  dueAt: instant.nullable(),
  waitingSince: instant.nullable(),
  owner: z.object({ id, name: z.string() }).nullable(),
  /** The team in whose queue it stands. */
  team: z.object({ id, name: z.string() }).nullable(),
  tags: z.array(z.string()),
  /** `protected`: name and handle are a stand-in, and who it is only members read who are named for it. */
  author: z.object({ name: z.string(), handle: z.string(), protected: z.boolean() }),
  network: z.enum(networks),
  visibility: z.enum(['public', 'direct']),
  institution: z.string(),
  unit: z.object({ id, name: z.string() }).nullable(),
  /** The beginning (240 characters) of the author's last post; null once its author deleted it. */
  words: z.string().nullable(),
  /** Why that post was found abusive: it is folded. */
  abusive: z.enum(abuseReasons).nullable(),
  /** A supervisor blocked the author: their words are folded, the case stands where it stood. */
  blocked: BlockView,
  language: z.string().nullable(),
  inboundPosts: z.number().int(),
  lastInboundAt: instant.nullable(),
  /** It has an answer of ours. */
  answered: z.boolean(),
  sequence: z.number().int(),
  /** It is part of another case, which holds its conversations now: no list shows it. */
  merged: z.boolean(),
  /** Others say the same: the campaign it belongs to, how many posts have said it, and whether another of its cases stands for this one in the queue. */
  alike: z.object({ campaign: id, posts: z.number().int(), folded: z.boolean() }).nullable(),
});

/** `team`: the queues of the teams in `teams` of GET /api/me. */
export const views = ['queue', 'mine', 'team', 'unowned', 'waiting_author', 'resolved', 'all'] as const;
/** GET /api/cases?view=&after=&limit=, narrowed by any of CaseFilterInput; `after` is the `next` of the page before. */
export const CasePageQuery = CaseFilterInput.extend({
  view: z.enum(views).default('queue'),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(usualPage),
});
export const CasePage = z.object({
  rows: z.array(CaseRow),
  next: z.string().nullable(),
  /** 10,000 cases of a narrowed view were looked through, and more may follow under `next`. */
  cut: z.boolean(),
  sequence: z.number().int(),
});
/** GET /api/cases/counts: counted up to 1,000 and no further. */
export const CaseCounts = z.record(z.enum(views), z.number().int());

export const MediaView = z.object({
  kind: z.enum(['image', 'video', 'link', 'other']),
  /** Our own address (/api/media/...), never the network's; null while it cannot be shown. */
  address: z.string().nullable(),
  alt: z.string().nullable(),
  /** A file that came with the post: its name and size in bytes. What is no picture is handed out as a download. */
  file: z.object({ name: z.string(), bytes: z.number().int() }).nullable(),
  /** A recording, which is played from that address. */
  plays: z.boolean(),
});

/** A telephone call: seconds spoken and on hold, each null while it is not known; `abandoned`: nobody took it; `promised`: calling back was promised; `callAt`: when the author is best called. */
export const PhoneCallView = z
  .object({
    seconds: z.number().int().nullable(),
    heldSeconds: z.number().int().nullable(),
    abandoned: z.boolean().nullable(),
    recorded: z.boolean(),
    promised: z.boolean(),
    callAt: instant.nullable(),
  })
  .nullable();

export const PostView = z.object({
  id,
  network: z.enum(networks),
  networkId: z.string(),
  thread: z.string(),
  /** Posts of one conversation are of one author in one thread; null while nobody can tell whose it is. */
  conversationId: id.nullable(),
  direction: z.enum(['inbound', 'house']),
  visibility: z.enum(['public', 'direct']),
  hearing: z.string(),
  by: z.object({
    name: z.string(),
    handle: z.string(),
    protected: z.boolean(),
    member: z.string().nullable(),
  }),
  /** Null when deleted. */
  text: z.string().nullable(),
  language: z.string().nullable(),
  media: z.array(MediaView),
  call: PhoneCallView,
  at: instant,
  heardAt: instant,
  heardBy: z.array(z.string()),
  editedAt: instant.nullable(),
  deletedAt: instant.nullable(),
  /** What its author deleted, in GET /api/cases/:id only, until the term of its network is over. */
  deletedWords: z.object({ text: z.string(), until: instant }).nullable(),
  /** Since when its words are gone here: its author was erased, or it was kept long enough. */
  erasedAt: instant.nullable(),
  /** A program wrote it (an absence note, say). */
  automatic: z.boolean(),
  /** An answer of ours that came back: since when. */
  bouncedAt: instant.nullable(),
  /** Why a member found it abusive: it is folded. */
  abusive: z.enum(abuseReasons).nullable(),
  /** Its author is blocked: it is folded, too. */
  blocked: BlockView,
  /** A member marked it as praise of somebody. */
  praise: z
    .object({
      member: z.object({ id, name: z.string() }).nullable(),
      team: z.object({ id, name: z.string() }).nullable(),
      by: z.string(),
    })
    .nullable(),
  /** The post on the network, where it has a public page. */
  pageAddress: z.string().nullable(),
});

export const PermissionView = z.object({
  mode: z.enum(['public', 'direct']),
  accountId: id,
  accountHandle: z.string(),
  institution: z.string(),
  allowed: z.boolean(),
  reason: z.string().nullable(),
  until: instant.nullable(),
  /** Characters as people see them, unless `weighted` says that the network weighs them (domain/weightedLength.ts). */
  graphemes: z.number().int(),
  weighted: z.boolean(),
  bytes: z.number().int(),
  /** So many SMS at most; null where the network does not count in them. */
  parts: z.number().int().nullable(),
  /** Of the reply; of each SMS where it is counted in them. */
  price: z.object({ micros: z.number().int(), currency: z.string() }).nullable(),
  attachments: z
    .object({ most: z.number().int(), types: z.array(z.string()), mostBytes: z.number().int() })
    .nullable(),
  /** What the writer must know before sending; null where there is nothing. */
  note: z.string().nullable(),
  /** Not allowed by a program, but by a person on this page of the network; null elsewhere. */
  byHand: z.string().nullable(),
});

export const AttachmentInput = z.object({ mediaId: id, alt: z.string().max(2000) });

export const ReplyView = z.object({
  id,
  state: z.enum(replyStates),
  stateAt: instant,
  mode: z.enum(['public', 'direct']),
  text: z.string(),
  attachments: z.array(AttachmentInput.extend({ address: z.string() })),
  member: z.object({ id, name: z.string() }),
  postId: id.nullable(),
  accountId: id.nullable(),
  /** When it leaves: the end of the undo, or the time the network named. */
  sendAt: instant.nullable(),
  /** Why refused, later or unknown: a safe sentence. */
  reason: z.string().nullable(),
  networkId: z.string().nullable(),
});

export const HistoryView = z.object({
  sequence: z.number().int(),
  at: instant,
  actor: z.object({ id, name: z.string() }).nullable(),
  /** The name of the automation rule that did it. */
  rule: z.string().nullable(),
  action: z.string(),
  caseId: id.nullable(),
  subjectId: id.nullable(),
  particulars: z.record(z.string(), z.unknown()),
});

/** A merge put `from` into `into`; a split made `into` of conversations of `from`. */
export const RearrangementView = z.object({
  id,
  kind: z.enum(['merge', 'split']),
  from: z.object({ id, number: z.number().int() }),
  into: z.object({ id, number: z.number().int() }),
  at: instant,
});
/** POST /api/cases/:id/merge: puts the case `from` into this one. POST /api/rearrangements/:id/undo takes it back. */
export const MergeInput = z.object({ from: id });
export const Merged = z.object({ rearrangementId: id });
/** POST /api/cases/:id/split: makes a case of its own of these conversations. */
export const SplitInput = z.object({ conversations: z.array(id).min(1).max(200) });
export const Split = z.object({ caseId: id, rearrangementId: id });

/** GET /api/cases/:id */
export const CaseView = z.object({
  row: CaseRow,
  author: z.object({
    id,
    identities: z.array(
      z.object({ network: z.enum(networks), handle: z.string(), name: z.string().nullable() }),
    ),
    languages: z.array(z.string()),
    /** In the author's own words, latest first: for those who work on the case, never shown elsewhere. */
    howToReach: z.array(z.string()),
    firstHeardAt: instant,
    /** Since when nothing is known of the author any more. */
    erasedAt: instant.nullable(),
    /** Who a member said are the same person, each with the id by which it is taken back. */
    joins: z.array(z.object({ id, name: z.string() })),
    /** Who said that the author must not be written to, and why. */
    /** `by` is null where the author asked for it. */
    doNotContact: z.object({ at: instant, by: z.string().nullable(), reason: z.string() }).nullable(),
    /** Who may read the names of a protected author; POST /api/cases/:id/identity shows them. Null where the author is not protected. */
    protected: z
      .object({ at: instant, by: z.string(), readers: z.array(z.object({ id, name: z.string() })) })
      .nullable(),
    /** Who blocked the author, until when (null: until somebody lifts it), and why. */
    blocked: z
      .object({ at: instant, until: instant.nullable(), by: z.string(), reason: z.string() })
      .nullable(),
    pastCases: z.array(
      z.object({
        id,
        number: z.number().int(),
        state: z.enum(caseStates),
        words: z.string().nullable(),
        abusive: z.enum(abuseReasons).nullable(),
        blocked: BlockView,
        at: instant,
      }),
    ),
  }),
  /** Oldest first; at most the last 50. */
  posts: z.array(PostView),
  /** Which posts were on an executive's own screen, and when first. */
  seen: z.array(z.object({ postId: id, by: z.string(), at: instant })),
  /** GET /api/cases/:id/posts has those before. */
  morePosts: z.boolean(),
  replies: z.array(ReplyView),
  notes: z.array(z.object({ id, text: z.string(), at: instant, member: z.object({ id, name: z.string() }) })),
  /** Oldest first; at most the last 50 facts. */
  history: z.array(HistoryView),
  /** GET /api/cases/:id/history has those before. */
  moreHistory: z.boolean(),
  /** For the post that would be answered: the last inbound one. */
  answering: id.nullable(),
  permissions: z.array(PermissionView),
  /** Approved texts that automation rules suggest for the next answer, each with the name of its rule. */
  suggested: z.array(z.object({ textId: id, title: z.string(), text: z.string(), rule: z.string() })),
  claim: z.object({ member: z.object({ id, name: z.string() }), until: instant }).nullable(),
  present: z.array(z.object({ id, name: z.string(), writing: z.boolean() })),
  draft: ReplyView.nullable(),
  /** The case that holds this one's conversations now. */
  mergedInto: z.object({ id, number: z.number().int() }).nullable(),
  /** What was put together or taken apart and can be taken back, latest first. */
  rearrangements: z.array(RearrangementView),
  /** The private page that the author has; null where there is none. */
  link: z.object({ madeAt: instant, hasPin: z.boolean(), revokedAt: instant.nullable() }).nullable(),
  /** How it moved to private, oldest first. */
  moves: z.array(MoveView),
  /** Accounts that answered the author as if they were us, or that write here themselves. */
  watchOuts: z.array(WatchNoteView),
  /** What we hid of the posts of others, oldest first. */
  hidden: z.array(HiddenPostView),
  /** Networks of the posts on which a post of somebody else can be hidden, or only deleted. */
  hiding: z.array(z.object({ network: z.enum(networks), way: z.enum(['hidden', 'deleted']) })),
  sequence: z.number().int(),
});

/** POST /api/cases/:id/same-author: its author and that of the case with this number are one person. POST /api/author-joins/:id/undo takes it back. */
export const SameAuthorInput = z.object({ caseNumber: z.number().int().min(1) });
export const SameAuthor = z.object({ joinId: id });
/** PUT /api/cases/:id/do-not-contact: why its author must not be written to; null takes it back. */
export const DoNotContactInput = z.object({ reason: z.string().trim().min(1).max(500).nullable() });
/** GET /api/cases/by-number/:number */
export const CaseNumber = z.object({ number: z.coerce.number().int().min(1) });

/** GET /api/cases/:id/permissions?postId=: what the network permits for this post of the case. */
export const PermissionsQuery = z.object({ postId: id });

/** PUT /api/cases/:id/draft: kept as it is typed; an empty text drops it. Answers ReplyView or null. */
export const DraftInput = z.object({
  text: z.string().max(20_000),
  mode: z.enum(['public', 'direct']),
  postId: id,
  accountId: id,
  attachments: z.array(AttachmentInput).max(10).default([]),
});
/** POST /api/replies/:id/withdraw (the undo, or giving up), /retry (refused, later), /resolve-unknown { wentOut }. Each answers ReplyView. */
export const ResolveUnknownInput = z.object({ wentOut: z.boolean() });
/** POST /api/media (body: the file; header content-type) */
export const UploadView = z.object({
  mediaId: id,
  address: z.string(),
  type: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
});

/** GET /api/search?q=&before=, narrowed by any of CaseFilterInput; without `q` it is narrowed by at least one. */
export const SearchQuery = CaseFilterInput.extend({
  q: z.string().trim().max(200).default(''),
  before: instant.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const SearchPage = z.object({
  hits: z.array(
    z.object({
      post: PostView,
      caseId: id.nullable(),
      caseNumber: z.number().int().nullable(),
      caseState: z.enum(caseStates).nullable(),
    }),
  ),
  next: instant.nullable(),
  /** 5,000 posts of a narrowed search were looked through, and more may follow before `next`. */
  cut: z.boolean(),
});

/**
 * GET /api/events?after=<sequence> (text/event-stream). `event: history` with id = last sequence and data = Events;
 * `event: presence` with PresenceEvent; `event: alive` every 15 s; `event: away` when the database does not answer, until the next `alive`. Resumes from Last-Event-ID or `after` without a gap or a double.
 */
export const Events = z.object({
  from: z.number().int(),
  to: z.number().int(),
  facts: z.array(HistoryView),
  rows: z.array(CaseRow),
});
export const PresenceEvent = z.object({
  caseId: id,
  present: z.array(z.object({ id, name: z.string(), writing: z.boolean() })),
});

export type CaseRow = z.infer<typeof CaseRow>;
export type CasePage = z.infer<typeof CasePage>;
export type CaseView = z.infer<typeof CaseView>;
export type PostView = z.infer<typeof PostView>;
export type ReplyView = z.infer<typeof ReplyView>;
export type HistoryView = z.infer<typeof HistoryView>;
export type PermissionView = z.infer<typeof PermissionView>;
export type Events = z.infer<typeof Events>;
export type RearrangementView = z.infer<typeof RearrangementView>;
export type SearchPage = z.infer<typeof SearchPage>;
export type View = (typeof views)[number];
