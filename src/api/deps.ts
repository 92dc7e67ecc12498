import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Channel } from '../channels/channel.ts';
import type { PostFinding } from '../domain/finding.ts';
import type { Network } from '../domain/network.ts';
import type { Right } from '../domain/rights.ts';
import type { StoryClock } from '../domain/storyClock.ts';
import type { SignIn } from '../members/signIn.ts';
import type { Recording } from '../outside/fetchRecording.ts';
import type { GuardedAnswer, GuardedAsk } from '../outside/guardedRequest.ts';
import type { CleanImage } from '../outside/image.ts';
import type { openAccount } from '../storage/accountsOpened.ts';
import type { Storage } from '../storage/database.ts';
import type { Membership } from '../storage/members.ts';
import type { MasterKey } from '../storage/secrets.ts';
import type { Topics } from '../understanding/reader.ts';
import type { FoundTopic } from '../understanding/topics.ts';

export interface ApiSettings {
  version: string;
  /** Where people reach us, e.g. "https://desk.example"; null when it is only known from each request. */
  publicAddress: string | null;
  /** The folder of the built console; null when this process serves none. */
  consoleFolder: string | null;
  /** Addresses of the proxies in front of us, whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** Hosts in the private network that webhooks and an issuer of sign-ins may lead to. */
  privateHosts: string[];
}

/** Everything the API stands on, handed in by main. */
export interface ApiDeps {
  storage: Storage;
  signIn: SignIn;
  key: MasterKey;
  channels: Record<Network, Channel>;
  settings: ApiSettings;
  log: FastifyBaseLogger;
  now(): Date;
  /** Asks an address that an admin wrote, through the guard. */
  askOutside(address: string, ask: GuardedAsk): Promise<GuardedAnswer>;
  /** Fetches a stranger's picture through the guard. */
  fetchImage(address: string): Promise<CleanImage>;
  fetchRecording(address: string): Promise<Recording>;
  /** What would be found of these topics in a sentence; learned where nobody is held up. */
  findTopics(text: string, topics: Topics): Promise<readonly FoundTopic[]>;
  /** What an answer of ours does that was said at this moment, on the clock of this zone (IANA). */
  readAnswer(text: string, said: { at: Date; timeZone: string }): Promise<PostFinding>;
  /** An account as its channel needs it, with its meter and whoever is told of it; left out, without both. */
  openAccount?(organisationId: number, accountId: string): ReturnType<typeof openAccount>;
  /** The story that a demonstration plays; absent or null where the desk is a real one. */
  demonstration?(): StoryClock | null;
  /** A sentence for each account (by id) that has been silent for longer than is usual at this hour. */
  silences?(organisationId: number): Promise<Map<string, string>>;
}

/** A Fastify whose routes are typed by their zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * One file of routes. It runs in a scope of its own: content type parsers and hooks added there stay there. Every route says
 * `config: { right }`; one without it makes the start fail.
 */
export type Routes<Deps extends ApiDeps = ApiDeps> = (app: App, deps: Deps) => void;

/** `public`: anybody; `signed_in`: any member; else the one right of the written table that it needs. */
export type RouteRight = Right | 'public' | 'signed_in';

declare module 'fastify' {
  interface FastifyContextConfig {
    right?: RouteRight;
    /** Also answers a member who asks for their own letterbox (`?letterbox=1`). */
    inLetterbox?: true;
  }
  interface FastifyRequest {
    /** The member who asks. Throws on public routes: there is nobody. */
    readonly member: Membership;
  }
  interface FastifyInstance {
    /** Every route with its right, for the tests that compare them with the written table. */
    routeRights: { method: string; url: string; right: RouteRight }[];
  }
}
