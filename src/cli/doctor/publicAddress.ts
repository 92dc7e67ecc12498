/** The public address, asked from outside: whether it leads here, at what time it believes to be, whether live updates come through, and who it says is calling. */
import { isFault } from '../../domain/fault.ts';
import { askOwnAddress, openProbe } from '../../outside/ownAddress.ts';
import type { Storage } from '../../storage/database.ts';
import { addProbe } from '../../storage/signInLinks.ts';
import type { Context } from '../command.ts';
import { addressOf } from '../commands/member.ts';
import { type Finding, fault, fine, warning } from './finding.ts';
import { clockGap, judgeClock } from './judge.ts';
import { judgeLive, judgeProxies } from './judgeProbe.ts';

const patience = 8_000;
const probeLives = 60_000;

/** Without ANSWERABLE_URL the program is asked where it listens. Asks nobody when `serve` does not run. */
export async function lookAtAddress(context: Context, storage: Storage, serves: boolean): Promise<Finding[]> {
  const { publicAddress, trustedProxies, port } = context.settings;
  const check = 'address';
  if (!serves)
    return [
      warning(check, 'It was not asked, since "serve" does not run.', 'Start the program, then ask again.'),
    ];
  if (publicAddress === null && port === 0)
    return [fine(check, 'It is another one after every start; set PORT or ANSWERABLE_URL.')];
  const address = publicAddress ?? addressOf(context.settings);
  const findings: Finding[] = [];
  try {
    const health = await askOwnAddress(`${address}/health`, patience, Date.now);
    if (health.status !== 200 && health.status !== 503) return [elsewhere(address, health.status)];
    findings.push(fine(check, `${address} leads here.`));
    if (publicAddress !== null && health.date !== null) {
      const gap = clockGap(health.date, health.asked, 1_000);
      findings.push(judgeClock('clock', `The clock of ${address}`, gap));
    }
    const token = await makeToken(storage, context.now());
    const seen = await openProbe(`${address}/api/probe?token=${token}`, patience);
    const proxies = judgeProxies(seen, address, trustedProxies);
    return [
      ...findings,
      judgeLive({ ...seen, server: seen.server ?? health.server }),
      ...(proxies === null ? [] : [proxies]),
    ];
  } catch (error) {
    if (!isFault(error)) throw error;
    return [
      ...findings,
      fault(
        check,
        error.sentence,
        "Check ANSWERABLE_URL, the name's record and the proxy; ask from another machine too.",
      ),
    ];
  }
}

function makeToken(storage: Storage, now: Date): Promise<string> {
  return storage.asSystem((tx) => addProbe(tx, new Date(now.getTime() + probeLives)));
}

function elsewhere(address: string, status: number): Finding {
  return fault(
    'address',
    `${address}/health is answered with ${status}: this address leads elsewhere.`,
    'Let the proxy pass every path on to this program, or correct ANSWERABLE_URL.',
  );
}
