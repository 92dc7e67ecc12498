/** A system of an organisation's own that takes answers, with the faults that such systems have, on a port of its own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { secret } from '../../src/channels/own/fixtures/fixtures.ts';
import { signatureOf } from '../../src/domain/webhook.ts';
import { askOutside } from '../../src/outside/guardedRequest.ts';

/** The guarded way out, as `main` hands it to channels. */
export const wayOut = askOutside;

export interface TakenReply {
  id: string;
  text: string;
  at: string;
  body: Record<string, unknown>;
}

type Fault = { status: number; body?: unknown; headers?: Record<string, string> } | 'take and cut' | 'cut';

export class OwnSystem {
  readonly taken = new Map<string, TakenReply>();
  readonly faults: Fault[] = [];
  believes = secret;
  /** How many requests came, whatever became of them. */
  asked = 0;
  #server: Server | null = null;
  address = '';

  static async open(): Promise<OwnSystem> {
    const system = new OwnSystem();
    const server = createServer((request, response) => void system.#answer(request, response));
    system.#server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    system.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`;
    return system;
  }

  close(): Promise<void> {
    this.#server?.closeAllConnections();
    return new Promise((done) => (this.#server === null ? done() : this.#server.close(() => done())));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const say = (status: number, said: unknown = {}, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(said));
    const fault = this.faults.shift();
    if (fault === 'cut') return void request.socket.destroy();
    if (fault !== undefined && fault !== 'take and cut')
      return void say(fault.status, fault.body, fault.headers);
    if (!this.#isSigned(request, body)) return void say(401);
    if (request.method === 'GET') {
      const key = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
      const known = this.taken.get(key);
      return void (known === undefined ? say(404) : say(200, { id: known.id, at: known.at }));
    }
    const read = JSON.parse(body) as Record<string, unknown>;
    const key = String(read.id);
    const before = this.taken.get(key);
    const one = before ?? {
      id: `theirs-${this.taken.size + 1}`,
      text: String(read.text),
      at: String(read.at),
      body: read,
    };
    this.taken.set(key, one);
    if (fault === 'take and cut') return void request.socket.destroy();
    say(before === undefined ? 201 : 409, { id: one.id, at: one.at });
  }

  #isSigned({ headers }: IncomingMessage, body: string): boolean {
    const [id, at] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])];
    return headers['webhook-signature'] === signatureOf(this.believes, { id, at, body });
  }
}
