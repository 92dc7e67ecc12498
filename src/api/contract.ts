/**
 * What the console and other programs may ask of the API, as schemas that the server validates with and types that the console imports.
 * Times are ISO 8601 instants. Errors are always `{ code, sentence }` with the status of domain/fault.ts.
 */
import { z } from 'zod';
import { caseStates } from '../domain/case.ts';
import { networks } from '../domain/network.ts';
import { replyStates } from '../domain/reply.ts';
import { roles } from '../domain/rights.ts';

export const instant = z.iso.datetime({ offset: true });
export const id = z.uuid();

export const ErrorBody = z.object({ code: z.string(), sentence: z.string() });

export const MemberView = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  signature: z.string().nullable(),
  leftAt: instant.nullable(),
  invited: z.boolean(),
});

/** GET /api/me. `firstRun` means: nobody is a member yet, show the first-run page. */
export const Me = z.object({
  member: MemberView,
  organisation: z.object({
    name: z.string(),
    timeZone: z.string(),
    firstResponseMinutes: z.number().int(),
    nextResponseMinutes: z.number().int(),
  }),
  rights: z.array(z.string()),
  institutions: z.array(z.object({ id, name: z.string() })),
  sequence: z.number().int(),
  version: z.string(),
});

/** GET /api/first-run (no sign-in) */
export const FirstRunState = z.object({ needed: z.boolean() });
/** POST /api/first-run with the one-time token of the printed link; answers Me and signs in. */
export const FirstRunInput = z.object({
  token: z.string().min(20).max(200),
  organisation: z.string().trim().min(1).max(200),
  institution: z.string().trim().min(1).max(200),
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  password: z.string().min(10).max(200),
  timeZone: z.string().max(60).default('UTC'),
});
/** POST /api/one-time-link: exchanges the printed link's token for a session. */
export const OneTimeLinkInput = z.object({ token: z.string().min(20).max(200) });

/** One line of the list. */
export const CaseRow = z.object({
  id,
  number: z.number().int(),
  state: z.enum(caseStates),
  stateAt: instant,
  severity: z.number().int().min(0).max(4),
  vulnerable: z.boolean(),
  tier: z.number().int().nullable(),
  dueAt: instant.nullable(),
  waitingSince: instant.nullable(),
  owner: z.object({ id, name: z.string() }).nullable(),
  tags: z.array(z.string()),
  author: z.object({ name: z.string(), handle: z.string() }),
  network: z.enum(networks),
  visibility: z.enum(['public', 'direct']),
  institution: z.string(),
  /** The beginning (240 characters) of the author's last post; null once its author deleted it. */
  words: z.string().nullable(),
  language: z.string().nullable(),
  inboundPosts: z.number().int(),
  lastInboundAt: instant.nullable(),
  sequence: z.number().int(),
});

