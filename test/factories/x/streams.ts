/** The streams of the double of X: lines of JSON, a sign of life between them, and every way in which they end. */
import type { ServerResponse } from 'node:http';

export type Kind = 'filtered' | 'activity';

export class Streams {
  readonly #open = new Map<Kind, Set<ServerResponse>>();
  /** How often somebody opened one. */
  opened = 0;

  open(kind: Kind, response: ServerResponse): void {
    const all = this.#open.get(kind) ?? new Set();
    this.#open.set(kind, all.add(response));
    this.opened += 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('\r\n');
    response.on('close', () => all.delete(response));
  }

  /** A sign of life on every stream, as X gives one at least every 20 seconds; until the process ends. */
  beatEvery(milliseconds: number): void {
    setInterval(() => {
      for (const kind of this.#open.keys()) this.raw(kind, '\r\n');
    }, milliseconds).unref();
  }

  count(kind: Kind): number {
    return this.#open.get(kind)?.size ?? 0;
  }

  write(kind: Kind, line: unknown): void {
    this.raw(kind, `${JSON.stringify(line)}\r\n`);
  }

  raw(kind: Kind, text: string): void {
    for (const response of this.#open.get(kind) ?? []) response.write(text);
  }

  /** The network says why it ends the stream, and ends it. */
  disconnect(kind: Kind): void {
    const said = {
      errors: [
        {
          title: 'operational-disconnect',
          disconnect_type: 'UpstreamOperationalDisconnect',
          detail: 'This stream has been disconnected upstream for operational reasons.',
          type: 'https://api.twitter.com/2/problems/operational-disconnect',
        },
      ],
    };
    this.write(kind, said);
    this.end(kind);
  }

  end(kind: Kind): void {
    for (const response of this.#open.get(kind) ?? []) response.end();
  }

  /** The connection breaks in the middle of a line. */
  cut(kind: Kind): void {
    for (const response of this.#open.get(kind) ?? []) {
      response.write('{"data":{"id":"1');
      setImmediate(() => response.destroy());
    }
  }

  close(): void {
    for (const all of this.#open.values()) for (const response of all) response.destroy();
  }
}
