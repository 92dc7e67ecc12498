/** What became of hiding a post or reporting an account, in words of its own: the words for answers ("change the reply") would say the wrong thing. */
import type { Outcome } from './channel.ts';

/** An outcome that was read as that of an answer; `network` is whom people know by that name. */
export function outcomeOfAct(outcome: Outcome, network: string): Outcome {
  switch (outcome.kind) {
    case 'unknown':
      return {
        kind: 'unknown',
        reason: `${network} did not answer. Nobody knows yet whether it was done: ask once more.`,
      };
    case 'refused':
      return outcome.code === 'network_refused'
        ? { ...outcome, reason: refused(outcome.reason, network) }
        : outcome;
    case 'sent':
    case 'later':
      return outcome;
  }
}

/** What the network said stands between quotation marks. */
function refused(reason: string, network: string): string {
  const said = /"(.*)"/s.exec(reason)?.[1] ?? '';
  return said === '' ? `${network} refused it.` : `${network} refused it: "${said}".`;
}
