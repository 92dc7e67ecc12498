/** Opens mailboxes. Nothing is ever changed in them but what is put into the folder of sent mail. */
import type { ImapFlow } from 'imapflow';
import { Fault, isFault } from '../../domain/fault.ts';
import type { AccountAccess } from '../channel.ts';
import { imapServer, isLoopback, type Server } from './access.ts';

export type Folder = 'inbox' | 'sent';

/** A folder that is open for reading; its numbers hold as long as `validity` stays the same. */
export interface OpenFolder {
  client: ImapFlow;
  folder: Folder;
  validity: string;
  nextUid: number;
}

const connectMilliseconds = 15_000;
/** Longer than any pause between two signs of life of an idle connection. */
const silenceMilliseconds = 300_000;
const idleMilliseconds = 240_000;
/** No literal that we ask for is longer: files are fetched in pieces. */
const longestLiteral = 16_000_000;

/** Signs in. The signal ends the connection. Throws Fault `account_refused` or `network_unreachable`. */
export async function connect(server: Server, signal?: AbortSignal): Promise<ImapFlow> {
  const here = isLoopback(server.host);
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    ...(server.security === 'tls' ? {} : { doSTARTTLS: server.security === 'starttls' }),
    auth: { user: server.login, pass: server.password },
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: !here },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectMilliseconds,
    greetingTimeout: connectMilliseconds,
    socketTimeout: silenceMilliseconds,
    maxIdleTime: idleMilliseconds,
    maxLineLength: longestLiteral,
    maxLiteralSize: longestLiteral,
    maxResponseSize: 4 * longestLiteral,
  });
  // What goes wrong is thrown by whatever was asked; an error that nobody listens to would end the program.
  client.on('error', () => undefined);
  const close = () => client.close();
  signal?.addEventListener('abort', close, { once: true });
  client.once('close', () => signal?.removeEventListener('abort', close));
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw imapFault(error, server);
  }
}

/** Opens a folder for reading; null where the account has none for sent mail. */
export async function openFolder(
  account: AccountAccess,
  folder: Folder,
  signal: AbortSignal,
): Promise<OpenFolder | null> {
  const server = imapServer(account);
  const client = await connect(server, signal);
  try {
    const path = folder === 'inbox' ? 'INBOX' : await sentFolder(client);
    if (path === null) {
      client.close();
      return null;
    }
    const box = await client.mailboxOpen(path, { readOnly: true });
    return { client, folder, validity: String(box.uidValidity), nextUid: box.uidNext };
  } catch (error) {
    client.close();
    throw imapFault(error, server);
  }
}

/** The folder of sent mail, as the server marks it or by the name that programs give it; null where there is none. */
export async function sentFolder(client: ImapFlow): Promise<string | null> {
  const folders = await client.list();
  return folders.find((one) => one.specialUse === '\\Sent')?.path ?? null;
}

interface ImapError {
  authenticationFailed?: boolean;
  serverResponseCode?: string;
  tlsFailed?: boolean;
  code?: string;
  responseText?: string;
}

/** A failure of the mail server in one sentence that says what to do. */
export function imapFault(cause: unknown, server: Pick<Server, 'host' | 'port'>): Fault {
  if (isFault(cause)) return cause;
  const error = (cause ?? {}) as ImapError;
  if (error.authenticationFailed === true && !busy.has(error.serverResponseCode ?? '')) {
    return new Fault(
      'account_refused',
      `${server.host} does not accept this name and password. Check both; some providers ask for an app password.`,
      { cause },
    );
  }
  if (error.tlsFailed === true || isTlsCode(error.code)) return noTls(server, cause);
  return new Fault(
    'network_unreachable',
    `The mail server ${server.host}, port ${server.port}, does not answer. Check its name and port, and this machine's connection.`,
    { cause },
  );
}

/** The server says that it cannot look, not that the password is wrong. */
const busy: ReadonlySet<string> = new Set(['UNAVAILABLE', 'LIMIT', 'INUSE', 'SERVERBUG']);

/** True for failures of the encryption itself. */
export function isTlsCode(code: string | undefined): boolean {
  return code !== undefined && /CERT|TLS|SSL|SELF_SIGNED|EPROTO/.test(code);
}

/** The server offers no encryption that can be trusted. */
export function noTls(server: Pick<Server, 'host' | 'port'>, cause: unknown): Fault {
  const sentence = `${server.host}, port ${server.port}, offers no encryption that can be trusted. Check the port and the kind of encryption; mail is not spoken in the open.`;
  return new Fault('network_unreachable', sentence, { cause });
}
