/** One connection that listens for all of the process. It reconnects by itself and says so, since what was told meanwhile is lost. */
import pg from 'pg';

export type NotificationName = 'history' | 'presence' | 'inbox' | 'replies' | 'accounts';

export interface Notifications {
  /** Calls back with each payload; with null after every (re)connection, when something may have been missed. */
  on(name: NotificationName, heard: (payload: string | null) => void): () => void;
  close(): Promise<void>;
}

interface Options {
  url: string;
  onLost?: (cause: Error) => void;
}

const retryMilliseconds = 500;

/** Connects at the first `on`. */
export function openNotifications(options: Options): Notifications {
  const listeners = new Map<NotificationName, Set<(payload: string | null) => void>>();
  let client: pg.Client | null = null;
  let closed = false;
  let connecting = false;
  let retry: NodeJS.Timeout | undefined;

  const tellAll = () => {
    for (const set of listeners.values()) for (const heard of set) heard(null);
  };

  const lost = (cause: Error) => {
    if (client !== null) {
      const old = client;
      client = null;
      old.removeAllListeners();
      old.on('error', () => undefined);
      old
        .end()
        .catch((error: unknown) =>
          options.onLost?.(error instanceof Error ? error : new Error(String(error))),
        );
    }
    if (closed) return;
    options.onLost?.(cause);
    clearTimeout(retry);
    retry = setTimeout(connect, retryMilliseconds);
  };

  async function connect(): Promise<void> {
    if (closed || client !== null || connecting) return;
    connecting = true;
    const next = new pg.Client({
      connectionString: options.url,
      application_name: 'answerable listening',
      keepAlive: true,
    });
    next.on('error', lost);
    next.on('end', () => lost(new Error('the listening connection ended')));
    next.on('notification', (message) => {
      for (const heard of listeners.get(message.channel as NotificationName) ?? [])
        heard(message.payload ?? '');
    });
    try {
      await next.connect();
      client = next;
      for (const name of listeners.keys()) await next.query(`listen ${name}`);
      connecting = false;
      tellAll();
    } catch (error) {
      connecting = false;
      lost(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return {
    on(name, heard) {
      let set = listeners.get(name);
      if (set === undefined) {
        set = new Set();
        listeners.set(name, set);
        if (client !== null) client.query(`listen ${name}`).catch(lost);
      }
      set.add(heard);
      void connect();
      return () => set.delete(heard);
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      const open = client;
      client = null;
      if (open !== null) {
        open.removeAllListeners();
        open.on('error', () => undefined);
        await open.end();
      }
    },
  };
}
