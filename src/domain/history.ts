/** Everything that the history can say. docs/architecture.md lists the same words; a test compares them. */
export const historyActions = [
  'case_opened',
  'post_heard',
  'post_edited',
  'post_deleted',
  'answer_heard',
  'case_claimed',
  'claim_released',
  'case_assigned',
  'case_handed_off',
  'case_resolved',
  'case_reopened',
  'severity_set',
  'tags_set',
  'authors_joined',
  'authors_parted',
  'contact_refused',
  'contact_allowed',
  'case_merged',
  'case_split',
  'case_rearrangement_undone',
  'note_written',
  'unit_set',
  'link_revoked',
  'how_to_reach_erased',
  'reply_queued',
  'reply_withdrawn',
  'reply_sending',
  'reply_sent',
  'reply_later',
  'reply_unknown',
  'reply_refused',
  'announcement_queued',
  'account_connected',
  'account_state_changed',
  'promises_set',
  'queue_placed',
] as const;

export type HistoryAction = (typeof historyActions)[number];

/** Acts of a colleague that a writer must have read before their own answer goes out. */
export const answersOfColleagues: readonly HistoryAction[] = [
  'reply_queued',
  'answer_heard',
  'case_resolved',
];
