import { sql } from 'kysely';
import type { System } from '../database.ts';

/**
 * Replies that waited when the backup was taken may have gone out since. Each is left as if its sender had died just after it took it: whoever sends looks for it on its network
 * first (desk/replies/check.ts), and sends again only where a key makes twice impossible. Answers how many.
 */
export async function holdWaitingReplies(system: System, takenAt: Date, now: Date): Promise<number> {
  const held = await sql`
    update reply set state = 'sending', state_at = ${now}, leased_by = 'restore', lease_until = ${now},
      first_attempt_at = coalesce(first_attempt_at, ${takenAt}::timestamptz)
    where state in ('queued', 'later', 'sending')`.execute(system);
  return Number(held.numAffectedRows ?? 0n);
}
