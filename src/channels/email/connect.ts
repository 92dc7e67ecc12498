/** Tests what was typed when somebody connects a mailbox, against both of its servers. */
import { randomBytes } from 'node:crypto';
import { Fault } from '../../domain/fault.ts';
import { field } from '../connectField.ts';
import type { Connected, ConnectField } from '../connecting.ts';
import { imapServer, isLoopback, type Security, type Server, smtpServer } from './access.ts';
import { connect, isTlsCode, noTls, sentFolder } from './mailbox.ts';
import { trySigningIn } from './submission.ts';
import { domainOf } from './tokens.ts';

const help = {
  address: 'The address that people write to. Nobody need be mentioned in it: every mail to it is heard.',
  name: 'What stands before the address on our answers. Left empty: the address alone.',
  password: 'Many providers ask for an app password here: look for it in the settings of the mailbox.',
  imapHost: 'Where mail is read. Left empty: imap. and the domain of the address.',
  smtpHost: 'Where mail is sent. Left empty: smtp. and the domain of the address.',
  port: 'Left empty: the usual one.',
  login: 'Left empty: the address.',
  smtpPassword: 'Left empty: the same.',
  plus: 'Answers come back to an address such as care+k3f...@example.org, so that they find their case whatever mail programs do to them. The server must deliver such addresses; most do.',
  sent: 'A copy of every answer in the folder of sent mail. It is also how a doubtful one is found again.',
  poll: 'For servers that do not tell by themselves: how often they are asked, in seconds. Left empty: 30.',
};

const securities = [
  { value: '', label: 'The usual for the port' },
  { value: 'tls', label: 'TLS from the beginning' },
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'none', label: 'None (only inside a network of your own)' },
];

export const connectFields: readonly ConnectField[] = [
  field('address', 'Address', { required: true, help: help.address }),
  field('name', 'Name', { help: help.name }),
  field('password', 'Password', { secret: true, required: true, help: help.password }),
  field('imapHost', 'Server for reading (IMAP)', { help: help.imapHost }),
  field('smtpHost', 'Server for sending (SMTP)', { help: help.smtpHost }),
  field('imapPort', 'Port for reading', { help: help.port, advanced: true }),
  field('imapSecurity', 'Encryption for reading', { choices: securities, advanced: true }),
  field('imapLogin', 'Name for reading', { help: help.login, advanced: true }),
  field('smtpPort', 'Port for sending', { help: help.port, advanced: true }),
  field('smtpSecurity', 'Encryption for sending', { choices: securities, advanced: true }),
  field('smtpLogin', 'Name for sending', { help: help.login, advanced: true }),
  field('smtpPassword', 'Password for sending', { secret: true, help: help.smtpPassword, advanced: true }),
  field('plus', 'Where answers come back to', {
    help: help.plus,
    advanced: true,
    choices: [
      { value: '', label: 'An address of their own' },
      { value: 'no', label: 'The address itself' },
    ],
  }),
  field('sent', 'Copies of what we send', {
    help: help.sent,
    advanced: true,
    choices: [
      { value: '', label: 'Kept in the folder of sent mail' },
      { value: 'no', label: 'Not kept' },
    ],
  }),
  field('pollSeconds', 'Seconds between questions', { help: help.poll, advanced: true }),
];

/** Signs in to both servers. Throws Fault `account_refused`, `network_unreachable` or `input_invalid`, which says which of the two it is. */
export async function tryConnecting(typed: Record<string, string>): Promise<Connected> {
  const address = (typed.address ?? '').trim().toLowerCase();
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) {
    throw new Fault('input_invalid', 'The address must be one such as care@example.org.');
  }
  const settings = settingsOf(typed, domainOf(address));
  const secret: Record<string, string> = {
    password: typed.password ?? '',
    plusKey: randomBytes(32).toString('base64url'),
  };
  if (typed.smtpPassword !== undefined && typed.smtpPassword !== '') secret.smtpPassword = typed.smtpPassword;
  const account = { networkId: address, settings, secret };
  const lacks = await tryReading(imapServer(account), settings);
  await trySending(smtpServer(account));
  return {
    networkId: address,
    handle: address,
    name: settings.name ?? null,
    settings,
    secret,
    keeps: ['plusKey'],
    lacks,
  };
}

