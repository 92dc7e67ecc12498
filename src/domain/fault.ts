/**
 * An error with three faces: a code for programs, a safe sentence for people that says what to do,
 * and a cause that stays in the log. Only `code` and `sentence` may ever leave the machine.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly sentence: string;

  constructor(code: FaultCode, sentence: string, options?: { cause?: unknown }) {
    super(`${code}: ${sentence}`, options);
    this.name = 'Fault';
    this.code = code;
    this.sentence = sentence;
  }
}

/** Every code, with the HTTP status it is answered with. docs/errors.md is tested against this list. */
export const faultCodes = {
  not_signed_in: 401,
  not_permitted: 403,
  not_found: 404,
  input_invalid: 400,
  origin_refused: 403,
  too_many_requests: 429,
  first_run_done: 409,
  link_expired: 410,
  case_moved: 409,
  case_merged: 409,
  claimed_by_colleague: 409,
  member_away: 409,
  topic_changed: 409,
  approval_decided: 409,
  approval_impossible: 409,
  number_in_public: 400,
  shows_private: 409,
  reply_not_permitted: 409,
  reply_too_long: 400,
  reply_left: 409,
  commitment_ended: 409,
  follow_up_moved_on: 409,
  promises_open: 409,
  promise_unsaid: 409,
  hashtag_taken: 409,
  call_moved_on: 409,
  account_refused: 409,
  account_lacks_rights: 409,
  account_exists: 409,
  network_unreachable: 502,
  push_failed: 409,
  media_refused: 400,
  media_too_large: 413,
  address_private: 400,
  archive_unreadable: 400,
  labelled_unreadable: 400,
  database_unreachable: 503,
  database_refused: 503,
  database_missing: 503,
  database_too_old: 503,
  database_newer: 503,
  database_role: 503,
  database_in_use: 503,
  database_not_empty: 409,
  restore_incomplete: 503,
  backup_damaged: 422,
  faults_found: 503,
  database_keeps_dying: 503,
  disk_full: 507,
  port_taken: 503,
  settings_invalid: 503,
  key_unusable: 503,
  unexpected: 500,
} as const satisfies Record<string, number>;

export type FaultCode = keyof typeof faultCodes;

/** True for a Fault, so that a caller may show its sentence. */
export function isFault(error: unknown): error is Fault {
  return error instanceof Fault;
}
