import type { Generated } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { CountSource, Measure } from '../domain/spreading.ts';

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
    identity_id: string | null;
    posted_at: Date;
    watched_at: Date;
    rising: Generated<boolean>;
    signed: Generated<boolean>;
    asked_at: Date | null;
    failed: Generated<number>;
    next_at: Date | null;
  };
  spread_sample: {
    organisation_id: number;
    post_id: string;
    source: CountSource;
    at: Date;
    count: number;
  };
  spread_sign: { organisation_id: number; post_id: string; way: 'quoted' | 'answered'; identity_id: string };
  spread_pace: {
    organisation_id: number;
    post_id: string;
    measure: Measure;
    band: number;
    network: Network;
    posted_at: Date;
    per_hour: number;
  };
  spread_usual: {
    organisation_id: number;
    network: Network;
    measure: Measure;
    band: number;
    per_hour: number;
    counted_at: Date;
  };
  spread_story: {
    organisation_id: number;
    post_id: string;
    since: Date;
    measure: Measure;
    per_hour: number;
    usual: number | null;
    fastest: number;
    shares: number;
    shares_now: number;
    answers: number;
    answers_now: number;
    counted_at: Date | null;
    judged_at: Date;
    calmed_at: Date | null;
    told_at: Date | null;
    ended_as: 'done' | 'no_story' | 'archived' | null;
    ended_at: Date | null;
    ended_by: string | null;
    reopened_at: Date | null;
  };
}
