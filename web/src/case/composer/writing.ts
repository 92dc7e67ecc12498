import type { CaseView, PermissionView, ReplyView } from '../../../../src/api/contract.ts';
import type { Draft } from '../../server/changes.ts';
import { unsigned } from './signature.ts';

export type Attached = ReplyView['attachments'][number];

/** What is being written. */
export interface Writing {
  text: string;
  mode: 'public' | 'direct';
  accountId: string | null;
  attachments: readonly Attached[];
}

export const isEmpty = ({ text, attachments }: Writing) => text.trim() === '' && attachments.length === 0;

/** The program may answer so, or a person by hand on the network. */
export const isOpen = ({ allowed, byHand }: Pick<PermissionView, 'allowed' | 'byHand'>) =>
  allowed || byHand !== null;

/** How the first post is answered as a rule: as it was asked, where the network allows it. */
export function startOf(shown: CaseView, signature: string | null): Writing {
  const { draft, permissions } = shown;
  if (draft !== null) {
    const { mode, accountId, attachments } = draft;
    return { text: unsigned(draft.text, signature), mode, accountId, attachments };
  }
  const asked = shown.posts.find((post) => post.id === shown.answering)?.visibility ?? 'public';
  const allowed = permissions.filter((one) => one.allowed);
  const byHand = permissions.filter(isOpen);
  const first =
    allowed.find((one) => one.mode === asked) ??
    byHand.find((one) => one.mode === asked) ??
    allowed[0] ??
    permissions[0];
  return { text: '', mode: first?.mode ?? asked, accountId: first?.accountId ?? null, attachments: [] };
}

/** The draft as the server takes it; null where nobody can be answered. */
export const bodyOf = (writing: Writing, shown: CaseView): Draft | null => {
  const accountId = writing.accountId ?? shown.permissions[0]?.accountId;
  if (shown.answering === null || accountId === undefined) return null;
  const attachments = writing.attachments.map(({ mediaId, alt }) => ({ mediaId, alt }));
  return { text: writing.text, mode: writing.mode, accountId, postId: shown.answering, attachments };
};
