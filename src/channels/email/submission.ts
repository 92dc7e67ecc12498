/** Hands one mail to the mail server (SMTP) and tells how far it came. */
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isLoopback, type Server } from './access.ts';
import type { Letter } from './message.ts';

export type Submitted =
  | { kind: 'accepted' }
  /** The server said no, at this command. */
  | { kind: 'answered'; code: number; said: string; command: string }
  /** Nothing came back. `begun`: the mail itself was on its way, so that it may have been taken. */
  | { kind: 'silent'; begun: boolean; error: Error & { code?: string } };

const connectMilliseconds = 10_000;
const silenceMilliseconds = 25_000;
/** For everything together: shorter than the lease of a sender. */
const longest = 40_000;

/** Signs in, hands the mail over once, and leaves. Never throws. */
export async function submit(server: Server, letter: Letter): Promise<Submitted> {
  const connection = await connectionTo(server);
  const late = setTimeout(() => connection.close(), longest);
  const progress = { begun: false };
  try {
    await signIn(connection, server);
    await hand(connection, letter, progress);
    connection.quit();
    return { kind: 'accepted' };
  } catch (error) {
    connection.close();
    return outcome(error, progress.begun);
  } finally {
    clearTimeout(late);
  }
}

/** Only signs in and leaves. Throws what the connection threw. */
export async function trySigningIn(server: Server): Promise<void> {
  const connection = await connectionTo(server);
  try {
    await signIn(connection, server);
    connection.quit();
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function connectionTo(server: Server): Promise<SMTPConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  return new Connection({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    ...(server.security === 'starttls' ? { requireTLS: true } : {}),
    ...(server.security === 'none' ? { opportunisticTLS: true } : {}),
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: !isLoopback(server.host) },
    connectionTimeout: connectMilliseconds,
    greetingTimeout: connectMilliseconds,
    socketTimeout: silenceMilliseconds,
    logger: false,
  });
}

async function signIn(connection: SMTPConnection, server: Server): Promise<void> {
  await step(connection, (done) => connection.connect(done));
  // A server inside one's own network may know us without.
  if (server.login === '' || server.password === '') return;
  await step(connection, (done) =>
    connection.login({ credentials: { user: server.login, pass: server.password } }, done),
  );
}

async function hand(
  connection: SMTPConnection,
  { from, to, source }: Letter,
  progress: { begun: boolean },
): Promise<void> {
  async function* body() {
    // Asked for only once the server said that it takes the mail now.
    progress.begun = true;
    yield source;
  }
  const notify: ('FAILURE' | 'DELAY')[] = ['FAILURE', 'DELAY'];
  const envelope = { from, to, size: source.length, dsn: { ret: 'HDRS' as const, notify } };
  await step(connection, (done) => connection.send(envelope, Readable.from(body()), done));
}

type Done = (error?: Error | null) => void;

/** One step of the conversation; an error that comes while it lasts ends it. */
function step(connection: SMTPConnection, work: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle: Done = (error) => {
      connection.off('error', settle);
      connection.off('end', ended);
      if (error == null) resolve();
      else reject(error);
    };
    const ended = () => settle(new Error('The connection ended.'));
    connection.once('error', settle);
    connection.once('end', ended);
    work(settle);
  });
}

function outcome(cause: unknown, begun: boolean): Submitted {
  const error = (cause instanceof Error ? cause : new Error(String(cause))) as SMTPConnection.SMTPError;
  const { responseCode, response = '', command = '' } = error;
  // 421 may stand for a connection that the server ended in the middle of the mail.
  const cutShort =
    begun && (responseCode === undefined || responseCode < 400 || error.code === 'ECONNECTION');
  if (responseCode === undefined || responseCode < 400 || cutShort) return { kind: 'silent', begun, error };
  return { kind: 'answered', code: responseCode, said: response.replace(/^\d{3}[ -]/gm, ''), command };
}
