/** What makes a post abusive. It is folded for this reason; the complaint inside stays in the queue. */
export const abuseReasons = ['insult', 'threat', 'hate', 'sexual', 'other'] as const;
export type AbuseReason = (typeof abuseReasons)[number];
