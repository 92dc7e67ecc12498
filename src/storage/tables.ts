/** The tables as kysely sees them. Column names are the database's; `int8` is read as a number. */
import type { ColumnType, Generated } from 'kysely';
import type { Call } from '../domain/call.ts';
import type { CaseState } from '../domain/case.ts';
import type { DeliveryStatus } from '../domain/delivery.ts';
import type { NeedsSettings } from '../domain/needsYou.ts';
import type { Network } from '../domain/network.ts';
import type { OfficeHoursSettings } from '../domain/officeHoursSettings.ts';
import type { Direction, Media, Visibility } from '../domain/post.ts';
import type { Attachment, ReplyMode, ReplyState } from '../domain/reply.ts';
import type { Rhythm } from '../domain/rhythm.ts';
import type { Role } from '../domain/rights.ts';
import type { SpreadLimits } from '../domain/spreading.ts';
import type { AccountTables } from './accountTables.ts';
import type { AlertTables } from './alertTables.ts';
import type { ArchiveTables } from './archiveTables.ts';
import type { CallBackTables } from './callBackTables.ts';
import type { CallTables } from './callTables.ts';
import type { CaseTables } from './caseTables.ts';
import type { ErasureTables } from './erasureTables.ts';
import type { FindingTables } from './findingTables.ts';
import type { FormTables } from './formTables.ts';
import type { FrontTables } from './frontTables.ts';
import type { LetterboxTables } from './letterboxTables.ts';
import type { MediaTables } from './mediaTables.ts';
import type { MoneyTables } from './moneyTables.ts';
import type { MoveTables } from './moveTables.ts';
import type { RecordTables } from './recordTables.ts';
import type { RetentionTables } from './retentionTables.ts';
import type { RuleTables } from './ruleTables.ts';
import type { SignInTables } from './signInTables.ts';
import type { SpreadTables } from './spreadTables.ts';
import type { TeamTables } from './teamTables.ts';
import type { WatchTables } from './watchTables.ts';

type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