export const views = ['queue', 'mine', 'unowned', 'waiting_author', 'resolved', 'all'] as const;
/** GET /api/cases?view=&after=&limit= ; `after` is the `next` of the page before. */
export const CasePageQuery = z.object({
  view: z.enum(views).default('queue'),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CasePage = z.object({
  rows: z.array(CaseRow),
  next: z.string().nullable(),
  sequence: z.number().int(),
});
/** GET /api/cases/counts: counted up to 1,000 and no further. */
export const CaseCounts = z.record(z.enum(views), z.number().int());

export const MediaView = z.object({
  kind: z.enum(['image', 'video', 'link', 'other']),
  /** Our own address (/api/media/...), never the network's; null while it cannot be shown. */
  address: z.string().nullable(),
  alt: z.string().nullable(),
});

export const PostView = z.object({
  id,
  network: z.enum(networks),
  networkId: z.string(),
  thread: z.string(),
  direction: z.enum(['inbound', 'house']),
  visibility: z.enum(['public', 'direct']),
  hearing: z.string(),
  by: z.object({ name: z.string(), handle: z.string(), member: z.string().nullable() }),
  /** Null when deleted. */
  text: z.string().nullable(),
  language: z.string().nullable(),
  media: z.array(MediaView),
  at: instant,
  heardAt: instant,
  heardBy: z.array(z.string()),
  editedAt: instant.nullable(),
  deletedAt: instant.nullable(),
  /** The post on the network, where it has a public page. */
  pageAddress: z.string().nullable(),
});

export const PermissionView = z.object({
  mode: z.enum(['public', 'direct']),
  accountId: id,
  accountHandle: z.string(),
  allowed: z.boolean(),
  reason: z.string().nullable(),
  until: instant.nullable(),
  graphemes: z.number().int(),
  bytes: z.number().int(),
  price: z.object({ micros: z.number().int(), currency: z.string() }).nullable(),
  attachments: z
    .object({ most: z.number().int(), types: z.array(z.string()), mostBytes: z.number().int() })
    .nullable(),
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
  action: z.string(),
  caseId: id.nullable(),
  subjectId: id.nullable(),
  particulars: z.record(z.string(), z.unknown()),
});

/** GET /api/cases/:id */
export const CaseView = z.object({
  row: CaseRow,
  author: z.object({
    id,
    identities: z.array(
      z.object({ network: z.enum(networks), handle: z.string(), name: z.string().nullable() }),
    ),
    languages: z.array(z.string()),
    firstHeardAt: instant,
    pastCases: z.array(
      z.object({
        id,
        number: z.number().int(),
        state: z.enum(caseStates),
        words: z.string().nullable(),
        at: instant,
      }),
    ),
  }),
  /** Oldest first; at most the last 500. */
  posts: z.array(PostView),
  morePosts: z.boolean(),
  replies: z.array(ReplyView),
  notes: z.array(z.object({ id, text: z.string(), at: instant, member: z.object({ id, name: z.string() }) })),
  history: z.array(HistoryView),
  /** For the post that would be answered: the last inbound one. */
  answering: id.nullable(),
  permissions: z.array(PermissionView),
  claim: z.object({ member: z.object({ id, name: z.string() }), until: instant }).nullable(),
  present: z.array(z.object({ id, name: z.string(), writing: z.boolean() })),
  draft: ReplyView.nullable(),
  sequence: z.number().int(),
});

/** POST /api/cases/:id/<verb>; each answers CaseRow. */
export const AssignInput = z.object({ memberId: id.nullable() });
export const TagsInput = z.object({ tags: z.array(z.string().trim().min(1).max(50)).max(30) });
export const SeverityInput = z.object({ severity: z.number().int().min(0).max(4), vulnerable: z.boolean() });
export const NoteInput = z.object({ text: z.string().trim().min(1).max(10_000) });
export const PresenceInput = z.object({ writing: z.boolean(), leaving: z.boolean().default(false) });

/** PUT /api/cases/:id/draft: kept as it is typed; an empty text drops it. Answers ReplyView or null. */
export const DraftInput = z.object({
  text: z.string().max(20_000),
  mode: z.enum(['public', 'direct']),
  postId: id,
  accountId: id,
  attachments: z.array(AttachmentInput).max(10).default([]),
});
/**
 * POST /api/cases/:id/replies. `writtenOn` is the case's sequence that the writer has read. Where a colleague answered since,
 * it is refused with `case_moved` and the body of MovedBody; sent again with `despite` set to that body's sequence it goes out.
 */
export const SendInput = DraftInput.extend({
  replyId: id,
  writtenOn: z.number().int(),
  despite: z.number().int().nullable().default(null),
});
export const MovedBody = ErrorBody.extend({
  by: z.string().nullable(),
  at: instant,
  sequence: z.number().int(),
});
/** POST /api/replies/:id/withdraw (the undo, or giving up), /retry (refused, later), /resolve-unknown { wentOut }. Each answers ReplyView. */
export const ResolveUnknownInput = z.object({ wentOut: z.boolean() });
/** POST /api/announcements */
export const AnnouncementInput = z.object({
  accountId: id,
  replyId: id,
  text: z.string().trim().min(1).max(20_000),
  attachments: z.array(AttachmentInput).max(10).default([]),
});
/** POST /api/media (body: the file; header content-type) */
export const UploadView = z.object({
  mediaId: id,
  address: z.string(),
  type: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
});

/** GET /api/search?q=&before= */
export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(200),
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
});

/**
 * GET /api/events?after=<sequence> (text/event-stream). `event: history` with id = last sequence and data = Events;
 * `event: presence` with PresenceEvent; `event: alive` every 15 s. Resumes from Last-Event-ID or `after` without a gap or a double.
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

/** Settings > Accounts */
export const AccountView = z.object({
  id,
  network: z.enum(networks),
  networkName: z.string(),
  handle: z.string(),
  name: z.string().nullable(),
  institution: z.string(),
  state: z.enum(['listening', 'paused', 'permission_lost', 'removed']),
  stateReason: z.string().nullable(),
  lacks: z.array(z.string()),
  watched: z.array(z.string()),
  evidence: z.array(z.object({ what: z.string(), by: z.string() })),
  lastHeardAt: instant.nullable(),
  /** Silent for longer than usual at this hour; the sentence says how long and what is usual. */
  silence: z.string().nullable(),
  listening: z.boolean(),
  reconciledAt: instant.nullable(),
  reconcileMissing: z.number().int().nullable(),
  reconcileReason: z.string().nullable(),
});
/** GET /api/networks: what can be connected and what each asks for. */
export const NetworkView = z.object({
  network: z.enum(networks),
  name: z.string(),
  evidence: z.array(z.object({ what: z.string(), by: z.string() })),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
      help: z.string().nullable(),
    }),
  ),
});
/** POST /api/accounts ; PATCH /api/accounts/:id ; POST /api/accounts/:id/reconcile ; DELETE /api/accounts/:id */
export const ConnectInput = z.object({
  network: z.enum(networks),
  institutionId: id,
  fields: z.record(z.string(), z.string().max(2000)),
});
export const AccountPatch = z.object({
  watched: z.array(z.string().trim().min(2).max(100)).max(200).optional(),
  state: z.enum(['listening', 'paused']).optional(),
});

