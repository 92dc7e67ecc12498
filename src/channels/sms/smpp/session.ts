/** A bind to an operator (SMPP 3.4): connection, name and password, signs of life. Source: SMPP protocol specification 3.4, sections 2, 4.1 and 5.1.3. */
import type { Pdu, Session } from 'smpp';
import { Fault } from '../../../domain/fault.ts';
import type { TypedAccount } from '../provider.ts';

export const name = 'The operator';
const connectMilliseconds = 10_000;
const answerMilliseconds = 20_000;

type Typed = Pick<TypedAccount, 'settings' | 'secret'>;

/** What the operator answered to a request, or that it did not. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Command status of an answer, by what we do about it. */
export const statuses = {
  ok: 0x00,
  alreadyBound: 0x05,
  bindFailed: 0x0d,
  wrongPassword: 0x0e,
  wrongName: 0x0f,
  queueFull: 0x14,
  throttled: 0x58,
} as const;

/** A bound session. Whoever opened it ends it by `end`. */
export interface Bound {
  session: Session;
  /** Rejects once the connection is lost; never resolves. */
  lost: Promise<never>;
  ask(command: 'submit_sm' | 'enquire_link' | 'unbind', fields: Record<string, unknown>): Promise<Pdu>;
  end(): Promise<void>;
}

/** Connects and binds. Throws Fault `account_refused` or `network_unreachable`. */
export async function bind(account: Typed, as: 'bind_receiver' | 'bind_transmitter'): Promise<Bound> {
  const session = await connected(account);
  const lost = lossOf(session);
  // Whoever does not wait for it is not told by a crash.
  lost.catch(() => undefined);
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
  const bound: Bound = {
    session,
    lost,
    ask: (command, fields) => answered(session, lost, command, fields),
    end: () => ended(session, lost),
  };
  const fields = {
    system_id: account.settings.systemId ?? '',
    password: account.secret.password ?? '',
    system_type: account.settings.systemType ?? '',
    interface_version: 0x34,
  };
  try {
    mustBeBound(await answered(session, lost, as, fields));
  } catch (error) {
    session.destroy();
    throw error instanceof Fault ? error : unreachable(account, error);
  }
  return bound;
}

export function unreachable({ settings }: Typed, cause: unknown): Fault {
  const sentence = `${name} cannot be reached at ${settings.host ?? ''}, port ${settings.port ?? ''}. Check both, and whether it lets this machine in.`;
  return new Fault('network_unreachable', sentence, { cause });
}

async function connected(account: Typed): Promise<Session> {
  const smpp = await import('smpp');
  const { host, port, security } = account.settings;
  const options = { host, port: Number(port), tls: security === 'tls' };
  const session = smpp.connect(security === 'tls' ? { ...options, servername: host } : options);
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new NoAnswer('no connection')), connectMilliseconds);
      session.once(security === 'tls' ? 'secureConnect' : 'connect', () => resolve());
      session.once('error', reject);
      session.once('close', () => reject(new NoAnswer('the connection was closed')));
      session.once('connect', () => clearTimeout(late));
      session.once('close', () => clearTimeout(late));
    });
    return session;
  } catch (error) {
    session.on('error', () => undefined);
    session.destroy();
    throw unreachable(account, error);
  }
}

const lossOf = (session: Session): Promise<never> =>
  new Promise((_, reject) => {
    // After a PDU that cannot be read the library reads nothing more: the connection is worth nothing then.
    session.on('error', (error: Error) => {
      reject(error);
      session.destroy();
    });
    session.on('close', () => reject(new NoAnswer('the connection was closed')));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
  });

/** Asks and waits; the library forgets what was asked when the connection ends, so we do not. */
function answered(
  session: Session,
  lost: Promise<never>,
  command: 'bind_receiver' | 'bind_transmitter' | 'submit_sm' | 'enquire_link' | 'unbind',
  fields: Record<string, unknown>,
): Promise<Pdu> {
  let late: NodeJS.Timeout | undefined;
  const answer = new Promise<Pdu>((resolve, reject) => {
    late = setTimeout(() => reject(new NoAnswer(`no answer to ${command}`)), answerMilliseconds);
    if (!session[command](fields, resolve)) reject(new NoAnswer('the connection was closed'));
  });
  return Promise.race([answer, lost]).finally(() => clearTimeout(late));
}

/** Throws Fault where the operator does not let us in. */
function mustBeBound({ command_status: status }: Pdu): void {
  if (status === statuses.ok) return;
  const cause = new Error(`command status 0x${status.toString(16)}`);
  if (status === statuses.wrongPassword || status === statuses.wrongName) {
    const sentence = `${name} does not accept this name and password. Check both, and whether it lets this machine's address in.`;
    throw new Fault('account_refused', sentence, { cause });
  }
  const sentence = `${name} allows no further connection under this name at the moment. Ask it how many it allows: two are needed, one for sending and one for listening.`;
  throw new Fault('network_unreachable', sentence, { cause });
}

/** Says goodbye where that is possible, and goes. */
async function ended(session: Session, lost: Promise<never>): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 500).unref());
  const goodbye = new Promise<void>((resolve) => {
    if (!session.unbind({}, () => resolve())) resolve();
  });
  await Promise.race([goodbye, patience, lost.catch(() => undefined)]);
  session.destroy();
}
