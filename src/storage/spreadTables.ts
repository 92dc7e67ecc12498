import type { Generated } from 'kysely';
import type { Network } from '../domain/network.ts';

/** Reach, and stories that spread. The desk's role may read none of these tables. */
export interface SpreadTables {
  reach: {
    organisation_id: number;
    id: Generated<number>;
    identity_id: string;
    post_id: string | null;
    followers: number | null;
    verified: boolean | null;
    shares: number | null;
    at: Date;
  };
  spread_watch: {
    organisation_id: number;
    post_id: string;
    network: Network;
    network_id: string;
    identity_id: string | null;
    posted_at: Date;
    rising: Generated<boolean>;
    next_at: Date | null;
  };
  spread_sample: {
    organisation_id: number;
    post_id: string;
    source: 'asked' | 'heard';
    at: Date;
    shares: number;
  };
  spread_sign: { organisation_id: number; post_id: string; identity_id: string };
  spread_usual: { organisation_id: number; band: number; per_hour: number | null; counted_at: Date };
  spread_story: {
    organisation_id: number;
    post_id: string;
    since: Date;
    per_hour: number;
    usual: number | null;
    fastest: number;
    shares: number;
    pace_now: number;
    calmed_at: Date | null;
    told_at: Date | null;
    ended_as: 'done' | 'no_story' | null;
    ended_at: Date | null;
    ended_by: string | null;
  };
}
