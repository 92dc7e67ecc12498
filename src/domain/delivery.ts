import type { Network } from './network.ts';

/** What a network says later of a post of ours: it came back, it is still on its way, it arrived after all. */
export const deliveryStatuses = ['failed', 'delayed', 'delivered'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** News of one post of ours on its way to its author. */
export interface DeliveryNews {
  network: Network;
  /** The network's id of our post. */
  networkId: string;
  status: DeliveryStatus;
  at: Date;
  /** A safe sentence that says why and what to do; null where all is well. */
  reason: string | null;
  /** The key that our post was sent with, where the network says it back: it finds a post whose answer never reached us. */
  key?: string;
}

/**
 * Which of two pieces of news about the same post stands, whatever the order of arrival: what came back stays back; else the later one stands, and of
 * two of the same instant the good one. The database holds the same rule (storage/deliveries.ts).
 */
export function standingNews(a: DeliveryNews, b: DeliveryNews): DeliveryNews {
  return compare(a, b) >= 0 ? a : b;
}

function compare(a: DeliveryNews, b: DeliveryNews): number {
  return (
    Number(a.status === 'failed') - Number(b.status === 'failed') ||
    a.at.getTime() - b.at.getTime() ||
    // 'delivered' comes after 'delayed' in the alphabet, too.
    (a.status < b.status ? -1 : a.status > b.status ? 1 : 0)
  );
}
