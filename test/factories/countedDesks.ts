/** Desks in storage to which authors wrote, with a network that counts for each of them as a test says. */
import { sql } from 'kysely';
import type { Channel, SharesCounted } from '../../src/channels/channel.ts';
import { type AskDeps, askOnce } from '../../src/desk/spreading/askNetwork.ts';
import { tidyOnce, watchOnce } from '../../src/jobs/watchSpreading.ts';
import type { Storage } from '../../src/storage/database.ts';
import { addressOf, at, channels, type Desk, hear, item, makeDesk, serve } from './desk.ts';

export interface CountedDesk extends Desk {
  /** How often posts were passed on, by their addresses. */
  counts: Map<string, number>;
}

export interface CountedDesks {
  deps: AskDeps;
  /** The posts that were asked for, a question each. */
  asked: string[][];
  /** How the network answers instead of counting; null: it counts. */
  answer: { next: ((ids: readonly string[]) => SharesCounted | null) | null };
  logged: string[];
  later(minutes: number): void;
  /** A desk to which an author each wrote at these minutes of the day. */
  open(minutes: readonly number[], more?: { askable?: boolean }): Promise<CountedDesk>;
  /** What the jobs do in a while, by two programs; posts that are due have waited for long enough. */
  run(): Promise<void>;
  stories(desk: Desk): Promise<string[]>;
  /** Asks as long as there is something to ask; answers what was asked for. */
  askAll(): Promise<string[][]>;
  watched(desk: Desk): Promise<Watched[]>;
  /** A reader answers the post of the first author, which is a sign that it spreads. */
  hearAnswer(desk: Desk, n: number, minute?: number): Promise<void>;
}

export interface Watched {
  id: string;
  identity: string;
  nextAt: Date | null;
  failed: number;
}

/** The post of the nth author. */
export const postOf = (n: number): string => addressOf(`did:plc:author${n}`, 'asks');

export function countedDesks(storage: Storage): CountedDesks {
  const clock = { now: at(60) };
  const asked: string[][] = [];
  const logged: string[] = [];
  const answer: CountedDesks['answer'] = { next: null };
  const counts = new Map<string, Map<string, number>>();
  const shares: NonNullable<Channel['shares']> = {
    atOnce: 25,
    async count({ accountId }, ids) {
      asked.push([...ids]);
      const said = answer.next?.(ids) ?? null;
      if (said !== null) return said;
      return { kind: 'counted', shares: new Map(ids.map((id) => [id, counts.get(accountId)?.get(id) ?? 0])) };
    },
  };
  const deps: AskDeps = {
    storage,
    channels: { ...channels, bluesky: { ...channels.bluesky, shares } },
    openAccount: async (_organisation, accountId) => ({
      accountId,
      networkId: 'did:plc:karoowater',
      handle: 'house',
      settings: {},
      secret: {},
      ourIds: [],
      watched: [],
      keepSecret: async () => undefined,
    }),
    now: () => clock.now,
    log: (event) => logged.push(event),
  };
  const all: CountedDesks = {
    deps,
    asked,
    answer,
    logged,
    later(minutes) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000);
    },
    async open(minutes, { askable = true } = {}) {
      const desk = await makeDesk(storage);
      await hear(
        desk,
        desk.house,
        minutes.map((minute, n) =>
          item({
            did: `did:plc:author${n}`,
            key: 'asks',
            minute,
            text: 'No water.',
            mentions: [desk.house.did],
          }),
        ),
      );
      await serve(storage);
      if (askable)
        await sql`update connected_account set secret = '\\x00' where id = ${desk.house.id}`.execute(
          storage.system,
        );
      const own = new Map<string, number>();
      counts.set(desk.house.id, own);
      // An organisation that is new is found in the round after.
      await watchOnce(deps, 'one');
      await watchOnce(deps, 'one');
      return { ...desk, counts: own };
    },
    async run() {
      await watchOnce(deps, 'one');
      all.later(3);
      while ((await askOnce(deps, 'one')) || (await askOnce(deps, 'other')));
      await watchOnce(deps, 'other');
      await tidyOnce(deps);
    },
    async stories({ organisationId }) {
      const found = await sql<{ id: string }>`
        select p.network_id as id from spread_story as s join post as p on p.organisation_id = s.organisation_id and p.id = s.post_id
        where s.organisation_id = ${organisationId} order by 1`.execute(storage.system);
      return found.rows.map(({ id }) => id);
    },
    async askAll() {
      const from = asked.length;
      while (await askOnce(deps, 'one'));
      return asked.slice(from);
    },
    watched: (desk) => watchedOf(storage, desk),
    async hearAnswer(desk, n, minute = 50 + n) {
      const says = { did: `did:plc:reader${n}`, key: 'reads', minute, text: `Look (${n})`, root: postOf(0) };
      await hear(desk, desk.house, [item({ ...says, mentions: [desk.house.did] })], at(minute));
      await serve(storage);
      await watchOnce(deps, 'one');
    },
  };
  return all;
}

async function watchedOf(storage: Storage, { organisationId }: Desk): Promise<Watched[]> {
  const found = await sql<Watched>`
    select p.network_id as id, w.identity_id as identity, w.next_at as "nextAt", w.failed from spread_watch as w
    join post as p on p.organisation_id = w.organisation_id and p.id = w.post_id where w.organisation_id = ${organisationId}
    order by w.posted_at, 1`.execute(storage.system);
  return found.rows;
}
