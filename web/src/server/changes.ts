/** What the console asks the server to change, one line each, so that a route's address stands in one place. Settings have theirs in settingChanges.ts. */
import type { z } from 'zod';
import type {
  AcceptInput,
  AnnouncementInput,
  BringBackInput,
  BulkInput,
  BulkPreview,
  BulkPreviewInput,
  BulkStep,
  ByHandInput,
  CaseRow,
  DraftInput,
  ErasedCounts,
  FirstRunInput,
  HandOffInput,
  Me,
  Merged,
  MoveInput,
  MoveView,
  PasswordResetInput,
  PostView,
  ReplyView,
  SameAuthor,
  SavedViewInput,
  SavedViewKept,
  SendInput,
  ShownIdentity,
  Split,
  UploadView,
} from '../../../src/api/contract.ts';
import { ask, post, put, remove } from './http.ts';

const verb = (caseId: string, name: string, body: unknown = {}) =>
  post<CaseRow>(`/api/cases/${caseId}/${name}`, body);

export const claimCase = (caseId: string) => verb(caseId, 'claim');
export const releaseCase = (caseId: string) => verb(caseId, 'release');
export const assignCase = (caseId: string, memberId: string | null) => verb(caseId, 'assign', { memberId });
export const handOffCase = (caseId: string, handOff: z.input<typeof HandOffInput>) =>
  verb(caseId, 'handoff', handOff);
export const resolveCase = (caseId: string, promisesStay: boolean) =>
  verb(caseId, promisesStay ? 'resolve?promises=stay' : 'resolve');
export const reopenCase = (caseId: string) => verb(caseId, 'reopen');
export const setTags = (caseId: string, tags: string[]) => verb(caseId, 'tags', { tags });
export const setSeverity = (caseId: string, severity: number, vulnerable: boolean) =>
  verb(caseId, 'severity', { severity, vulnerable });
export const mergeCase = (into: string, from: string) =>
  post<z.infer<typeof Merged>>(`/api/cases/${into}/merge`, { from });
export const splitCase = (from: string, conversations: readonly string[]) =>
  post<z.infer<typeof Split>>(`/api/cases/${from}/split`, { conversations });
export const undoRearrangement = (id: string) => post<unknown>(`/api/rearrangements/${id}/undo`);
export const joinAuthors = (caseId: string, caseNumber: number) =>
  post<z.infer<typeof SameAuthor>>(`/api/cases/${caseId}/same-author`, { caseNumber });
export const partAuthors = (joinId: string) => post<unknown>(`/api/author-joins/${joinId}/undo`);
export const setDoNotContact = (caseId: string, reason: string | null) =>
  put<unknown>(`/api/cases/${caseId}/do-not-contact`, { reason });
export const setBlocked = (caseId: string, reason: string | null, until: string | null = null) =>
  put<unknown>(`/api/cases/${caseId}/blocked`, { reason, until });
export const setProtected = (caseId: string, reason: string | null, readers: string[]) =>
  put<unknown>(`/api/cases/${caseId}/protected`, { reason, readers });
export const showIdentity = (caseId: string) => post<ShownIdentity>(`/api/cases/${caseId}/identity`);
export const readFolded = (caseId: string, postId: string) => verb(caseId, 'abuse-read', { postId });
export const eraseAuthor = (caseId: string, confirm: string) =>
  post<ErasedCounts>(`/api/cases/${caseId}/erasure`, { confirm });
export const writeNote = (caseId: string, text: string) => verb(caseId, 'note', { text });
export const markAbuse = (caseId: string, postId: string, reason: PostView['abusive']) =>
  put<CaseRow>(`/api/cases/${caseId}/abusive`, { postId, reason });
export const setUnit = (caseId: string, unitId: string | null) => verb(caseId, 'unit', { unitId });
export const closeMove = (caseId: string) => verb(caseId, 'close-move');
export const revokeLink = (caseId: string) => verb(caseId, 'revoke-link');
export const forgetHowToReach = (caseId: string) => verb(caseId, 'forget-how-to-reach');
/** Tells colleagues that one looks at a case; `keepalive` lets the goodbye out while the page closes. */
export const bePresent = (caseId: string, writing: boolean, leaving: boolean) =>
  ask<unknown>('POST', `/api/cases/${caseId}/presence`, { writing, leaving }, { keepalive: leaving });

export type Draft = z.input<typeof DraftInput>;
export type Sending = z.input<typeof SendInput>;
export const saveDraft = (caseId: string, draft: Draft, closing = false) =>
  put<ReplyView | null>(`/api/cases/${caseId}/draft`, draft, { keepalive: closing });
export const sendReply = (caseId: string, sending: Sending) =>
  post<ReplyView>(`/api/cases/${caseId}/replies`, sending);
/** The same for somebody whose role sends nothing: it waits until somebody else says yes. */
export const askApproval = (caseId: string, sending: Sending) =>
  post<ReplyView>(`/api/cases/${caseId}/ask-approval`, sending);
export type Announcing = z.input<typeof AnnouncementInput>;
export const announce = (announcement: Announcing) => post<ReplyView>('/api/announcements', announcement);
export const moveToPrivate = (caseId: string, move: z.infer<typeof MoveInput>) =>
  post<MoveView[]>(`/api/cases/${caseId}/move-to-private`, move);
export const bringBack = (caseId: string, outcome: z.infer<typeof BringBackInput>) =>
  post<MoveView[]>(`/api/cases/${caseId}/bring-back`, outcome);
export const withdrawReply = (replyId: string) => post<ReplyView>(`/api/replies/${replyId}/withdraw`);
export const retryReply = (replyId: string) => post<ReplyView>(`/api/replies/${replyId}/retry`);
export const resolveUnknown = (replyId: string, wentOut: boolean) =>
  post<ReplyView>(`/api/replies/${replyId}/resolve-unknown`, { wentOut });
export const uploadMedia = (file: File) => post<z.infer<typeof UploadView>>('/api/media', file);

export const firstRun = (input: z.input<typeof FirstRunInput>) => post<Me>('/api/first-run', input);
export const exchangeLink = (token: string) => post<unknown>('/api/one-time-link', { token });
export const acceptInvitation = (input: z.infer<typeof AcceptInput>) =>
  post<unknown>('/api/invitation', input);
export const resetPassword = (input: z.infer<typeof PasswordResetInput>) =>
  post<unknown>('/api/password', input);
export const signIn = (email: string, password: string) =>
  post<unknown>('/api/auth/sign-in/email', { email, password });
export const keepView = (id: string | null, view: SavedViewInput) =>
  id === null
    ? post<z.infer<typeof SavedViewKept>>('/api/saved-views', view)
    : put<z.infer<typeof SavedViewKept>>(`/api/saved-views/${id}`, view);
export const removeView = (id: string) => remove<unknown>(`/api/saved-views/${id}`);
export const previewBulk = (wanted: z.infer<typeof BulkPreviewInput>) =>
  post<z.infer<typeof BulkPreview>>('/api/bulk/preview', wanted);
export const beginBulk = (wanted: z.infer<typeof BulkInput>) => post<unknown>('/api/bulk', wanted);
export const continueBulk = (id: string) => post<BulkStep>(`/api/bulk/${id}/continue`);
export const undoBulk = (id: string) => post<BulkStep>(`/api/bulk/${id}/undo`);
export const logByHand = (input: z.input<typeof ByHandInput>) => post<unknown>('/api/by-hand', input);
