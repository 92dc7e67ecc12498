/** Watch-outs and hidden posts as the API shows them. */
import type { z } from 'zod';
import type { Channel } from '../channels/channel.ts';
import type { Network } from '../domain/network.ts';
import type { HiddenPost } from '../storage/hiddenPosts.ts';
import type { WatchNote, WatchOut } from '../storage/watchOuts.ts';
import type { CaseView, HiddenPostView, WatchNoteView, WatchOutView } from './contract.ts';
import { instantOf } from './views.ts';

/** Instants that come out of JSON of the database. */
const again = (at: string): string => new Date(at).toISOString();

export function watchOutView(one: WatchOut, channels: Readonly<Record<Network, Channel>>): WatchOutView {
  const { identityId, networkId, ...rest } = one;
  const channel = channels[one.network];
  return {
    ...rest,
    id: identityId,
    foundAt: one.foundAt.toISOString(),
    decided: one.decided && { ...one.decided, at: again(one.decided.at) },
    reported: one.reported && { ...one.reported, at: again(one.reported.at) },
    firstAt: instantOf(one.firstAt),
    lastAt: instantOf(one.lastAt),
    latest: one.latest.map(({ networkId: post, ...shown }) => ({
      ...shown,
      at: again(shown.at),
      pageAddress: channel.pageAddress?.(post) ?? null,
    })),
    report: {
      byProgram: one.canReport && channel.report !== undefined,
      address: channel.reportAddress?.({ networkId, handle: one.handle }) ?? null,
    },
  };
}

export const watchNoteView = (note: WatchNote): z.infer<typeof WatchNoteView> => note;

export const hiddenPostView = ({ id: _, accountId: __, ...post }: HiddenPost): HiddenPostView => post;

/** The networks of these posts that let us hide or delete a post of somebody else. */
export function hidingWays(
  posts: readonly { network: Network }[],
  channels: Readonly<Record<Network, Channel>>,
): CaseView['hiding'] {
  return [...new Set(posts.map(({ network }) => network))].flatMap((network) => {
    const { abilities, hide } = channels[network];
    return abilities.hides === undefined || hide === undefined ? [] : [{ network, way: abilities.hides }];
  });
}
