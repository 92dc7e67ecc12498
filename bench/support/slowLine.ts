/** A slow line before a server: a TCP proxy on which every byte takes its way, the opening of a connection too. */
import { createServer, connect as reach, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface SlowLine {
  port: number;
  /** How many connections were opened so far. */
  opened(): number;
  close(): Promise<void>;
}

export interface Slowness {
  /** Milliseconds there and back. */
  roundTrip: number;
  bytesASecond: number;
}

/** What carries bytes one way: in order, each after half a round trip, no more of them a second than the line carries. `free` is when the line may begin. */
function carry(from: Socket, to: Socket, { roundTrip, bytesASecond }: Slowness, begin: number): void {
  let free = begin;
  let last: Promise<unknown> = Promise.resolve();
  const at = (moment: number, act: () => void) => {
    const due = wait(Math.max(0, moment - performance.now()));
    // A timer may ring before an earlier one: what was sent first arrives first.
    last = Promise.all([last, due]).then(act);
  };
  from.on('data', (bytes) => {
    free = Math.max(free, performance.now()) + (bytes.length / bytesASecond) * 1000;
    at(free + roundTrip / 2, () => to.writable && to.write(bytes));
  });
  from.on('end', () => at(Math.max(free, performance.now()) + roundTrip / 2, () => to.end()));
  from.on('error', () => to.destroy());
}

/** Opens one before the port of a server on this machine. The kernel answers a new connection at once: the round trip that it takes on a real line is waited before the first byte. */
export async function slowLine(target: number, slowness: Slowness): Promise<SlowLine> {
  const open = new Set<Socket>();
  let opened = 0;
  const server = createServer((near) => {
    opened += 1;
    const far = reach(target, '127.0.0.1');
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    const begin = performance.now() + slowness.roundTrip;
    carry(near, far, slowness, begin);
    carry(far, near, slowness, begin);
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }),
  );
  return {
    port,
    opened: () => opened,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
