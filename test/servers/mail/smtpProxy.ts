/** Stands before Postfix and misbehaves on demand: asks to wait, or cuts the line after the mail was taken. Everything else is Postfix's own. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface SmtpProxy {
  port: number;
  /** At the next MAIL FROM: "451, try again in so many seconds". */
  limitNext(seconds: number): void;
  /** After the server took the next mail, before its answer arrives. */
  cutNext(): void;
  close(): Promise<void>;
}

type Fault = { kind: 'limit'; seconds: number } | { kind: 'cut' } | null;

export async function startSmtpProxy(target: number): Promise<SmtpProxy> {
  let next: Fault = null;
  const sockets = new Set<Socket>();
  const take = (kind: NonNullable<Fault>['kind']): Fault => {
    const fault = next;
    if (fault?.kind !== kind) return null;
    next = null;
    return fault;
  };
  const server: Server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    pass(client, upstream, take);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    limitNext: (seconds) => {
      next = { kind: 'limit', seconds };
    },
    cutNext: () => {
      next = { kind: 'cut' };
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function pass(client: Socket, upstream: Socket, take: (kind: 'limit' | 'cut') => Fault): void {
  // True from the server's 354 until its answer to the mail.
  let inMail = false;
  client.on('data', (data) => {
    const fault = !inMail && /^MAIL FROM:/im.test(data.toString('latin1')) ? take('limit') : null;
    if (fault?.kind !== 'limit') return void upstream.write(data);
    // Commands may come several at once; each has its answer.
    const [, ...others] = data.toString('latin1').trim().split('\r\n');
    client.write(`451 4.7.1 Greylisted, try again in ${fault.seconds} seconds\r\n`);
    for (const _ of others) client.write('503 5.5.1 Need MAIL command\r\n');
  });
  upstream.on('data', (data) => {
    const said = data.toString('latin1');
    if (inMail) {
      inMail = false;
      if (/^250/m.test(said) && take('cut') !== null) {
        client.destroy();
        upstream.end();
        return;
      }
    }
    if (/^354/m.test(said)) inMail = true;
    client.write(data);
  });
  // A program that is killed resets its line, which is no end: Postfix would wait five minutes for the rest of the mail.
  client.on('close', () => upstream.end());
  client.on('end', () => upstream.end());
  upstream.on('close', () => client.end());
  upstream.on('end', () => client.end());
}
