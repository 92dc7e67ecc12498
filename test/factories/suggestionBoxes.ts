/** The server of the guide's example channel: notes in boxes, and answers under keys, with the faults of the contract. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Note {
  id: string;
  box: string;
  words: string;
  at: string;
  removed?: true;
}

export class SuggestionBoxes {
  readonly notes: Note[] = [];
  readonly answers = new Map<string, string>();
  limitedUntil: Date | null = null;
  cutNext = false;
  address = '';
  #server: Server | null = null;

  static async open(): Promise<SuggestionBoxes> {
    const boxes = new SuggestionBoxes();
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = boxes.#answer(request.method ?? '', request.url ?? '', Buffer.concat(chunks).toString());
      const isCut = request.method === 'PUT' && boxes.cutNext;
      if (isCut) {
        boxes.cutNext = false;
        return void request.socket.destroy();
      }
      if (request.headers.authorization !== 'Bearer right') return void response.writeHead(401).end();
      response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body ?? {}));
    });
    boxes.#server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    boxes.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return boxes;
  }

  close(): Promise<void> {
    this.#server?.closeAllConnections();
    return new Promise((done) => (this.#server === null ? done() : this.#server.close(() => done())));
  }

  #answer(
    method: string,
    path: string,
    body: string,
  ): { status: number; headers?: Record<string, string>; body?: unknown } {
    const key = path.split('/').at(-1) ?? '';
    if (path.startsWith('/notes')) {
      const after = Number(new URL(path, 'http://boxes').searchParams.get('after'));
      const notes = this.notes.slice(after, after + 2);
      return { status: 200, body: { notes, next: notes.length === 0 ? null : String(after + notes.length) } };
    }
    if (method === 'GET') return { status: this.answers.has(key) ? 200 : 404 };
    if (this.limitedUntil !== null) {
      const seconds = Math.round((this.limitedUntil.getTime() - Date.now()) / 1_000);
      this.limitedUntil = null;
      return { status: 429, headers: { 'retry-after': String(seconds) } };
    }
    this.answers.set(key, (JSON.parse(body) as { words: string }).words);
    return { status: 200 };
  }
}