/** GET /api/members, POST /api/members (invites; answers InvitationView), PATCH /api/members/:id, PATCH /api/me */
export const InviteInput = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  role: z.enum(roles),
});
export const InvitationView = z.object({ member: MemberView, link: z.string() });
export const MemberPatch = z.object({ role: z.enum(roles).optional(), left: z.boolean().optional() });
export const SelfPatch = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  signature: z.string().trim().max(40).nullable().optional(),
});
/** POST /api/invitation { token, password, name }: accepts an invitation and signs in. */
export const AcceptInput = z.object({
  token: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(200),
  password: z.string().min(10).max(200),
});
/** GET /api/sessions, DELETE /api/sessions/:id */
export const SessionView = z.object({
  id: z.string(),
  createdAt: instant,
  lastUsedAt: instant,
  address: z.string().nullable(),
  program: z.string().nullable(),
  current: z.boolean(),
});
/** GET /api/audit */
export const AuditView = z.object({
  id,
  at: instant,
  member: z.string().nullable(),
  action: z.string(),
  particulars: z.record(z.string(), z.unknown()),
});
/** PATCH /api/organisation */
export const OrganisationPatch = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  firstResponseMinutes: z.number().int().min(1).max(43_200).optional(),
  nextResponseMinutes: z.number().int().min(1).max(43_200).optional(),
});

/** GET /api/intake */
export const IntakeView = z.object({
  waiting: z.number().int(),
  oldestWaitingAt: instant.nullable(),
  today: z.object({
    posts: z.number().int(),
    doubles: z.number().int(),
    edits: z.number().int(),
    deletions: z.number().int(),
    ignored: z.number().int(),
    setAside: z.number().int(),
  }),
  /** At most the latest 100; `setAsideOpen` counts all. */
  setAside: z.array(
    z.object({
      rawId: z.string(),
      account: z.string(),
      reason: z.string(),
      position: z.string().nullable(),
      at: instant,
      payload: z.string().nullable(),
    }),
  ),
  setAsideOpen: z.number().int(),
  imports: z.array(
    z.object({
      id,
      name: z.string(),
      bytes: z.number(),
      readBytes: z.number(),
      readLines: z.number(),
      unreadableLines: z.number(),
      startedAt: instant,
      finishedAt: instant.nullable(),
    }),
  ),
  roles: z.array(
    z.object({
      role: z.string(),
      host: z.string(),
      pid: z.number().int(),
      beatAt: instant,
      running: z.boolean(),
    }),
  ),
});
/** POST /api/intake/replay { rawIds } or { all: true }; answers { replayed } */
export const ReplayInput = z.object({
  rawIds: z.array(z.string().regex(/^\d+$/)).max(1000).optional(),
  all: z.boolean().default(false),
});
/** POST /api/imports?name= (body: NDJSON or CSV, streamed); answers ImportResult */
export const ImportResult = z.object({
  id,
  read: z.number().int(),
  fresh: z.number().int(),
  doubles: z.number().int(),
  unreadable: z.number().int(),
});

/** GET /health (no sign-in): 200 when fine, 503 when not. */
export const Health = z.object({
  status: z.enum(['fine', 'degraded', 'down']),
  database: z.boolean(),
  roles: z.array(z.object({ role: z.string(), running: z.boolean() })),
  silentAccounts: z.number().int(),
  sentences: z.array(z.string()),
});

export type Me = z.infer<typeof Me>;
export type MemberView = z.infer<typeof MemberView>;
export type CaseRow = z.infer<typeof CaseRow>;
export type CasePage = z.infer<typeof CasePage>;
export type CaseView = z.infer<typeof CaseView>;
export type PostView = z.infer<typeof PostView>;
export type ReplyView = z.infer<typeof ReplyView>;
export type HistoryView = z.infer<typeof HistoryView>;
export type PermissionView = z.infer<typeof PermissionView>;
export type Events = z.infer<typeof Events>;
export type AccountView = z.infer<typeof AccountView>;
export type NetworkView = z.infer<typeof NetworkView>;
export type IntakeView = z.infer<typeof IntakeView>;
export type SearchPage = z.infer<typeof SearchPage>;
export type SessionView = z.infer<typeof SessionView>;
export type AuditView = z.infer<typeof AuditView>;
export type MovedBody = z.infer<typeof MovedBody>;
export type View = (typeof views)[number];
