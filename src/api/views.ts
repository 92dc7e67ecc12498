/** Rows of storage as the API shows them. */
import type { z } from 'zod';
import type { Channel } from '../channels/channel.ts';
import type { Network } from '../domain/network.ts';
import type { AccountRecord } from '../storage/accounts.ts';
import type { MemberRecord } from '../storage/members.ts';
import type { AccountView, MemberView, NetworkView } from './contract.ts';

/** An instant as the API writes it. */
export const instantOf = (at: Date | null): string | null => at?.toISOString() ?? null;

export function memberView(
  member: MemberRecord,
  door: { invitedUntil: Date | null; secondFactor: boolean } = { invitedUntil: null, secondFactor: false },
): MemberView {
  return {
    id: member.id,
    name: member.name,
    email: member.email,
    role: member.role,
    signature: member.signature,
    leftAt: instantOf(member.leftAt),
    invited: member.invited,
    invitedUntil: instantOf(door.invitedUntil),
    secondFactor: door.secondFactor,
  };
}

export function accountView(
  account: AccountRecord & { direct?: z.infer<typeof AccountView>['direct'] },
  channels: Record<Network, Channel>,
  now: Date,
  silence: string | null,
): z.infer<typeof AccountView> {
  const channel = channels[account.network];
  return {
    id: account.id,
    network: account.network,
    networkName: channel.name,
    handle: account.handle,
    name: account.name,
    institution: account.institution,
    state: account.state,
    stateReason: account.stateReason,
    owner: account.owner,
    cutOffAt: instantOf(account.cutOffAt),
    readsDirect: account.readsDirect,
    direct: account.direct ?? null,
    lacks: account.lacks,
    watched: account.watched,
    evidence: channel.evidence.map(({ what, by }) => ({ what, by })),
    lastHeardAt: instantOf(account.lastHeardAt),
    silence,
    listening: account.state === 'listening' && isListenedTo(channel, account, now),
    connectable: channel.connect !== null,
    receives: channel.receive !== undefined,
    guided: channel.connect?.guide !== undefined,
    reconciledAt: instantOf(account.reconciledAt),
    reconcileMissing: account.reconcileMissing,
    reconcileReason: account.reconcileReason,
    announces: announcesOf(channel),
  };
}

/** Where the network only ever calls us nobody has to hold on to it. */
const isListenedTo = (
  { sources, receive }: Channel,
  { leaseUntil }: Pick<AccountRecord, 'leaseUntil'>,
  now: Date,
): boolean => (leaseUntil !== null && leaseUntil > now) || (sources.length === 0 && receive !== undefined);

function announcesOf({ abilities }: Channel): AccountView['announces'] {
  const { announces, length, attachments } = abilities;
  if (!announces || length === null) return null;
  return {
    graphemes: length.graphemes,
    weighted: length.weighted === true,
    bytes: length.bytes,
    attachments: attachments === null ? null : { ...attachments, types: [...attachments.types] },
  };
}

/** Null for a network whose accounts are not connected by hand. */
export function networkView(channel: Channel): NetworkView | null {
  if (channel.connect === null) return null;
  return {
    network: channel.network,
    name: channel.name,
    evidence: channel.evidence.map(({ what, by }) => ({ what, by })),
    fields: channel.connect.fields.map(({ advanced = false, choices = [], when, ...field }) => ({
      ...field,
      advanced,
      choices: [...choices],
      when: when === undefined ? null : { field: when.field, is: [...when.is] },
    })),
    guided: channel.connect.guide !== undefined,
  };
}
