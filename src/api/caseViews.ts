/** Cases, posts and replies as the API shows them. */
import type { Channel } from '../channels/channel.ts';
import type { AccountPermission } from '../desk/replies/permissions.ts';
import { type Block, isBlocked } from '../domain/block.ts';
import { isRecording } from '../domain/call.ts';
import { isBetweenFew } from '../domain/history.ts';
import type { Media } from '../domain/media.ts';
import type { Network } from '../domain/network.ts';
import type { StoredAnnouncement } from '../storage/announcements.ts';
import type { ShownLink } from '../storage/caseLinks.ts';
import type { ListedCase } from '../storage/caseReads.ts';
import type { StoredFact } from '../storage/history.ts';
import type { ReadPost } from '../storage/postReads.ts';
import type { Move } from '../storage/privateMoves.ts';
import type { StoredReply } from '../storage/replies.ts';
import type {
  AnnouncementView,
  CaseRow,
  CaseView,
  HistoryView,
  MoveView,
  PermissionView,
  PostView,
  ReplyView,
} from './contract.ts';
import { instantOf } from './views.ts';

/** A block that stands now. */
export const blockView = (block: Block | null, now: Date): CaseRow['blocked'] =>
  block !== null && isBlocked(block, now) ? { until: instantOf(block.until) } : null;

/** A line of a list as it stands now. */
export function caseRow(listed: ListedCase, now: Date): CaseRow {
  const { author, mergedInto, rearranged: _, ...rest } = listed;
  return {
    ...rest,
    blocked: blockView(listed.blocked, now),
    stateAt: listed.stateAt.toISOString(),
    dueAt: instantOf(listed.dueAt),
    waitingSince: instantOf(listed.waitingSince),
    lastInboundAt: instantOf(listed.lastInboundAt),
    author: { name: author.name, handle: author.handle, protected: author.protected },
    merged: mergedInto !== null,
  };
}

function mediaView(media: Media, address: string): PostView['media'][number] {
  const { kind, alt, file = null } = media;
  const plays = isRecording(media);
  return { kind, address: kind === 'image' || file !== null || plays ? address : null, alt, file, plays };
}

export function postView(post: ReadPost, channels: Record<Network, Channel>, now: Date): PostView {
  return {
    id: post.id,
    network: post.network,
    networkId: post.networkId,
    thread: post.thread,
    conversationId: post.conversationId,
    direction: post.direction,
    visibility: post.visibility,
    hearing: post.hearing,
    by: {
      name: post.by.name,
      handle: post.by.handle,
      protected: post.by.protected,
      member: post.by.memberName,
    },
    text: post.text,
    language: post.language,
    media: post.media.map((media, n) => mediaView(media, `/api/media/inbound/${post.id}/${n}`)),
    call: post.call,
    at: post.at.toISOString(),
    heardAt: post.heardAt.toISOString(),
    heardBy: post.heardBy,
    editedAt: instantOf(post.editedAt),
    deletedAt: instantOf(post.deletedAt),
    deletedWords: post.deletedWords && {
      text: post.deletedWords.text,
      until: post.deletedWords.until.toISOString(),
    },
    erasedAt: instantOf(post.erasedAt),
    automatic: post.automatic,
    bouncedAt: instantOf(post.bouncedAt),
    abusive: post.abusive,
    blocked: blockView(post.blocked, now),
    praise: post.praise,
    pageAddress:
      post.visibility === 'public' && post.erasedAt === null && !post.by.protected
        ? (channels[post.network].pageAddress?.(post.networkId) ?? null)
        : null,
  };
}

export function replyView(reply: StoredReply): ReplyView {
  return {
    id: reply.id,
    state: reply.state,
    stateAt: reply.stateAt.toISOString(),
    mode: reply.mode,
    text: reply.text,
    attachments: reply.attachments.map((a) => ({ ...a, address: `/api/media/${a.mediaId}` })),
    member: { id: reply.memberId, name: reply.memberName },
    postId: reply.postId,
    accountId: reply.accountId,
    sendAt: instantOf(reply.sendAt),
    reason: reply.reason,
    networkId: reply.networkId,
  };
}

export function announcementView(
  announcement: StoredAnnouncement,
  channels: Record<Network, Channel>,
): AnnouncementView {
  const { account, code, networkId } = announcement;
  return {
    ...replyView(announcement),
    code,
    account,
    pageAddress:
      account === null || networkId === null
        ? null
        : (channels[account.network].pageAddress?.(networkId) ?? null),
  };
}

export const linkView = (link: ShownLink | null): CaseView['link'] =>
  link && { ...link, madeAt: link.madeAt.toISOString(), revokedAt: instantOf(link.revokedAt) };

export function moveView({ id, way, postId, accountId, by, conversations, ...move }: Move): MoveView {
  const outcome = move.broughtBack ? 'public' : move.outcomeWaits ? 'awaiting_approval' : 'open';
  const closedAt = instantOf(move.revokedAt);
  const { unheard } = move;
  return {
    id,
    way,
    postId,
    accountId,
    at: move.at.toISOString(),
    by,
    closedAt,
    outcome,
    unheard,
    conversations,
  };
}

/** Of what stands between a few the others hear that something happened, for their lists, and nothing else. */
const unsaid = { actor: null, rule: null, caseId: null, subjectId: null, particulars: {} };

/** Facts with the names of who acted: `names` by member id, `rules` by the id of an automation rule. */
export function historyView(
  fact: StoredFact,
  names: ReadonlyMap<string, string>,
  rules: ReadonlyMap<string, string>,
): HistoryView {
  const { rule } = fact.particulars;
  const { sequence, action } = fact;
  if (isBetweenFew(fact)) return { sequence, action, at: fact.at.toISOString(), ...unsaid };
  return {
    sequence: fact.sequence,
    at: fact.at.toISOString(),
    actor: fact.actorId === null ? null : { id: fact.actorId, name: names.get(fact.actorId) ?? '' },
    rule: typeof rule === 'string' ? (rules.get(rule) ?? '') : null,
    action: fact.action,
    caseId: fact.caseId,
    subjectId: fact.subjectId,
    particulars: fact.particulars,
  };
}

export function permissionView(
  permission: AccountPermission,
  channels: Record<Network, Channel>,
): PermissionView {
  const { attachments } = channels[permission.account.network].abilities;
  return {
    mode: permission.mode,
    accountId: permission.account.id,
    accountHandle: permission.account.handle,
    institution: permission.account.institution,
    allowed: permission.allowed,
    reason: permission.reason,
    until: instantOf(permission.until),
    graphemes: permission.length.graphemes,
    weighted: permission.length.weighted === true,
    bytes: permission.length.bytes,
    parts: permission.length.parts ?? null,
    price: permission.price,
    note: permission.note ?? null,
    byHand: permission.byHand?.address ?? null,
    attachments:
      attachments === null || permission.mode === 'direct'
        ? null
        : { ...attachments, types: [...attachments.types] },
  };
}
