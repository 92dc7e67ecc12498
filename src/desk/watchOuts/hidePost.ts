/** Hiding another's post on a network: a supervisor's word, with a reason, audited and counted for everybody. Here nothing of the post changes: it stays heard, counted and answered. */
import type { Channel, Outcome } from '../../channels/channel.ts';
import { Fault, isFault } from '../../domain/fault.ts';
import type { HiddenBecause } from '../../domain/hiding.ts';
import type { Network } from '../../domain/network.ts';
import type { OpenedAccount } from '../../storage/accounts.ts';
import { type AuditAction, addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  beginHiding,
  endHiding,
  findHideable,
  keepShown,
  standingHiding,
} from '../../storage/hiddenPosts.ts';
import { recordFacts } from '../../storage/history.ts';
import { type Acting, particularsOf } from '../acting.ts';

export interface NetworkDeps {
  channels: Readonly<Record<Network, Channel>>;
  openAccount(organisationId: number, accountId: string): Promise<OpenedAccount | null>;
}

/** A post, and the case in which whoever asks sees it. */
export interface PostInCase {
  postId: string;
  caseId: string;
}

interface Wanted {
  id: string;
  accountId: string;
  caseId: string;
  network: Network;
  post: { networkId: string; thread: string };
  /** What stood before the network was asked. */
  because: HiddenBecause;
}

const noSuchPost = () =>
  new Fault(
    'not_found',
    'There is no such public post of somebody else that could be hidden. Load the case again.',
  );
const cannotHide = () =>
  new Fault(
    'input_invalid',
    'This network lets nobody hide another’s post, or no account of yours there may. Answer it instead.',
  );

/**
 * Asks the network to hide the post, for this reason; it is written down before, so that it is counted whatever happens then. Asked again where nobody knows what became of it. Throws Fault `not_found`, or
 * `input_invalid` where the network cannot, or said why it will not.
 */
export async function hidePost(
  deps: NetworkDeps,
  acting: Acting,
  { postId, caseId: inCase }: PostInCase,
  why: { because: HiddenBecause; reason: string },
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  const wanted = await storage.inOrganisation(organisationId, async (tx): Promise<Wanted | null> => {
    const post = await findHideable(tx, organisationId, postId);
    if (post?.caseId !== inCase) throw noSuchPost();
    const { caseId, network, networkId, thread, institutionId, accountId } = post;
    const standing = await standingHiding(tx, organisationId, postId);
    if (standing?.state === 'hidden') return null;
    if (standing !== null)
      return {
        id: standing.id,
        accountId: standing.accountId,
        because: standing.because,
        caseId,
        network,
        post: { networkId, thread },
      };
    const way = deps.channels[network].abilities.hides;
    if (way === undefined || deps.channels[network].hide === undefined || accountId === null)
      throw cannotHide();
    const id = await beginHiding(tx, organisationId, {
      postId,
      institutionId,
      accountId,
      way,
      ...why,
      by: memberId,
      at: now,
    });
    await audit(tx, acting, 'post.hidden', { post: postId, because: why.because });
    return { id, accountId, because: why.because, caseId, network, post: { networkId, thread } };
  });
  if (wanted === null) return;
  const outcome = await ask(deps, organisationId, wanted, true);
  await storage.inOrganisation(organisationId, async (tx) => {
    const state = outcome.kind === 'sent' ? 'hidden' : outcome.kind === 'unknown' ? 'asking' : 'refused';
    const sentence = outcome.kind === 'sent' ? null : outcome.reason;
    const changed = await endHiding(tx, organisationId, { id: wanted.id, from: ['asking'], state, sentence });
    if (changed && state === 'hidden') await tell(tx, acting, 'post_hidden', wanted, postId);
  });
  if (outcome.kind !== 'sent') throw new Fault('input_invalid', outcome.reason);
}

/** Shows a post again that we hid. Throws Fault `not_found` where it is not hidden, `input_invalid` where it was deleted or the network said why it will not. */
export async function showPostAgain(
  deps: NetworkDeps,
  acting: Acting,
  { postId, caseId: inCase }: PostInCase,
): Promise<void> {
  const { storage, organisationId, memberId, now } = acting;
  const wanted = await storage.inOrganisation(organisationId, async (tx): Promise<Wanted> => {
    const [post, standing] = [
      await findHideable(tx, organisationId, postId),
      await standingHiding(tx, organisationId, postId),
    ];
    if (post?.caseId !== inCase || standing === null)
      throw new Fault(
        'not_found',
        'This post is not hidden, or not in your organisation. Load the case again.',
      );
    if (standing.way === 'deleted')
      throw new Fault('input_invalid', 'The network deleted this post. It cannot be shown again.');
    const { caseId, network, networkId, thread } = post;
    return {
      id: standing.id,
      accountId: standing.accountId,
      because: standing.because,
      caseId,
      network,
      post: { networkId, thread },
    };
  });
  const outcome = await ask(deps, organisationId, wanted, false);
  if (outcome.kind !== 'sent') throw new Fault('input_invalid', outcome.reason);
  await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await keepShown(tx, organisationId, { id: wanted.id, by: memberId, at: now }))) return;
    await tell(tx, acting, 'post_shown_again', wanted, postId);
    await audit(tx, acting, 'post.shown_again', { post: postId });
  });
}

async function ask(
  { channels, openAccount }: NetworkDeps,
  organisationId: number,
  { network, post, accountId }: Wanted,
  hidden: boolean,
): Promise<Outcome> {
  const account = await openAccount(organisationId, accountId);
  const hide = channels[network].hide;
  if (account === null || hide === undefined)
    return {
      kind: 'refused',
      code: 'cannot_hide',
      reason: 'The account by which it would be done is not connected any more.',
    };
  try {
    return await hide(account, post, hidden);
  } catch (error) {
    if (!isFault(error)) throw error;
    return { kind: 'refused', code: error.code, reason: error.sentence };
  }
}

async function tell(
  tx: Tenant,
  { organisationId, memberId, keyId, now }: Acting,
  action: 'post_hidden' | 'post_shown_again',
  { caseId, because }: Wanted,
  postId: string,
): Promise<void> {
  const fact = { actorId: memberId, action, caseId, subjectId: postId, ...particularsOf({ because }, keyId) };
  await recordFacts(tx, organisationId, [fact], now);
}

const audit = (
  tx: Tenant,
  { organisationId, memberId, keyId, now }: Acting,
  action: AuditAction,
  particulars: Record<string, unknown>,
): Promise<void> =>
  addAudit(tx, organisationId, { memberId, keyId: keyId ?? null, action, particulars, at: now });
