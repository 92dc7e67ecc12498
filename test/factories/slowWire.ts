/** A wire between the program and a network's double: what sends goes through late, is answered late, or is cut before or after it was taken; all else goes straight through. */
import { createServer, type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface SlowWire {
  address: string;
  /** How requests that send fared. */
  fared: Record<Fate, number>;
  /** Resolves once nothing is on its way to the double. What a dead program had handed over arrives all the same. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

type Fate = 'prompt' | 'answered late' | 'taken late' | 'cut after it was taken' | 'cut before';

const fates: readonly [Fate, number][] = [
  ['prompt', 0.3],
  ['answered late', 0.3],
  ['taken late', 0.2],
  ['cut after it was taken', 0.12],
  ['cut before', 0.08],
];

function drawn(): Fate {
  let left = Math.random();
  for (const [fate, share] of fates) {
    left -= share;
    if (left < 0) return fate;
  }
  return 'prompt';
}

interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Leads to the address; `sends` says of which requests the double may take something. */
export async function openSlowWire(
  target: string,
  sends: (method: string, path: string) => boolean,
): Promise<SlowWire> {
  const underWay = new Set<Promise<void>>();
  const wire: SlowWire = {
    address: '',
    fared: { prompt: 0, 'answered late': 0, 'taken late': 0, 'cut after it was taken': 0, 'cut before': 0 },
    async quiet() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      await wire.quiet();
    },
  };
  const server = createServer((request, response) => {
    const passed: Promise<void> = pass(request, response)
      .catch(() => void request.socket.destroy()) // the double or the program is gone: whoever is left sees a cut
      .finally(() => underWay.delete(passed));
    underWay.add(passed);
  });
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const { pathname } = new URL(request.url ?? '/', target);
    if (!sends(request.method ?? 'GET', pathname))
      return said(response, await forward(target, request, body));
    const fate = drawn();
    wire.fared[fate] += 1;
    if (fate === 'cut before') return void request.socket.destroy();
    if (fate === 'taken late') await pause(30 + Math.random() * 500);
    const answer = await forward(target, request, body);
    if (fate === 'cut after it was taken') return void request.socket.destroy();
    if (fate === 'answered late') await pause(30 + Math.random() * 700);
    said(response, answer);
  }
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  wire.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return wire;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As it came, its host too: some sign the address that they asked. */
function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Answered> {
  const { method, headers } = request;
  return new Promise((resolve, reject) => {
    const to = new URL(request.url ?? '/', target);
    const asked = requestTo(to, { method, headers, agent: false }, (answer) => {
      bodyOf(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }),
        reject,
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

function said(response: ServerResponse, { status, headers, body }: Answered): void {
  const { 'transfer-encoding': _chunked, connection: _kept, ...rest } = headers;
  response.writeHead(status, { ...rest, 'content-length': body.length }).end(body);
}
