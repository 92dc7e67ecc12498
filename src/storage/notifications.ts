/** One connection that listens for all of the process. It reconnects by itself and says so, since what was told meanwhile is lost. */
import pg from 'pg';

export type NotificationName = 'history' | 'presence' | 'inbox' | 'replies' | 'accounts';

export interface Notifications {
  /** Calls back with each payload; with null after every (re)connection, when something may have been missed. */
  on(name: NotificationName, heard: (payload: string | null) => void): () => void;
  /** Calls back when the database goes away (true) and when it is back (false). */
  onAway(told: (away: boolean) => void): () => void;
  close(): Promise<void>;
}

interface Options {
  url: string;
  onLost?: (cause: Error) => void;
}

const retryMilliseconds = 500;

/** Connects at the first `on`. */
export function openNotifications(options: Options): Notifications {
  return new Listening(options);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

class Listening implements Notifications {
  readonly #options: Options;
  readonly #listeners = new Map<NotificationName, Set<(payload: string | null) => void>>();
  readonly #watchers = new Set<(away: boolean) => void>();
  #away = false;
  #client: pg.Client | null = null;
  #closed = false;
  #connecting = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  on(name: NotificationName, heard: (payload: string | null) => void): () => void {
    let set = this.#listeners.get(name);
    if (set === undefined) {
      set = new Set();
      this.#listeners.set(name, set);
      this.#client?.query(`listen ${name}`).catch((error: unknown) => this.#lost(asError(error)));
    }
    set.add(heard);
    void this.#connect();
    const joined = set;
    return () => joined.delete(heard);
  }

  onAway(told: (away: boolean) => void): () => void {
    this.#watchers.add(told);
    return () => this.#watchers.delete(told);
  }

  #tell(away: boolean): void {
    if (away === this.#away) return;
    this.#away = away;
    for (const told of this.#watchers) told(away);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const open = this.#client;
    this.#client = null;
    if (open === null) return;
    open.removeAllListeners();
    open.on('error', () => undefined);
    await open.end();
  }

  async #connect(): Promise<void> {
    if (this.#closed || this.#client !== null || this.#connecting) return;
    this.#connecting = true;
    const next = this.#newClient();
    try {
      await next.connect();
      // It was closed while it connected.
      if (this.#closed) return await next.end();
      this.#client = next;
      for (const name of this.#listeners.keys()) await next.query(`listen ${name}`);
      this.#connecting = false;
      this.#tell(false);
      for (const set of this.#listeners.values()) for (const heard of set) heard(null);
    } catch (error) {
      this.#connecting = false;
      this.#lost(asError(error));
    }
  }

  #newClient(): pg.Client {
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'answerable listening',
      keepAlive: true,
    });
    client.on('error', (cause) => this.#lost(cause));
    client.on('end', () => this.#lost(new Error('the listening connection ended')));
    client.on('notification', ({ channel, payload }) => {
      for (const heard of this.#listeners.get(channel as NotificationName) ?? []) heard(payload ?? '');
    });
    return client;
  }

  #lost(cause: Error): void {
    const old = this.#client;
    this.#client = null;
    if (old !== null) {
      old.removeAllListeners();
      old.on('error', () => undefined);
      old.end().catch((error: unknown) => this.#options.onLost?.(asError(error)));
    }
    if (this.#closed) return;
    this.#tell(true);
    this.#options.onLost?.(cause);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connect(), retryMilliseconds);
  }
}
