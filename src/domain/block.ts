/** A block of an author: a supervisor's word that their posts are folded, for a while or until somebody lifts it. */
export interface Block {
  /** From then on it is over by itself; null: when somebody lifts it. */
  until: Date | null;
}

/** How many days a block is offered for; a date, and until it is lifted, are offered besides. */
export const blockDays = [1, 7, 30] as const;

/** Whether it blocks now: at its end it does not any more. */
export function isBlocked(block: Block | null, now: Date): boolean {
  return block !== null && (block.until === null || now < block.until);
}
