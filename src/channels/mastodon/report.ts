/** Reports an account to those who run our server; they pass it on to its own. */
import { outcomeOfAct } from '../acting.ts';
import type { ChannelTools, Outcome } from '../channel.ts';
import { dictionary } from '../reading.ts';
import { lacksReports } from './lacking.ts';
import { outcomeOfError, outcomeOfRefusal } from './outcome.ts';
import { idOf } from './payload.ts';
import { lacksRights, type Session } from './session.ts';

const network = "The account's server";
/** Servers take no longer comments. */
const mostLetters = 1_000;

/** `networkId` is the whole name behind `acct:`; the server's own id of it is asked for. */
export async function reportAccount(
  tools: ChannelTools,
  session: Session,
  { networkId, reason }: { networkId: string; reason: string },
): Promise<Outcome> {
  const acct = networkId.replace(/^acct:/, '');
  try {
    const lookUp = { method: 'GET', path: '/api/v1/accounts/lookup', query: { acct } } as const;
    const found = await session.ask(lookUp);
    const id = found.ok ? idOf(dictionary(found.body)?.id) : null;
    if (!found.ok && found.status !== 404 && found.status !== 410)
      return outcomeOfAct(outcomeOfRefusal(found, 'before', tools.now()), network);
    if (id === null)
      return {
        kind: 'refused',
        code: 'account_gone',
        reason: 'The server does not know this account any more.',
      };
    const answer = await session.ask({
      method: 'POST',
      path: '/api/v1/reports',
      json: {
        account_id: id,
        comment: [...reason].slice(0, mostLetters).join(''),
        category: 'other',
        forward: !acct.endsWith(`@${session.domain}`),
      },
    });
    if (answer.ok) return { kind: 'sent', networkId, at: tools.now(), handle: {} };
    if (lacksRights(answer)) return { kind: 'refused', code: 'account_lacks_rights', reason: lacksReports };
    if (answer.status === 404)
      return {
        kind: 'refused',
        code: 'cannot_report',
        reason: "The account's server takes no reports of programs. Report the account there, by hand.",
      };
    return outcomeOfAct(outcomeOfRefusal(answer, 'publishing', tools.now()), network);
  } catch (error) {
    return outcomeOfAct(outcomeOfError(error, 'publishing', tools.now()), network);
  }
}

/** The account's page on its own server; signed in to another one, a person looks it up there. */
export function profileOf(networkId: string): string | null {
  const [name = '', domain = ''] = networkId.replace(/^acct:/, '').split('@');
  const address = `https://${domain}/@${encodeURIComponent(name)}`;
  return name === '' || domain === '' || !URL.canParse(address) ? null : address;
}
