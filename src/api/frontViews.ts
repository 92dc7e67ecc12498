/** The front row as the API shows it. */
import type { Channel } from '../channels/channel.ts';
import { isBlocked } from '../domain/block.ts';
import type { Network } from '../domain/network.ts';
import type { NeededCase } from '../insight/frontRow.ts';
import type { FrontPost } from '../storage/frontRow.ts';
import type { ReadPost } from '../storage/postReads.ts';
import { postView } from './caseViews.ts';
import type { FrontPostView, NeedView } from './contract.ts';
import { instantOf } from './views.ts';

export function frontPostView(
  { post, answered, ...facts }: FrontPost,
  channels: Record<Network, Channel>,
  now: Date,
  own = false,
): FrontPostView {
  const { id, network, visibility, by, text, language, at, heardAt, automatic, pageAddress, media } =
    postView(post, channels, now);
  return {
    id,
    network,
    visibility,
    by: { name: by.name, handle: by.handle, protected: by.protected },
    text,
    language,
    media: media.length,
    at,
    heardAt,
    automatic,
    pageAddress,
    gone: post.deletedAt !== null ? 'deleted' : post.erasedAt !== null ? 'erased' : null,
    folded: foldedWhy(post, now),
    caseId: facts.caseId,
    caseNumber: facts.caseNumber,
    state: facts.state,
    severity: facts.severity,
    vulnerable: facts.vulnerable,
    waitingSince: instantOf(facts.waitingSince),
    dueAt: instantOf(facts.dueAt),
    answered: answered === null ? null : { by: answered.by, at: answered.at.toISOString() },
    seenAt: instantOf(facts.seenAt),
    own,
  };
}

const foldedWhy = ({ abusive, blocked }: ReadPost, now: Date): FrontPostView['folded'] =>
  abusive ?? (isBlocked(blocked, now) ? 'blocked' : null);

export function needView(need: NeededCase, channels: Record<Network, Channel>, now: Date): NeedView {
  const { caseId, caseNumber, reasons, since, severity, facts, post, own = false } = need;
  return {
    caseId,
    caseNumber,
    reasons,
    since: since.toISOString(),
    severity,
    unanswered: facts.unanswered,
    watchdog: facts.watchdog,
    authorsAlike: facts.authorsAlike,
    promiseLateSince: instantOf(facts.promiseLateSince),
    dueAt: instantOf(facts.dueAt),
    post: post === null ? null : frontPostView(post, channels, now, own),
    own,
  };
}
