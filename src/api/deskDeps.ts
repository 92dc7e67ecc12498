import type { ApiDeps } from './deps.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { Presence } from './presence.ts';

/** What the routes of the desk need besides. */
export interface DeskDeps extends ApiDeps {
  live: LiveFeed;
  presence: Presence;
}