export interface Tables
  extends AccountTables,
    AlertTables,
    ArchiveTables,
    CallTables,
    CaseTables,
    CallBackTables,
    FindingTables,
    ErasureTables,
    FormTables,
    FrontTables,
    LetterboxTables,
    MediaTables,
    MoneyTables,
    MoveTables,
    RecordTables,
    RetentionTables,
    RuleTables,
    SignInTables,
    SpreadTables,
    TeamTables,
    WatchTables {
  organisation: {
    id: Generated<number>;
    name: string;
    kind: 'institution' | 'watchdog';
    time_zone: Generated<string>;
    language: Generated<string>;
    first_response_minutes: Generated<number>;
    next_response_minutes: Generated<number>;
    resolution_minutes: number | null;
    abuse_limit: number | null;
    helpline: string | null;
    office_hours: JsonOrNull<OfficeHoursSettings>;
    placed_until: string | null;
    erasure_key: Generated<string>;
    has_erased: Generated<boolean>;
    protections: Generated<number>;
    topics: Generated<number>;
    needs_you: JsonOrNull<Partial<NeedsSettings>>;
    spreading: JsonOrNull<Partial<SpreadLimits>>;
    created_at: Generated<Date>;
  };
  organisation_counter: {
    organisation_id: number;
    history: Generated<number>;
    case_number: Generated<number>;
  };
  institution: { organisation_id: number; id: string; name: string; own: boolean; page: Generated<string> };
  sign_in: {
    id: string;
    name: string;
    email: string;
    email_verified: Generated<boolean>;
    image: string | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  session: {
    id: string;
    expires_at: Date;
    token: string;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
    ip_address: string | null;
    user_agent: string | null;
    sign_in_id: string;
  };
  credential: {
    id: string;
    account_id: string;
    provider_id: string;
    sign_in_id: string;
    access_token: string | null;
    refresh_token: string | null;
    id_token: string | null;
    access_token_expires_at: Date | null;
    refresh_token_expires_at: Date | null;
    scope: string | null;
    password: string | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  verification: {
    id: string;
    identifier: string;
    value: string;
    expires_at: Date;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  rate_limit: { id: string; key: string; count: number; last_request: number };
  one_time_link: {
    token_hash: Buffer;
    purpose: 'first_run' | 'sign_in' | 'invitation' | 'password' | 'probe';
    sign_in_id: string | null;
    organisation_id: number | null;
    member_id: string | null;
    expires_at: Date;
    used_at: Date | null;
  };
  member: {
    organisation_id: number;
    id: string;
    sign_in_id: string | null;
    name: string;
    email: string;
    signature: string | null;
    role: Role;
    language: Generated<string | null>;
    left_at: Date | null;
    created_at: Generated<Date>;
    superior_id: string | null;
    answers_threats: Generated<boolean>;
    rhythm: JsonOrNull<Rhythm & { since: string }>;
    told_of_spreading: Generated<boolean>;
  };
  source_cursor: {
    organisation_id: number;
    account_id: string;
    source: string;
    cursor: string | null;
    saved_at: Date;
  };
  raw_item: {
    organisation_id: number;
    id: number;
    account_id: string;
    key: string;
    payload: string | null;
    heard_at: Date;
  };
  inbox_item: { organisation_id: number; lane: number; raw_id: number };
  inbox_lane: {
    organisation_id: number;
    lane: number;
    written: Generated<number>;
    done: Generated<number>;
    leased_by: string | null;
    lease_until: Date | null;
    served_at: Generated<Date>;
  };
  set_aside_item: {
    organisation_id: number;
    raw_id: number;
    account_id: string;
    reason: string;
    position: string | null;
    network_id: string | null;
    set_aside_at: Date;
    replayed_at: Date | null;
  };
  intake_count: {
    organisation_id: number;
    account_id: string;
    day: string;
    posts: Generated<number>;
    doubles: Generated<number>;
    edits: Generated<number>;
    deletions: Generated<number>;
    ignored: Generated<number>;
    set_aside: Generated<number>;
  };
  identity: {
    organisation_id: number;
    id: string;
    author_id: string;
    network: Network;
    network_id: string;
    handle: string;
    name: string | null;
    language: string | null;
    first_heard_at: Date;
    named_at: Date | null;
    erased_at: Date | null;
    protected: Generated<boolean>;
    fingerprint: Generated<string>;
  };
  conversation: {
    organisation_id: number;
    id: string;
    network: Network;
    thread: string;
    identity_id: string;
    case_id: string;
    institution_id: string;
    visibility: Visibility;
    fingerprint: Generated<string>;
  };
  post: {
    organisation_id: number;
    id: string;
    network: Network;
    network_id: string;
    thread: string;
    parent_network_id: string | null;
    quoted_network_id: string | null;
    conversation_id: string | null;
    identity_id: string | null;
    direction: Direction;
    visibility: Visibility;
    hearing: string;
    text: string;
    language: string | null;
    media: JsonOrNull<Media[]>;
    handle: JsonOrNull<Record<string, string>>;
    call: JsonOrNull<Call>;
    at: Date;
    heard_at: Date;
    revision: string;
    edited_at: Date | null;
    deleted_at: Date | null;
    erased_at: Date | null;
    raw_id: number | null;
    member_id: string | null;
    automatic: Generated<boolean>;
    bounced_at: Date | null;
    fingerprint: Generated<string>;
  };
  post_heard: { organisation_id: number; post_id: string; account_id: string; raw_id: number };
  care_case: {
    organisation_id: number;
    id: string;
    number: number;
    institution_id: string;
    author_id: string;
    identity_id: string;
    last_inbound_post_id: string | null;
    state: CaseState;
    state_at: Date;
    state_by: string | null;
    owner_id: string | null;
    severity: Generated<number>;
    vulnerable: Generated<boolean>;
    threat: string | null;
    tags: Generated<string[]>;
    first_inbound_at: Date | null;
    last_inbound_at: Date | null;
    first_house_at: Date | null;
    last_house_at: Date | null;
    waiting_since: Date | null;
    tier: number | null;
    due_at: Date | null;
    inbound_posts: Generated<number>;
    sequence: number;
    unit_id: string | null;
    merged_into: string | null;
    rearranged: Generated<boolean>;
    team_id: string | null;
    campaign_id: string | null;
    folded: Generated<boolean>;
  };
  claim: { organisation_id: number; case_id: string; member_id: string; at: Date; until: Date };
  note: {
    organisation_id: number;
    id: string;
    case_id: string;
    member_id: string;
    text: string;
    at: Date;
  };
  delivery_news: {
    organisation_id: number;
    network: Network;
    network_id: string;
    status: DeliveryStatus;
    at: Date;
    reason: string | null;
    key: string | null;
  };
  reply_move: { from_state: ReplyState; to_state: ReplyState };
  reply: {
    organisation_id: number;
    id: string;
    case_id: string | null;
    conversation_id: string | null;
    post_id: string | null;
    account_id: string | null;
    member_id: string;
    mode: ReplyMode;
    text: string;
    typed: string | null;
    attachments: Json<Attachment[]>;
    state: ReplyState;
    state_at: Date;
    written_on: number;
    send_at: Date | null;
    leased_by: string | null;
    lease_until: Date | null;
    attempts: Generated<number>;
    first_attempt_at: Date | null;
    network_key: string | null;
    network_id: string | null;
    code: string | null;
    reason: string | null;
  };
  history: {
    organisation_id: number;
    sequence: number;
    at: Date;
    actor_id: string | null;
    action: string;
    case_id: string | null;
    subject_id: string | null;
    particulars: JsonOrNull<Record<string, unknown>>;
  };
  audit_entry: {
    organisation_id: number;
    id: string;
    at: Date;
    member_id: string | null;
    action: string;
    particulars: Json<Record<string, unknown>>;
  };
  running_role: {
    id: string;
    role: string;
    host: string;
    pid: number;
    started_at: Date;
    beat_at: Date;
  };
  schema_migration: { version: number; name: string; applied_at: Generated<Date> };
}
