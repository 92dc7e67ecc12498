/** A door for the double to call: a small server that hands what comes to the channel, as the desk's own door does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountAccess, Channel, RawItem } from '../../../src/channels/channel.ts';

export interface Door {
  address: string;
  items: RawItem[];
  refused: number;
  /** False: it answers 503 to everything, as while nobody is at home. */
  open: boolean;
  close(): Promise<void>;
}

export async function openDoor(channel: Channel, account: () => AccountAccess): Promise<Door> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (!door.open) return response.writeHead(503).end();
    const address = new URL(request.url ?? '/', door.address);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const called = {
      method: request.method === 'GET' ? 'GET' : 'POST',
      path: '',
      address: address.toString(),
      query: Object.fromEntries(address.searchParams),
      headers,
      body: Buffer.concat(chunks),
    } as const;
    const taken = await channel.receive?.take(account(), called, {
      now: new Date(),
      casesOf: async () => [],
    });
    if (taken === undefined || taken.kind === 'refused') {
      door.refused += 1;
      return response.writeHead(taken?.status ?? 404).end();
    }
    if (taken.kind === 'kept') door.items.push(...taken.items);
    return response
      .writeHead(taken.answer.status, { 'content-type': taken.answer.type })
      .end(taken.answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const door: Door = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/a/s`,
    items: [],
    refused: 0,
    open: true,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return door;
}
