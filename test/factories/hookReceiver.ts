/** A program that webhooks are told to: a real HTTP server that keeps what came and answers as it is told. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Told {
  id: string;
  sequence: number;
  action: string;
  body: string;
  signed: boolean;
}

export interface HookReceiver {
  address: string;
  /** Everything that came, in its order, also what was not answered well. */
  told: Told[];
  /** What was answered with 200. */
  taken: Told[];
  /** How the next ones are answered: a status, or `hang` for no answer at all. Asked anew for each. */
  answer(told: Told): number | 'hang';
  /** Deliveries whose signature is checked with it. */
  secret: string;
  close(): Promise<void>;
}

export async function startHookReceiver(): Promise<HookReceiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const header = (name: string) => String(request.headers[name] ?? '');
      const { sequence, action } = JSON.parse(body) as Told;
      const signed = isSigned(receiver.secret, header, body);
      const told = { id: header('webhook-id'), sequence, action, body, signed };
      receiver.told.push(told);
      const how = receiver.answer(told);
      if (how === 'hang') return;
      if (how >= 200 && how < 300) receiver.taken.push(told);
      response.writeHead(how).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: HookReceiver = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    told: [],
    taken: [],
    answer: () => 200,
    secret: '',
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
}

/** Checked as a stranger would from the page of the API, with nothing of ours. */
function isSigned(secret: string, header: (name: string) => string, body: string): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const wanted = createHmac('sha256', key)
    .update(`${header('webhook-id')}.${header('webhook-timestamp')}.${body}`)
    .digest();
  const given = Buffer.from(header('webhook-signature').replace(/^v1,/, ''), 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
