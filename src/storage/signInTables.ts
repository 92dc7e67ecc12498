/** The tables of signing in beyond a password, of keys and of hooks, as kysely sees them. */
import type { ColumnType, Generated } from 'kysely';
import type { Right, Role } from '../domain/rights.ts';

type Json<T> = ColumnType<T, string, string>;

export interface SignInTables {
  second_factor: {
    sign_in_id: string;
    secret: Buffer;
    confirmed_at: Date | null;
    last_step: Generated<number>;
  };
  backup_code: { sign_in_id: string; code_hash: Buffer; used_at: Date | null };
  passkey: {
    id: string;
    sign_in_id: string;
    name: string;
    public_key: Buffer;
    counter: number;
    transports: string[];
    created_at: Date;
    last_used_at: Date | null;
  };
  sign_in_step: {
    token_hash: Buffer;
    purpose: 'second_factor' | 'passkey_add' | 'passkey_sign_in' | 'single_sign_on';
    sign_in_id: string | null;
    particulars: Json<Record<string, string>>;
    tries: Generated<number>;
    expires_at: Date;
  };
  single_sign_on: {
    organisation_id: number;
    id: string;
    name: string;
    issuer: string;
    client_id: string;
    secret: Buffer;
    email_domains: string[];
    newcomer_role: Role | null;
  };
  api_key: {
    organisation_id: number;
    id: string;
    member_id: string;
    made_by: string;
    name: string;
    token_hash: Buffer;
    hint: string;
    scopes: Right[];
    created_at: Date;
    expires_at: Date;
    last_used_at: Date | null;
    revoked_at: Date | null;
  };
  webhook: {
    organisation_id: number;
    id: string;
    name: string;
    address: string;
    secret: Buffer;
    actions: string[];
    state: Generated<'on' | 'paused'>;
    reason: string | null;
    told: number;
    tries: Generated<number>;
    due_at: Date;
    leased_by: string | null;
    lease_until: Date | null;
    made_by: string;
    created_at: Date;
  };
  webhook_delivery: {
    organisation_id: number;
    id: string;
    webhook_id: string;
    sequence: number;
    action: string;
    state: Generated<'waiting' | 'delivered' | 'failed'>;
    again_at: Date | null;
    again_tries: Generated<number>;
    at: Date;
  };
  webhook_attempt: {
    organisation_id: number;
    id: string;
    delivery_id: string;
    at: Date;
    status: number | null;
    reason: string | null;
    milliseconds: number;
  };
}
