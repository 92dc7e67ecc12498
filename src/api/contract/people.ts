import { z } from 'zod';
import { consoleLanguages, publicLanguages } from '../../domain/languages.ts';
import { roles } from '../../domain/rights.ts';
import { id, instant } from './fields.ts';
import { OfficeHours } from './officeHours.ts';

export const MemberView = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  signature: z.string().nullable(),
  leftAt: instant.nullable(),
  invited: z.boolean(),
  /** Until when the link of who is invited may be used; null where there is none, or in answers about one member. */
  invitedUntil: instant.nullable(),
  /** Whether signing in asks for a second factor. */
  secondFactor: z.boolean(),
});

/** GET /api/me. `firstRun` means: nobody is a member yet, show the first-run page. */
export const Me = z.object({
  member: MemberView,
  /** The language that the member chose for the console; null: the browser's. */
  language: z.enum(consoleLanguages).nullable(),
  organisation: z.object({
    name: z.string(),
    timeZone: z.string(),
    /** Of the public pages, where neither an author nor their browser asks for another. */
    language: z.enum(publicLanguages),
    firstResponseMinutes: z.number().int(),
    nextResponseMinutes: z.number().int(),
    resolutionMinutes: z.number().int().nullable(),
    /** Null: promises run around the clock. */
    officeHours: OfficeHours.nullable(),
    /** Waiting cases are still being given their new places. */
    placing: z.boolean(),
  }),
  rights: z.array(z.string()),
  /** The teams whose queues the member sees now: their own, and those for which they stand in for somebody. */
  teams: z.array(z.object({ id, name: z.string() })),
  institutions: z.array(z.object({ id, name: z.string() })),
  /** The member is warned of stories that spread, or an admin: the page of their own is theirs to open. */
  seesSpreading: z.boolean(),
  sequence: z.number().int(),
  version: z.string(),
  /** The clock of the story that a demonstration plays; null on a real desk. */
  demonstration: z.object({ story: z.number(), asOf: instant, speed: z.number() }).nullable(),
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
  /** Of the console; null: the browser's. */
  language: z.enum(consoleLanguages).nullable().optional(),
});
/** POST /api/invitation { token, password, name }: accepts an invitation and signs in. */
export const AcceptInput = z.object({
  token: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(200),
  password: z.string().min(10).max(200),
});
/** PUT /api/me/password: a new password for who knows the old one; `endOthers` signs out everywhere else. */
export const PasswordChange = z.object({
  old: z.string().min(1).max(200),
  password: z.string().min(10).max(200),
  endOthers: z.boolean().default(true),
});
/** POST /api/members/:id/password-link: a one-time link for a member who forgot the password. */
export const PasswordLinkView = z.object({ link: z.string() });
/** POST /api/password { token, password }: uses such a link, signs out everywhere and in here. */
export const PasswordResetInput = z.object({
  token: z.string().min(20).max(200),
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
  /** The name of the key by which the member's program did it. */
  key: z.string().nullable(),
  action: z.string(),
  particulars: z.record(z.string(), z.unknown()),
});
/** PATCH /api/organisation */
export const OrganisationPatch = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  language: z.enum(publicLanguages).optional(),
  firstResponseMinutes: z.number().int().min(1).max(43_200).optional(),
  nextResponseMinutes: z.number().int().min(1).max(43_200).optional(),
  resolutionMinutes: z.number().int().min(1).max(525_600).nullable().optional(),
});

export type Me = z.infer<typeof Me>;
export type MemberView = z.infer<typeof MemberView>;
export type SessionView = z.infer<typeof SessionView>;
export type AuditView = z.infer<typeof AuditView>;
