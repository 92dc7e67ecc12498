/** What the contract suite says of a channel in its table: its evidence, its abilities, what was left out and why. Used by tests only. */
import type { Channel } from './channel.ts';

/** What it is made of. */
interface Tried {
  channel: Channel;
  openNetwork: (() => unknown) | 'at home' | null;
  leftOut?: readonly string[];
}

export interface ContractRow {
  channel: string;
  /** By kind of evidence, the strongest first: how many things were tried against it. */
  evidence: string;
  abilities: string;
  /** Each with its reason; empty where everything ran. */
  leftOut: readonly string[];
}

declare module 'vitest' {
  interface TaskMeta {
    channel?: ContractRow;
  }
}

const strongestFirst = [
  'real server',
  'official description and samples',
  'our double',
  'our own pages',
  'paper',
] as const;

/** The row of one channel. */
export function rowOf({ channel, openNetwork, leftOut = [] }: Tried): ContractRow {
  return {
    channel: channel.name,
    evidence: strongestFirst
      .map((by) => ({ by, times: channel.evidence.filter((one) => one.by === by).length }))
      .filter(({ times }) => times > 0)
      .map(({ by, times }) => `${by} (${times})`)
      .join(', '),
    abilities: abilitiesOf(channel),
    leftOut: [...whyNot(channel, openNetwork), ...leftOut],
  };
}

function abilitiesOf({ abilities, receive, shares, writeToMember }: Channel): string {
  const { hears, replies, announces, deletes, attachments, keyed } = abilities;
  return [
    `hears by ${hears.join(', ')}`,
    ...(receive === undefined ? [] : [`called, believed by ${receive.proof}`]),
    ...replies.map(
      (mode) => `answers ${mode === 'public' ? 'in public' : 'in private'}${keyed[mode] ? ', keyed' : ''}`,
    ),
    ...(announces ? ['announces'] : []),
    ...(deletes ? ['deletes'] : []),
    ...(attachments === null ? [] : [`${attachments.most} files`]),
    ...(shares === undefined ? [] : ['counts shares']),
    ...(writeToMember === undefined ? [] : ['writes to members']),
  ].join('; ');
}

function* whyNot(channel: Channel, openNetwork: Tried['openNetwork']): Generator<string> {
  if (openNetwork === null) yield 'sending: it sends nothing';
  if (openNetwork === 'at home') yield 'faults of a network: there is none in between';
  if (channel.receive === undefined) yield 'webhooks: its network never calls';
  const unkeyed = channel.abilities.replies.filter((mode) => !channel.abilities.keyed[mode]);
  if (unkeyed.length > 0)
    yield `sending again by itself (${unkeyed.join(', ')}): it takes no key, a person says`;
}
