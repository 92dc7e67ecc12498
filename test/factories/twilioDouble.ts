/** A double of Twilio: its resources Account, Message and IncomingPhoneNumber as far as a channel asks for them, with its faults. By its OpenAPI of the API of 2010-04-01. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TwilioMessage {
  sid: string;
  to: string;
  from: string;
  body: string;
  direction: 'inbound' | 'outbound-api';
  date_created: string;
  date_sent: string;
}

export interface TwilioDouble {
  address: string;
  messages: TwilioMessage[];
  /** The fields of each form that asked to send. */
  asked: Record<string, string>[];
  /** What the next message is answered with, once. */
  next: ((response: ServerResponse, sent: () => TwilioMessage) => void) | null;
  smsUrl: string;
  account: Record<string, unknown>;
  /** Messages of one page. */
  pageSize: number;
  close(): Promise<void>;
}

export const accountSid = `AC${'a'.repeat(32)}`;
export const authToken = 'an invented token';
export const number = '+250788000100';

/** Starts it on loopback. */
export async function startTwilio(): Promise<TwilioDouble> {
  const double: TwilioDouble = {
    address: '',
    messages: [],
    asked: [],
    next: null,
    smsUrl: '',
    account: { friendly_name: 'Amazi', status: 'active', type: 'Full' },
    pageSize: 2,
    close,
  };
  const server = createServer((request, response) => void answer(double, request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  double.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  function close(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  }
  return double;
}

export const answerWith = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const hexadecimal = (n: number): string => n.toString(16).padStart(32, '0');

async function answer(
  double: TwilioDouble,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  if (request.headers.authorization !== basic)
    return answerWith(response, 401, { code: 20003, message: 'Authenticate', status: 401 });
  const address = new URL(request.url ?? '', double.address);
  const within = `/2010-04-01/Accounts/${accountSid}`;
  if (address.pathname === `${within}.json`) return answerWith(response, 200, double.account);
  if (address.pathname === `${within}/IncomingPhoneNumbers.json`) return numbers(double, address, response);
  if (address.pathname !== `${within}/Messages.json`) return answerWith(response, 404, { code: 20404 });
  if (request.method === 'GET') return listed(double, address, response);
  send(double, Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())), response);
}

function numbers(double: TwilioDouble, address: URL, response: ServerResponse): void {
  const ours = address.searchParams.get('PhoneNumber') === number;
  const one = { phone_number: number, sms_url: double.smsUrl, capabilities: { sms: true } };
  answerWith(response, 200, { incoming_phone_numbers: ours ? [one] : [] });
}

/** The newest first, page by page; a page may be empty and have a next one all the same. */
function listed(double: TwilioDouble, address: URL, response: ServerResponse): void {
  const asked = address.searchParams;
  const fits = double.messages
    .filter((one) => (asked.get('To') ?? one.to) === one.to && (asked.get('From') ?? one.from) === one.from)
    .filter((one) => new Date(one.date_created).toISOString().slice(0, 10) >= (asked.get('DateSent>') ?? ''))
    .toReversed();
  const page = Number(asked.get('Page') ?? '0');
  const begin = Math.max(0, page - 1) * double.pageSize;
  const messages = page === 0 ? [] : fits.slice(begin, begin + double.pageSize);
  const more = page === 0 || begin + double.pageSize < fits.length;
  asked.set('Page', String(page + 1));
  answerWith(response, 200, { messages, next_page_uri: more ? `${address.pathname}?${asked}` : null });
}

/** The fields of CreateMessage in Twilio's OpenAPI (version 1.55.0) that concern a text; every other one is refused. */
const known = new Set([
  'To',
  'From',
  'Body',
  'MessagingServiceSid',
  'StatusCallback',
  'ValidityPeriod',
  'MediaUrl',
]);

function send(double: TwilioDouble, fields: Record<string, string>, response: ServerResponse): void {
  if (Object.keys(fields).some((one) => !known.has(one)) || (fields.To ?? '') === '') {
    answerWith(response, 400, { code: 20001, message: 'Unknown or missing parameter', status: 400 });
    return;
  }
  double.asked.push(fields);
  const { To: to = '', From: from = number, Body: body = '' } = fields;
  const sent = (): TwilioMessage => {
    const at = new Date().toUTCString();
    const sid = `SM${hexadecimal(double.messages.length + 1)}`;
    const one: TwilioMessage = {
      sid,
      to,
      from,
      body,
      direction: 'outbound-api',
      date_created: at,
      date_sent: at,
    };
    double.messages.push(one);
    return one;
  };
  const { next } = double;
  double.next = null;
  if (next !== null) next(response, sent);
  else answerWith(response, 201, { ...sent(), status: 'queued', price: null });
}
