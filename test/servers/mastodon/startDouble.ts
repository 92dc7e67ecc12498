/** A double of a server that speaks the Mastodon API, on loopback: what it answers is written after the documentation; its faults are switched on by the test. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Asked, answersOf } from './answers.ts';
import { domain, type Person, Street } from './street.ts';

export interface DoubleFault {
  kind: 'limited' | 'fails' | 'garbage' | 'cut_after' | 'cut_before' | 'empty_page';
  method?: string;
  /** Part of the path. */
  path: string;
  until?: Date;
  times?: number;
}

export interface DoubleOptions {
  /** Keeps Idempotency-Keys, as Mastodon does and others do not. */
  keepsKeys?: boolean;
  streams?: boolean;
  searches?: boolean;
  most?: number;
  /** Shows so many notifications, the newest, and no more, as snac does. */
  shows?: number;
}

export interface MastodonDouble {
  address: string;
  domain: string;
  street: Street;
  /** Every request: method and path. */
  calls: string[];
  faults: DoubleFault[];
  /** Somebody with a token of these rights; all that we ask for when left out. */
  token(person: Person, rights?: readonly string[]): string;
  revoke(token: string): void;
  /** A person allows what a page of ours asks for; the code that they are shown. */
  allow(page: string, person: Person, granted?: readonly string[]): string;
  /** Streams that are open. */
  streams(): number;
  /** The other end stops to answer, and says nothing of it. */
  freeze(): void;
  cutStreams(): void;
  close(): Promise<void>;
}

export interface DoubleState {
  street: Street;
  options: Required<DoubleOptions>;
  address: string;
  tokens: Map<string, { person: string; rights: readonly string[] }>;
  keys: Map<string, string>;
  apps: Map<string, string>;
  codes: Map<string, { app: string; person: string; rights: readonly string[] }>;
}

export const allRights = ['read', 'write'];

/** Starts it with nobody living there. */
export async function startMastodonDouble(options: DoubleOptions = {}): Promise<MastodonDouble> {
  const open = new Map<WebSocket, string>();
  const street = new Street((person, event, payload) => {
    const data = typeof payload === 'string' ? payload : JSON.stringify(payload);
    for (const [socket, who] of open)
      if (who === person) socket.send(JSON.stringify({ stream: ['user'], event, payload: data }));
  });
  const state: DoubleState = {
    street,
    options: { keepsKeys: false, streams: true, searches: true, most: 500, shows: 100_000, ...options },
    address: '',
    tokens: new Map(),
    keys: new Map(),
    apps: new Map(),
    codes: new Map(),
  };
  const [calls, faults] = [[] as string[], [] as DoubleFault[]];
  const server = createServer((request, response) => void serve(state, calls, faults, request, response));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  acceptStreams(state, server, open);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: state.address,
    domain,
    street,
    calls,
    faults,
    token(person, rights = allRights) {
      const token = randomUUID();
      state.tokens.set(token, { person: person.id, rights });
      return token;
    },
    revoke: (token) => void state.tokens.delete(token),
    allow(page, person, granted) {
      const asked = new URL(page).searchParams;
      const code = randomUUID();
      const rights = granted ?? (asked.get('scope') ?? '').split(' ');
      state.codes.set(code, { app: asked.get('client_id') ?? '', person: person.id, rights });
      return code;
    },
    streams: () => open.size,
    freeze: () => {
      for (const socket of open.keys()) socket.pause();
      open.clear();
    },
    cutStreams: () => {
      for (const socket of open.keys()) socket.terminate();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function acceptStreams(
  { options, tokens }: DoubleState,
  server: ReturnType<typeof createServer>,
  open: Map<WebSocket, string>,
): void {
  const streams = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const asked = new URL(request.url ?? '/', 'http://double');
    const who = tokens.get(asked.searchParams.get('access_token') ?? '');
    const isRight = asked.pathname === '/api/v1/streaming' && asked.searchParams.get('stream') === 'user';
    const refusal =
      request.headers['user-agent'] === undefined
        ? 418
        : !options.streams
          ? 404
          : who === undefined
            ? 401
            : 400;
    if (refusal !== 400 || !isRight || who === undefined) {
      socket.end(`HTTP/1.1 ${refusal} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    streams.handleUpgrade(request, socket, head, (stream) => {
      open.set(stream, who.person);
      stream.on('close', () => open.delete(stream));
    });
  });
}

async function serve(
  state: DoubleState,
  calls: string[],
  faults: DoubleFault[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await readAsked(request);
  calls.push(`${asked.method} ${asked.path}`);
  const fault = faults.find(
    (one) => asked.path.includes(one.path) && (one.method === undefined || one.method === asked.method),
  );
  if (fault !== undefined) {
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
  }
  if (fault?.kind === 'cut_before') return void request.socket.destroy();
  if (fault?.kind === 'fails') return give(response, { status: 503, body: { error: 'busy' } });
  if (fault?.kind === 'garbage') return void response.writeHead(200).end('<html>');
  if (fault?.kind === 'limited') return give(response, limited(fault.until));
  if (fault?.kind === 'empty_page') return give(response, { status: 200, body: [], next: asked.address });
  const answer = answersOf(state, asked);
  if (fault?.kind === 'cut_after') return void request.socket.destroy();
  give(response, answer);
}

const limited = (until = new Date(Date.now() + 60_000)) => ({
  status: 429,
  body: { error: 'Too many requests' },
  headers: {
    'x-ratelimit-limit': '300',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': until.toISOString(),
  },
});

interface Given {
  status: number;
  body: unknown;
  next?: string;
  headers?: Record<string, string>;
}

function give(response: ServerResponse, { status, body, next, headers = {} }: Given): void {
  const reset = new Date(Math.ceil(Date.now() / 300_000) * 300_000).toISOString();
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-limit': '300000',
    'x-ratelimit-remaining': '290000',
    'x-ratelimit-reset': reset,
    ...(next === undefined ? {} : { link: `<${next}>; rel="next", <${next}>; rel="prev"` }),
    ...headers,
  });
  response.end(JSON.stringify(body));
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const address = new URL(request.url ?? '/', `http://${request.headers.host}`);
  return {
    method: request.method ?? 'GET',
    path: address.pathname,
    address: address.toString(),
    query: address.searchParams,
    headers: request.headers,
    body: Buffer.concat(parts),
  };
}