function settingsOf(typed: Record<string, string>, domain: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of ['name', 'imapLogin', 'smtpLogin', 'pollSeconds'] as const) {
    const value = typed[name]?.trim() ?? '';
    if (value !== '') settings[name] = value;
  }
  for (const name of ['plus', 'sent'] as const) if (typed[name] === 'no') settings[name] = 'no';
  for (const kind of ['imap', 'smtp'] as const) Object.assign(settings, serverOf(kind, typed, domain));
  if (
    settings.pollSeconds !== undefined &&
    !(Number(settings.pollSeconds) >= 0.1 && Number(settings.pollSeconds) <= 3_600)
  ) {
    throw new Fault('input_invalid', 'The seconds between questions must be a number up to 3600.');
  }
  return settings;
}

const usual = {
  imap: { tls: 993, starttls: 143, none: 143 },
  smtp: { tls: 465, starttls: 587, none: 25 },
} as const;

function serverOf(
  kind: 'imap' | 'smtp',
  typed: Record<string, string>,
  domain: string,
): Record<string, string> {
  const host = (typed[`${kind}Host`]?.trim() || `${kind}.${domain}`).toLowerCase();
  if (!/^[a-z0-9.:_-]+$/.test(host)) throw new Fault('input_invalid', `"${host}" is no name of a server.`);
  const port = typed[`${kind}Port`]?.trim() ?? '';
  if (port !== '' && !(Number.isInteger(Number(port)) && Number(port) > 0 && Number(port) < 65_536)) {
    throw new Fault('input_invalid', 'The port must be a number such as 993.');
  }
  const security = securityFor(kind, typed[`${kind}Security`] ?? '', host, Number(port));
  return {
    [`${kind}Host`]: host,
    [`${kind}Port`]: port || String(usual[kind][security]),
    [`${kind}Security`]: security,
  };
}

/** What is usual for the port; in the open only where somebody said so, or where nothing leaves this machine. */
function securityFor(kind: 'imap' | 'smtp', chosen: string, host: string, port: number): Security {
  if (chosen === 'tls' || chosen === 'starttls' || chosen === 'none') return chosen;
  if (chosen !== '') throw new Fault('input_invalid', 'The encryption is "tls", "starttls" or "none".');
  if (port === usual[kind].tls) return 'tls';
  if (isLoopback(host)) return 'none';
  return [143, 587, 25].includes(port) || (kind === 'smtp' && port === 0) ? 'starttls' : 'tls';
}

/** Kept with an account whose doubtful mails nobody can find again. */
export const lacksSentFolder =
  'This mailbox has no folder of sent mail: what is written with other programs is not heard, and an answer whose delivery is in doubt cannot be looked for. Make one, then connect the account again.';

async function tryReading(server: Server, settings: Record<string, string>): Promise<string[]> {
  const client = await connect(server);
  try {
    await client.mailboxOpen('INBOX', { readOnly: true });
    return settings.sent !== 'no' && (await sentFolder(client)) === null ? [lacksSentFolder] : [];
  } catch (cause) {
    throw new Fault(
      'account_refused',
      `${server.host} lets us in but shows no mail. Look whether the mailbox is open to other programs.`,
      { cause },
    );
  } finally {
    client.close();
  }
}

async function trySending(server: Server): Promise<void> {
  try {
    await trySigningIn(server);
  } catch (cause) {
    throw sendingFault(cause as { code?: string; responseCode?: number; command?: string }, server, cause);
  }
}

function sendingFault(
  error: { code?: string; responseCode?: number },
  server: Server,
  cause: unknown,
): Fault {
  const refused = error.responseCode !== undefined && error.responseCode >= 500;
  if (error.code === 'EAUTH' && (refused || error.responseCode === undefined)) {
    return new Fault(
      'account_refused',
      `Mail can be read, but ${server.host} does not accept this name and password for sending. Check them.`,
      { cause },
    );
  }
  if (error.code === 'ETLS' || isTlsCode(error.code)) return noTls(server, cause);
  return new Fault(
    'network_unreachable',
    `Mail can be read but not sent: ${server.host}, port ${server.port}, does not answer. Check its name and port.`,
    { cause },
  );
}
