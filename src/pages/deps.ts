import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Channel } from '../channels/channel.ts';
import type { Network } from '../domain/network.ts';
import type { CleanImage } from '../outside/image.ts';
import type { Storage } from '../storage/database.ts';
import type { MasterKey } from '../storage/secrets.ts';
import type { PageLimits } from './limits.ts';
import type { OneTime } from './oneTime.ts';

/** What main hands to the public pages. */
export interface PagesDeps {
  storage: Storage;
  key: MasterKey;
  channels: Record<Network, Channel>;
  now(): Date;
  /** `publicAddress`: the base of links that are handed out; null where it is only known from each request. */
  settings: { publicAddress: string | null };
}

/** What the pages make of it once. */
export interface Pages extends PagesDeps {
  oneTime: OneTime;
  limits: PageLimits;
  /** Draws a photo anew, a few at a time. */
  clean(bytes: Uint8Array): Promise<CleanImage>;
}

/** A Fastify whatever its routes are typed by. */
export type PagesApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger>;
