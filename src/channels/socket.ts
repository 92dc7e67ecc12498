/** Reads a web socket as batches of frames, no faster than they are taken, and notices when the other side is gone. */
import type WebSocket from 'ws';
import { Fault } from '../domain/fault.ts';

const mostWaiting = 500;
const pingMilliseconds = 20_000;

export interface SocketOptions {
  headers?: Record<string, string>;
  /** An empty batch says that the connection stands, before anything has come. */
  saysOpen?: boolean;
  /** Milliseconds between two signs of life; twenty seconds when left out. */
  pings?: number;
}

interface Reading {
  waiting: Buffer[];
  isOpen: boolean;
  /** Set once the connection has ended, with the reason. */
  ended: Error | null;
  /** True when the other side has been heard since the last ping. */
  alive: boolean;
  wake: () => void;
}

/**
 * Yields everything that has arrived since the last step, at most a few hundred frames; an empty batch every twenty seconds says
 * that the connection is alive. Ends quietly when the signal ends it, and throws Fault `network_unreachable` otherwise.
 */
export async function* readSocket(
  address: string,
  signal: AbortSignal,
  options: SocketOptions = {},
): AsyncGenerator<Buffer[]> {
  if (signal.aborted) return;
  const { WebSocket: Socket } = await import('ws');
  const socket = new Socket(address, {
    perMessageDeflate: false,
    handshakeTimeout: 15_000,
    maxPayload: 8_388_608,
    ...(options.headers === undefined ? {} : { headers: options.headers }),
  });
  const reading: Reading = {
    waiting: [],
    isOpen: options.saysOpen !== true,
    ended: null,
    alive: true,
    wake: () => undefined,
  };
  attend(socket, reading);
  const heartbeat = setInterval(() => beat(socket, reading), options.pings ?? pingMilliseconds);
  const stop = (): void => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      if (reading.waiting.length === 0 && reading.ended === null) await arrival(reading);
      const batch = reading.waiting.splice(0, mostWaiting);
      if (socket.isPaused && reading.waiting.length === 0) socket.resume();
      if (batch.length > 0) yield batch;
      else if (reading.ended !== null) break;
      else yield [];
    }
    if (!signal.aborted) throw lost(address, reading.ended);
  } finally {
    clearInterval(heartbeat);
    signal.removeEventListener('abort', stop);
    socket.terminate();
  }
}

function attend(socket: WebSocket, reading: Reading): void {
  const end = (reason: Error): void => {
    reading.ended ??= reason;
    reading.wake();
  };
  socket.on('open', () => {
    if (reading.isOpen) return;
    reading.isOpen = true;
    reading.wake();
  });
  socket.on('message', (data) => {
    reading.waiting.push(data as Buffer);
    if (reading.waiting.length >= mostWaiting) socket.pause();
    reading.alive = true;
    reading.wake();
  });
  socket.on('pong', () => {
    reading.alive = true;
    reading.wake();
  });
  socket.on('error', end);
  socket.on('close', (code, reason) =>
    end(new Error(`closed with ${code} ${reason.toString('utf8').slice(0, 200)}`)),
  );
}

/** A paused socket hears no pong: it is the reader that is slow, not the network that is gone. */
function beat(socket: WebSocket, reading: Reading): void {
  if (socket.readyState !== socket.OPEN || socket.isPaused) return;
  if (!reading.alive) {
    socket.terminate();
    return;
  }
  reading.alive = false;
  socket.ping();
}

function arrival(reading: Reading): Promise<void> {
  return new Promise((resolve) => {
    reading.wake = () => {
      reading.wake = () => undefined;
      resolve();
    };
  });
}

function lost(address: string, cause: Error | null): Fault {
  const sentence = `The stream of ${new URL(address).host} was lost. It is taken up again by itself.`;
  return new Fault('network_unreachable', sentence, { cause });
}
