import type { ColumnType } from 'kysely';
import type { AbuseReason } from '../domain/abuse.ts';
import type { CaseFilter, SavedList } from '../domain/caseFilter.ts';

/** Tables of what members do with cases and authors besides answering them, and of what they answer with. */
export interface CaseTables {
  approved_text: {
    organisation_id: number;
    id: string;
    title: string;
    topic: string;
    language: string | null;
    text: string;
    owner_id: string;
    review_on: string;
    changed_at: Date;
    changed_by: string;
    retired_at: Date | null;
  };
  abusive_post: { organisation_id: number; post_id: string; reason: AbuseReason; by: string; at: Date };
  praise: {
    organisation_id: number;
    post_id: string;
    member_id: string | null;
    team_id: string | null;
    by: string;
    at: Date;
  };
  author_block: {
    organisation_id: number;
    author_id: string;
    case_id: string;
    reason: string;
    by: string;
    at: Date;
    until: Date | null;
  };
  author_protection: {
    organisation_id: number;
    author_id: string;
    case_id: string;
    reason: string;
    by: string;
    at: Date;
  };
  deleted_words: { organisation_id: number; post_id: string; until: Date };
  author_reader: { organisation_id: number; author_id: string; member_id: string };
  sealed_identity: {
    organisation_id: number;
    identity_id: string;
    handle: string;
    name: string | null;
    named_at: Date | null;
    names: string[];
  };
  case_tag: { organisation_id: number; tag: string; case_id: string };
  saved_view: {
    organisation_id: number;
    id: string;
    name: string;
    view: SavedList;
    words: string;
    filter: ColumnType<CaseFilter, string, string>;
    made_by: string;
    shared: boolean;
    changed_at: Date;
  };
  author_mark: {
    organisation_id: number;
    author_id: string;
    do_not_contact_at: Date;
    /** Null where the author asked for it. */
    do_not_contact_by: string | null;
    reason: string;
  };
  author_join: {
    organisation_id: number;
    id: string;
    from_author: string;
    into_author: string;
    identities: string[];
    at: Date;
    by: string;
    undone_at: Date | null;
    undone_by: string | null;
  };
  rearrangement: {
    organisation_id: number;
    id: string;
    kind: 'merge' | 'split';
    from_case: string;
    into_case: string;
    conversations: string[];
    notes: string[];
    replies: string[];
    follow_ups: string[];
    at: Date;
    by: string;
    undone_at: Date | null;
    undone_by: string | null;
  };
}
