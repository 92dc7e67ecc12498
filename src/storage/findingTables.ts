import type { ColumnType, Generated } from 'kysely';
import type { Aspect, PostFinding } from '../domain/finding.ts';

/** What was found in posts, and what members say of it. */
export interface FindingTables {
  post_finding: {
    organisation_id: number;
    post_id: string;
    at: Date;
    models: string;
    found: ColumnType<PostFinding, string, string>;
  };
  post_whereabouts: { organisation_id: number; post_id: string; home: string | null; field: string | null };
  finding_correction: {
    organisation_id: number;
    id: string;
    post_id: string;
    aspect: Aspect;
    name: string;
    so: boolean;
    by: string;
    at: Date;
    was: boolean;
  };
  /** Posts that say the same. */
  campaign: {
    organisation_id: number;
    id: string;
    first_at: Date;
    last_at: Date;
    posts: number;
    lead_case_id: string;
  };
  campaign_post: { organisation_id: number; post_id: string; campaign_id: string };
  post_print: { organisation_id: number; print: number; post_id: string; at: Date };
  post_reading: {
    organisation_id: number;
    read: number;
    leased_by: string | null;
    lease_until: Date | null;
  };
  /** What cases are about, as the organisation names it. */
  topic: {
    organisation_id: number;
    id: string;
    name: string;
    names: string[];
    examples: string[];
    version: Generated<number>;
    created_at: Date;
    changed_at: Date;
    changed_by: string;
    retired_at: Date | null;
  };
  case_topic: { organisation_id: number; case_id: string; topic_id: string; tag: string; at: Date };
}
