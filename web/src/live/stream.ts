import type { Events, PresenceEvent } from '../../../src/api/contract.ts';
import { heard, unheard } from '../server/connection.ts';

export type Presence = import('zod').infer<typeof PresenceEvent>;

export interface Listener {
  news: (events: Events) => void;
  presence: (presence: Presence) => void;
}

/** How long silence may last before the stream is taken for dead, in milliseconds; the server speaks every 15 s. */
const longestSilence = 40_000;
const longestPause = 5000;

/**
 * Follows /api/events from a sequence, for ever: after any disconnection it goes on from the last sequence that was taken in, so that no
 * change is skipped. `more` of its address asks for one's own letterbox. Returns how to stop.
 */
export function followEvents(after: number, listener: Listener, more = ''): () => void {
  let sequence = after;
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const stillOpen = () => {
    failures = 0;
    clearTimeout(watch);
    watch = setTimeout(lost, longestSilence);
  };
  const alive = () => {
    heard();
    stillOpen();
  };
  const lost = () => {
    source?.close();
    clearTimeout(watch);
    clearTimeout(again);
    unheard();
    again = setTimeout(open, Math.min(250 * 2 ** failures, longestPause));
    failures += 1;
  };
  const open = () => {
    source = new EventSource(`/api/events?after=${sequence}${more}`);
    source.onopen = alive;
    source.onerror = lost;
    source.addEventListener('alive', alive);
    // The server is there and its database is not: what is shown may be old. The stream itself goes on.
    source.addEventListener('away', () => {
      stillOpen();
      unheard();
    });
    source.addEventListener('history', (message) => {
      alive();
      const events = JSON.parse(message.data) as Events;
      if (events.to <= sequence) return;
      sequence = events.to;
      listener.news(events);
    });
    source.addEventListener('presence', (message) => {
      alive();
      listener.presence(JSON.parse(message.data) as Presence);
    });
  };
  const closeNow = () => {
    clearTimeout(watch);
    clearTimeout(again);
    source?.close();
  };
  const networkIsBack = () => {
    clearTimeout(again);
    source?.close();
    open();
  };
  open();
  window.addEventListener('online', networkIsBack);
  window.addEventListener('offline', lost);
  return () => {
    window.removeEventListener('online', networkIsBack);
    window.removeEventListener('offline', lost);
    closeNow();
  };
}
