/** Asks an operator whether it lets us in, both ways. */
import { isFault } from '../../../domain/fault.ts';
import type { Provider } from '../provider.ts';
import { bind, name } from './session.ts';

/** Throws Fault `account_refused` or `network_unreachable`. */
export const ask: Provider['readBack'] = async (_tools, account) => {
  const sending = await bind(account, 'bind_transmitter');
  const checks = [`${name} lets us send.`];
  const lacks: string[] = [];
  try {
    const listening = await bind(account, 'bind_receiver');
    await listening.end();
    checks.push(`${name} lets us listen.`);
  } catch (error) {
    if (!isFault(error)) throw error;
    // Where it listens already under this name the second connection may be one too many.
    lacks.push(
      `${name} does not let us listen beside sending: ask it for two connections under this name, a transmitter and a receiver.`,
    );
  } finally {
    await sending.end();
  }
  return { name: null, checks, lacks };
};

/** The same of an account that listens already: another receiver might be one too many. */
export const askAgain: NonNullable<Provider['tryAccess']> = async (_tools, account) => {
  await (await bind(account, 'bind_transmitter')).end();
};
