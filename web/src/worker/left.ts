/** What a page leaves to the service worker: answers that wait for the network, where both find them. Words stay on this phone as they do in the page's own store. */

/** One request to our server, in a member's name. */
export interface Left {
  memberId: string;
  address: string;
  body: object;
}

/** A cache: pages and workers have no other store in common that is as plain. */
export const leftStore = 'answerable-outbox-1';
export const leftAt = '/outbox';
/** The name under which the browser is asked to wake the worker once the network is back. */
export const leftTag = 'outbox';
/** Whoever offers answers, page or worker, holds this lock. */
export const outboxLock = 'answerable.outbox';
