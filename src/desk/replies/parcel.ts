/** A claimed reply with everything that its channel needs, read after the claim. */
import type { AccountAccess, Channel, ReplyToSend } from '../../channels/channel.ts';
import type { Network } from '../../domain/network.ts';
import type { Attachment } from '../../domain/reply.ts';
import { ownerSaidYes } from '../../storage/approvals.ts';
import { doNotContactIn } from '../../storage/authors.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { findMedia } from '../../storage/media.ts';
import { postById, type ReadPost } from '../../storage/postReads.ts';
import { type ClaimedReply, lockReply, type StoredReply } from '../../storage/replies.ts';
import { refusalOf } from './permissions.ts';

export interface DeliveryAccount extends AccountAccess {
  network: Network;
  /** Since when nothing leaves from it. */
  cutOffAt?: Date | null;
  /** Whose own account it is. */
  ownerId?: string | null;
}

export interface DeliveryDeps {
  storage: Storage;
  channels: Record<Network, Channel>;
  /** The account with its secret opened; null when it was removed. */
  openAccount(organisationId: number, accountId: string): Promise<DeliveryAccount | null>;
  worker: string;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
  /** How long the network may take to say whether it has a doubtful reply; a minute unless told otherwise. */
  lookMilliseconds?: number;
}

export interface Parcel {
  reply: StoredReply;
  to: ReadPost | null;
  account: DeliveryAccount | null;
  send: ReplyToSend;
  /** It would leave from somebody's own account, who wrote it not and did not say yes to it. */
  withoutOwner: boolean;
  /** Why its author must not be written to; null where they may. */
  refusal: string | null;
  /** False when an attached picture is not there any more: without it this would be another answer. */
  complete: boolean;
}

/** Reads the reply, what it answers, its pictures and its account. */
export async function pack(deps: DeliveryDeps, claimed: ClaimedReply): Promise<Parcel> {
  const { organisationId, id } = claimed;
  const read = await deps.storage.inOrganisation(organisationId, async (tx) => {
    const reply = await lockReply(tx, organisationId, id);
    if (reply === null) throw new Error(`reply ${id} vanished`);
    const to = reply.postId === null ? null : await postById(tx, organisationId, reply.postId);
    const mark =
      to?.conversationId == null ? null : await doNotContactIn(tx, organisationId, to.conversationId);
    const refusal = mark === null ? null : refusalOf(mark);
    return { reply, to, refusal, attachments: await picturesOf(tx, organisationId, reply.attachments) };
  });
  const { reply, to, refusal, attachments } = read;
  const account = reply.accountId === null ? null : await deps.openAccount(organisationId, reply.accountId);
  const ownerId = account?.ownerId ?? null;
  const withoutOwner =
    ownerId !== null &&
    ownerId !== reply.memberId &&
    !(await deps.storage.inOrganisation(organisationId, (tx) =>
      ownerSaidYes(tx, organisationId, { replyId: id, ownerId }),
    ));
  const complete = attachments.length === reply.attachments.length;
  return {
    reply,
    to,
    refusal,
    account,
    withoutOwner,
    complete,
    send: replyToSend(reply, to, attachments, deps.now()),
  };
}

async function picturesOf(
  tx: Tenant,
  organisationId: number,
  attachments: readonly Attachment[],
): Promise<ReplyToSend['attachments'][number][]> {
  const pictures: ReplyToSend['attachments'][number][] = [];
  for (const { mediaId, alt } of attachments) {
    const media = await findMedia(tx, organisationId, mediaId);
    if (media === null) continue;
    const { type, bytes, width, height } = media;
    pictures.push({ type, alt, bytes, width: width ?? 0, height: height ?? 0 });
  }
  return pictures;
}

function replyToSend(
  reply: StoredReply,
  to: ReadPost | null,
  attachments: ReplyToSend['attachments'],
  now: Date,
): ReplyToSend {
  return {
    replyId: reply.id,
    mode: reply.mode,
    text: reply.text,
    language: to?.language ?? null,
    to:
      to === null
        ? null
        : {
            networkId: to.networkId,
            thread: to.thread,
            by: to.by,
            handle: to.handle,
            visibility: to.visibility,
          },
    quote: null,
    attachments,
    networkKey: reply.networkKey ?? reply.id,
    firstAttemptAt: reply.firstAttemptAt ?? now,
  };
}
