/**
 * A push service as RFC 8030 describes it, on this machine: it gives out subscriptions, takes messages, checks who sends them (RFC 8292), and reads each with the keys of its
 * subscription, as a browser does (RFC 8291, RFC 8188), with nothing of ours.
 */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PushedMessage {
  /** Of the subscription. */
  name: string;
  /** When it came, by the clock of this process. */
  at: number;
  topic: string;
  urgency: string;
  ttl: number;
  /** Who sent it: the public key of VAPID, base64url. */
  sender: string;
  /** What stood in it. */
  text: string;
  notice: { id: string; title: string; body: string; link: string };
}

/** How the next message is answered: a status, one with headers, or not at all. */
export type PushAnswer = number | { status: number; headers: Record<string, string> } | 'hang';

export interface PushService {
  /** A new subscription, as `PushSubscription.toJSON()` gives it to a page. */
  subscribe(name: string): { endpoint: string; keys: { p256dh: string; auth: string } };
  /** What was taken, in its order. */
  taken: PushedMessage[];
  /** Every message that came and could be read, also what was not taken. */
  came: PushedMessage[];
  /** Why messages were refused: who sent them is not proved, or they cannot be read. */
  faults: string[];
  answer(message: PushedMessage): PushAnswer;
  close(): Promise<void>;
}

interface Subscriber {
  name: string;
  pair: ECDH;
  auth: Buffer;
}

export async function startPushService(): Promise<PushService> {
  const subscribers = new Map<string, Subscriber>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const subscriber = subscribers.get(request.url ?? '');
      if (subscriber === undefined) return void response.writeHead(404).end();
      const read = messageOf(subscriber, request.headers, Buffer.concat(chunks), origin);
      if (typeof read === 'string') {
        service.faults.push(read);
        return void response.writeHead(403).end();
      }
      service.came.push(read);
      const answer = service.answer(read);
      if (answer === 'hang') return;
      const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
      if (status === 201) service.taken.push(read);
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: PushService = {
    subscribe(name) {
      const pair = createECDH('prime256v1');
      pair.generateKeys();
      const auth = randomBytes(16);
      const path = `/push/${randomBytes(12).toString('base64url')}`;
      subscribers.set(path, { name, pair, auth });
      const keys = { p256dh: pair.getPublicKey().toString('base64url'), auth: auth.toString('base64url') };
      return { endpoint: `${origin}${path}`, keys };
    },
    taken: [],
    came: [],
    faults: [],
    answer: () => 201,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return service;
}

/** The message, or what is wrong with it. */
function messageOf(
  subscriber: Subscriber,
  headers: IncomingHttpHeaders,
  body: Buffer,
  origin: string,
): PushedMessage | string {
  const sender = senderOf(headers.authorization ?? '', origin);
  if (sender === null) return 'who sends it is not proved';
  if (headers['content-encoding'] !== 'aes128gcm') return 'not encrypted as RFC 8188 has it';
  if (!/^\d+$/.test(String(headers.ttl))) return 'no TTL';
  if (body.length > 4_096) return 'longer than 4,096 bytes';
  const topic = String(headers.topic ?? '');
  if (topic !== '' && !/^[\w-]{1,32}$/.test(topic)) return 'a topic that is none';
  const text = decrypted(subscriber, body);
  if (text === null) return 'it cannot be read with the keys of its subscription';
  return {
    name: subscriber.name,
    at: Date.now(),
    topic,
    urgency: String(headers.urgency ?? ''),
    ttl: Number(headers.ttl),
    sender,
    text,
    notice: JSON.parse(text) as PushedMessage['notice'],
  };
}

/** RFC 8292: the token is signed by the key that stands beside it, for this service, and ends within a day. */
function senderOf(authorization: string, origin: string): string | null {
  const [, token = '', k = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(k, 'base64url');
  if (point.length !== 65) return null;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } });
  const signed = Buffer.from(`${header}.${claims}`);
  const its = { key, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', signed, its, Buffer.from(signature, 'base64url'))) return null;
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    aud: string;
    exp: number;
  };
  const now = Date.now() / 1000;
  // The clock of a test may run ahead; a token that ended is refused.
  return aud === origin && exp > now ? k : null;
}

function decrypted({ pair, auth }: Subscriber, body: Buffer): string | null {
  try {
    const salt = body.subarray(0, 16);
    const length = body.readUInt8(20);
    const sender = body.subarray(21, 21 + length);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender]);
    const secret = Buffer.from(hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32));
    const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
    const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(body.subarray(-16));
    const record = Buffer.concat([decipher.update(body.subarray(21 + length, -16)), decipher.final()]);
    return record.subarray(0, record.lastIndexOf(2)).toString();
  } catch {
    // Whatever is wrong with it: a browser would show nothing.
    return null;
  }
}
