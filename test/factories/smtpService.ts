/** A mail server that takes every letter over SMTP without TLS (RFC 5321, as much of it as a submission needs), on this machine, and keeps what came. */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface TakenLetter {
  messageId: string;
  to: string;
  source: string;
}

export interface SmtpService {
  port: number;
  /** What was taken, in its order: the server had said yes to it. */
  taken: TakenLetter[];
  close(): Promise<void>;
}

const answers: Record<string, string> = {
  EHLO: '250-mail.example\r\n250 AUTH PLAIN',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  QUIT: '221 bye',
  RSET: '250 ok',
};

export async function startSmtpService(): Promise<SmtpService> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // A program that is killed hangs up without a word.
    socket.on('error', () => undefined);
    converse(socket, service.taken);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: SmtpService = {
    port: (server.address() as AddressInfo).port,
    taken: [],
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}

function converse(socket: Socket, taken: TakenLetter[]): void {
  let heard = '';
  let letter: string | null = null;
  let to = '';
  socket.setEncoding('latin1');
  socket.write('220 mail.example\r\n');
  socket.on('data', (data: string) => {
    heard += data;
    for (let end = heard.indexOf('\r\n'); end >= 0; end = heard.indexOf('\r\n')) {
      const line = heard.slice(0, end);
      heard = heard.slice(end + 2);
      if (letter === null) {
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'RCPT') to = /<(.*?)>/.exec(line)?.[1] ?? '';
        if (verb === 'DATA') letter = '';
        socket.write(`${answers[verb] ?? '502 what'}\r\n`);
        if (verb === 'QUIT') socket.end();
      } else if (line === '.') {
        taken.push({ messageId: /^Message-ID: (.*)$/im.exec(letter)?.[1] ?? '', to, source: letter });
        letter = null;
        socket.write('250 taken\r\n');
      } else letter += `${line}\n`;
    }
  });
}
