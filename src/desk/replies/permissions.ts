/** What the network permits for this very post, through which of our accounts. */
import type { Channel, LengthRule, Permission } from '../../channels/channel.ts';
import { Fault } from '../../domain/fault.ts';
import type { Network } from '../../domain/network.ts';
import type { ReplyMode } from '../../domain/reply.ts';
import { smsParts } from '../../domain/smsParts.ts';
import { weightedLength } from '../../domain/weightedLength.ts';
import { type AccountRecord, listAccounts } from '../../storage/accounts.ts';
import { type AuthorMark, doNotContactInLookup } from '../../storage/authors.ts';
import { linkOfThreadLookup } from '../../storage/caseLinks.ts';
import type { Tenant } from '../../storage/database.ts';
import { together } from '../../storage/lookups.ts';
import { hearersLookup, type ReadPost } from '../../storage/postReads.ts';

export interface AccountPermission extends Permission {
  account: AccountRecord;
}

/** One entry per account of the post's network and mode: the member's own first, then those of the house, first those that heard the post, and those of colleagues last. Empty where no account of that network is connected. */
export async function permissionsFor(
  tx: Tenant,
  channels: Record<Network, Channel>,
  organisationId: number,
  post: ReadPost,
  now: Date,
  memberId: string | null = null,
): Promise<AccountPermission[]> {
  const [connected, { hearers, refused, threadLink }] = await Promise.all([
    listAccounts(tx, organisationId),
    together(tx, {
      hearers: hearersLookup(organisationId, post.id),
      refused: doNotContactInLookup(organisationId, post.conversationId),
      threadLink: linkOfThreadLookup(organisationId, post),
    }),
  ]);
  const accounts = ownFirst(
    heardFirst(
      connected.filter((account) => account.network === post.network),
      hearers,
    ),
    memberId,
  );
  const isDirect = post.visibility === 'direct';
  const inside = isDirect ? hearers : [];
  const link = isDirect ? threadLink : null;
  return accounts.flatMap((account) =>
    channels[post.network].mayReply(post, account, now).map((permission) => {
      const here = inPrivate(permission, account, inside, accounts);
      const readable = link?.revokedAt == null ? here : unreadable(here);
      const noted = withOwner(withState(readable, account), account, memberId);
      return { ...withAuthor(noted, refused), account };
    }),
  );
}

/** An institution is not answered for by another one's account unless somebody chooses that. */
function heardFirst(accounts: readonly AccountRecord[], hearers: readonly string[]): AccountRecord[] {
  const heard = (account: AccountRecord) => hearers.includes(account.networkId);
  return [...accounts.filter(heard), ...accounts.filter((account) => !heard(account))];
}

/** Nobody speaks from a colleague's own account unless they choose to ask for it. */
function ownFirst(accounts: readonly AccountRecord[], memberId: string | null): AccountRecord[] {
  const rank = ({ owner }: AccountRecord) => (owner === null ? 1 : owner.id === memberId ? 0 : 2);
  return [...accounts].sort((a, b) => rank(a) - rank(b));
}

/** Into a private conversation only those of our accounts can write that it was shown to. `inside` is empty for what everybody can read. */
function inPrivate(
  permission: Permission,
  account: AccountRecord,
  inside: readonly string[],
  accounts: readonly AccountRecord[],
): Permission {
  if (!isOpen(permission) || inside.length === 0 || inside.includes(account.networkId)) return permission;
  const others = accounts.filter(({ networkId }) => inside.includes(networkId)).map(({ handle }) => handle);
  const instead =
    others.length === 0
      ? 'The account that is was disconnected: connect it again in Settings > Accounts.'
      : `Answer from ${others.join(' or ')}.`;
  const reason = `${account.handle} is not in this private conversation. ${instead}`;
  return forbidden(permission, reason);
}

/** A program may answer, or a person by hand. */
const isOpen = ({ allowed, byHand }: Permission): boolean => allowed || byHand !== undefined;

