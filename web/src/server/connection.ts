import { useSyncExternalStore } from 'react';

/** Whether the server can be reached, as the last request and the live stream found it. */
export interface Connection {
  reachable: boolean;
  /** When something last came from the server. */
  heardAt: Date | null;
}

let connection: Connection = { reachable: true, heardAt: null };
const readers = new Set<() => void>();

function set(next: Connection): void {
  connection = next;
  for (const tell of readers) tell();
}

/** Something came from the server. */
export function heard(): void {
  if (!connection.reachable) set({ reachable: true, heardAt: new Date() });
  else connection.heardAt = new Date();
}

/** A request or the stream did not reach the server. */
export function unheard(): void {
  if (connection.reachable) set({ ...connection, reachable: false });
}

/** Runs whenever the server is reached again, or lost. Returns how to stop. */
export function onConnection(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** The connection now, outside React. */
export const connectionNow = () => connection;

/** The connection, followed. */
export const useConnection = () => useSyncExternalStore(onConnection, connectionNow);
