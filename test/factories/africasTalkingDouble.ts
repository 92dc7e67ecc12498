/** A double of Africa's Talking: its address for messages and for the account, with its statuses, prices and faults. By its documentation; nothing of theirs runs here. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SentSms {
  to: string;
  from: string;
  message: string;
  id: string;
}

export interface AfricasTalkingDouble {
  address: string;
  sent: SentSms[];
  /** What the next message is answered with, once. */
  next: ((response: ServerResponse, sent: () => SentSms) => void) | null;
  balance: string;
  close(): Promise<void>;
}

export const apiKey = 'an-invented-key';
export const username = 'amazi';

/** Starts it on loopback. */
export async function startAfricasTalking(): Promise<AfricasTalkingDouble> {
  const double: AfricasTalkingDouble = { address: '', sent: [], next: null, balance: 'KES 120.5000', close };
  const server = createServer((request, response) => {
    void answer(double, request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  double.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  function close(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  }
  return double;
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** One recipient as it answers for each. */
export const recipient = (more: Record<string, unknown>): unknown => ({
  SMSMessageData: { Message: 'Sent to 1/1', Recipients: [more] },
});

export function answerWith(response: ServerResponse, status: number, body: unknown): void {
  json(response, status, body);
}

async function answer(
  double: AfricasTalkingDouble,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (request.headers.apikey !== apiKey) {
    response.writeHead(401, { 'content-type': 'text/plain' }).end('The supplied authentication is invalid');
    return;
  }
  const address = new URL(request.url ?? '', double.address);
  if (request.method === 'GET' && address.pathname === '/version1/user') {
    json(response, 200, { UserData: { balance: double.balance } });
    return;
  }
  const form = new URLSearchParams(body);
  const [to, from, message] = [form.get('to') ?? '', form.get('from') ?? '', form.get('message') ?? ''];
  if (address.pathname !== '/version1/messaging' || form.get('username') !== username || to === '') {
    json(response, 400, 'Request is missing required form field');
    return;
  }
  const sent = (): SentSms => {
    const one = { to, from, message, id: `ATXid_${double.sent.length + 1}` };
    double.sent.push(one);
    return one;
  };
  const { next } = double;
  double.next = null;
  if (next !== null) return next(response, sent);
  const { id: messageId } = sent();
  json(
    response,
    201,
    recipient({ statusCode: 101, number: to, status: 'Success', cost: 'KES 0.8000', messageId }),
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