/** Nobody may answer so, by hand neither. */
function forbidden({ byHand: _, ...permission }: Permission, reason: string): Permission {
  return { ...permission, allowed: false, reason };
}

/** Where the private page was closed nobody would ever read the answer. */
function unreadable(permission: Permission): Permission {
  const reason =
    'The private page of this case was closed: the author can no longer read an answer there. Where they said how to reach them, do so.';
  return isOpen(permission) ? forbidden(permission, reason) : permission;
}

/** Who writes from a colleague's own account is told that it waits for them. */
function withOwner(permission: Permission, { owner }: AccountRecord, memberId: string | null): Permission {
  if (owner === null || owner.id === memberId || !isOpen(permission)) return permission;
  const note = `This is the own account of ${owner.name}: the answer waits for their yes, and says that it was written for them.`;
  return {
    ...permission,
    note: permission.note === undefined || permission.note === null ? note : `${permission.note} ${note}`,
  };
}

function withState(permission: Permission, account: AccountRecord): Permission {
  if (!isOpen(permission)) return permission;
  if (account.cutOffAt !== null) {
    const cut = `${account.handle} was cut off: nothing leaves from it. Answer from another account.`;
    return forbidden(permission, cut);
  }
  if (account.state === 'listening') return permission;
  const reason =
    account.state === 'paused'
      ? `${account.handle} is paused. Resume it in Settings > Accounts to answer from it.`
      : `${account.handle} lost its permission. Connect it again in Settings > Accounts.`;
  return forbidden(permission, reason);
}

/** Whoever asked not to be written to is not, by no account and in no way. */
function withAuthor(permission: Permission, mark: AuthorMark | null): Permission {
  return mark === null ? permission : forbidden(permission, refusalOf(mark));
}

/** Why an author is not written to, and what to do where that is over. */
export function refusalOf({ by, reason }: AuthorMark): string {
  if (by === null) return `${reason} Take that back beside the case if the author wants an answer again.`;
  return `${by} said not to write to this author: ${reason} Take that back beside the case if the author wants an answer again.`;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Throws Fault `reply_not_permitted` or `reply_too_long`; a text is refused, never cut. `byHand`: its writer posts it on the network where no program may. */
export function mustBePermitted(
  permissions: readonly AccountPermission[],
  wanted: { accountId: string; mode: ReplyMode; text: string; byHand?: boolean },
): AccountPermission {
  const permission = permissions.find((p) => p.account.id === wanted.accountId && p.mode === wanted.mode);
  if (permission === undefined) {
    throw new Fault(
      'reply_not_permitted',
      'This account cannot answer this post. Choose another account or way.',
    );
  }
  const isByHand = wanted.byHand === true && permission.byHand !== undefined;
  if (!permission.allowed && !isByHand) {
    throw new Fault('reply_not_permitted', permission.reason ?? 'The network does not permit this answer.');
  }
  mustFit(wanted.text, permission.length);
  return permission;
}

/** Throws Fault `reply_too_long`. */
export function mustFit(text: string, length: LengthRule): void {
  if (length.parts !== undefined) mustFitParts(text, length.parts);
  const graphemes = length.weighted ? weightedLength(text) : [...segmenter.segment(text)].length;
  const bytes = Buffer.byteLength(text);
  if (graphemes > length.graphemes || bytes > length.bytes) {
    const over =
      graphemes > length.graphemes
        ? `${graphemes - length.graphemes} characters`
        : `${bytes - length.bytes} bytes`;
    throw new Fault(
      'reply_too_long',
      `With the signature the text is ${over} too long for this network. Shorten it; it is never cut.`,
    );
  }
}

/** What a telephone counts: so many SMS. */
function mustFitParts(text: string, most: number): void {
  const { parts, alphabet } = smsParts(text);
  if (parts <= most) return;
  const letters =
    alphabet === 'ucs2'
      ? ' Letters that telephones write with 16 bits leave room for less than half as many.'
      : '';
  throw new Fault(
    'reply_too_long',
    `With the signature the text makes ${parts} SMS, and ${most} are the most. Shorten it; it is never cut.${letters}`,
  );
}
