/** The table of migration 0037. */
import type { MoveWay } from '../domain/privateMove.ts';

export interface MoveTables {
  private_move: {
    organisation_id: number;
    id: string;
    conversation_id: string;
    post_id: string;
    account_id: string;
    reply_id: string;
    way: MoveWay;
    message_id: string | null;
    token_hash: Buffer | null;
    form_account_id: string | null;
    language: string;
    made_at: Date;
    made_by: string;
    revoked_at: Date | null;
    outcome_reply_id: string | null;
  };
}
