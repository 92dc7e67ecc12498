/** Starts the mail servers from a test, and gives it the hands of a stranger who writes and reads mail. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { type ParsedMail, simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import { mailMissing as missingHere } from './installMail.mjs';
import { password } from './mail/dovecot.ts';
import { type SmtpProxy, startSmtpProxy } from './mail/smtpProxy.ts';

export { narrowMailbox, password } from './mail/dovecot.ts';
export { awayDomain, ourDomain, outsideDomain, refusingDomain } from './mail/postfix.ts';

export interface StrangersMail {
  from: string;
  to: string;
  subject?: string;
  text?: string;
  messageId?: string;
  inReplyTo?: string;
  references?: string;
  headers?: Record<string, string>;
  attachments?: { filename: string; content: Buffer; contentType?: string }[];
  /** The mail itself, word for word, in place of all but `from` and `to`. */
  raw?: string | Buffer;
  /** Who gets it back; the empty text for nobody. */
  envelopeFrom?: string;
}

export interface Mail {
  imap: number;
  /** Where the product sends: Postfix behind a proxy that misbehaves on demand. */
  smtp: number;
  proxy: SmtpProxy;
  /** Hands a stranger's mail to Postfix. */
  send(mail: StrangersMail): Promise<void>;
  /** Everything in somebody's inbox (or another folder), oldest first. */
  read(address: string, folder?: string): Promise<ParsedMail[]>;
  /** Its owner deletes everything in an inbox. */
  empty(address: string): Promise<void>;
  /** Resolves once Postfix has nothing more on its way, but for what it cannot deliver now. */
  settled(): Promise<void>;
  /** Everything to be typed into the connect form for an address of ours. */
  typedFor(address: string): Record<string, string>;
  stop(): Promise<void>;
}

/** Why the servers cannot be started here; null when they can. */
export function mailMissing(): string | null {
  return missingHere();
}

/** Starts Dovecot and Postfix. Null when they are not installed; with CI=true that throws instead. */
export async function startMail(): Promise<Mail | null> {
  const missing = mailMissing();
  if (missing !== null) {
    if (process.env.CI === 'true') throw new Error(missing);
    process.stderr.write(`Left out: ${missing}\n`);
    return null;
  }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mail.ts')], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { imap, smtp, folder } = await firstLine(child);
  const proxy = await startSmtpProxy(smtp);
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtp,
    secure: false,
    ignoreTLS: true,
  });
  return {
    imap,
    smtp: proxy.port,
    proxy,
    async send({ envelopeFrom, raw, headers = {}, ...mail }) {
      const envelope = { from: envelopeFrom ?? mail.from, to: mail.to };
      await transport.sendMail(raw === undefined ? { ...mail, headers, envelope } : { raw, envelope });
    },
    read: (address, folder = 'INBOX') => read(imap, address, folder),
    empty: (address) =>
      inMailbox(imap, address, async (client) => {
        await client.mailboxOpen('INBOX');
        await client.messageDelete('1:*');
      }),
    settled: () => settled(folder),
    typedFor: (address) => ({
      address,
      name: 'Amazi Water',
      password,
      imapHost: '127.0.0.1',
      imapPort: String(imap),
      imapSecurity: 'none',
      smtpHost: '127.0.0.1',
      smtpPort: String(proxy.port),
      smtpSecurity: 'none',
    }),
    async stop() {
      transport.close();
      await proxy.close();
      await stop(child);
    },
  };
}

/** Postfix keeps what it has in hand as files: these two folders are empty once all is handed on. */
async function settled(folder: string): Promise<void> {
  for (let empty = 0; empty < 3; ) {
    const counts = await Promise.all(
      ['incoming', 'active'].map((name) => files(join(folder, 'queue', name))),
    );
    empty = counts.every((count) => count === 0) ? empty + 1 : 0;
    await pause(50);
  }
}

async function files(path: string): Promise<number> {
  const found = await readdir(path, { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile()).length;
}

const read = (port: number, address: string, folder: string): Promise<ParsedMail[]> =>
  inMailbox(port, address, async (client) => {
    const box = await client.mailboxOpen(folder, { readOnly: true });
    if (box.exists === 0) return [];
    const found = await client.fetchAll('1:*', { source: true });
    return Promise.all(found.map(({ source }) => simpleParser(source ?? Buffer.alloc(0))));
  });

/** Does something as the owner of a mailbox. */
async function inMailbox<T>(
  port: number,
  address: string,
  act: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    logger: false,
    auth: { user: address, pass: password },
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await act(client);
  } finally {
    client.close();
  }
}

function firstLine(child: ChildProcess): Promise<{ imap: number; smtp: number; folder: string }> {
  return new Promise((resolve, reject) => {
    let out = '';
    let complaints = '';
    child.stderr?.on('data', (chunk) => {
      complaints = (complaints + chunk).slice(-4000);
      if (process.env.SHOW_SERVERS) process.stderr.write(chunk);
    });
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      const end = out.indexOf('\n');
      if (end >= 0) resolve(JSON.parse(out.slice(0, end)));
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The mail servers ended with ${code}: ${complaints}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
