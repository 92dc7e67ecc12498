/** Where a source stands: until when it has heard, and which versions of the latest posts it has seen, so that edits and deletions of them are noticed after a restart too. */
import { dictionary, instant, list, text } from '../reading.ts';

/** In which list a post stood: it is missed there, and nowhere else. */
export type Listed = 'told' | 'own';

export interface Seen {
  version: string;
  at: Date;
  in: Listed;
}

/** What is listed may become visible later than its time says: look back this far, in milliseconds. */
export const overlap = 300_000;
/** Edits and deletions are noticed of so many posts; more than that are remembered only where a look back would take them for new. */
const kept = 120;
const mostKept = 1_000;

export class Place {
  /** The server's clock. */
  until: Date;
  readonly #seen: Map<string, Seen>;

  private constructor(until: Date, seen: Map<string, Seen>) {
    this.until = until;
    this.#seen = seen;
  }

  /** From a cursor; from `otherwise` on where there is none that can be read. */
  static from(cursor: string | null, otherwise: Date): Place {
    const said = cursor === null ? null : parsed(cursor);
    const until = instant(said?.until);
    if (said === null || until === null) return new Place(otherwise, new Map());
    const seen = new Map<string, Seen>();
    for (const one of list(said.seen)) {
      const [id, version, at, where] = list(one).map(text);
      const time = instant(at);
      if (id != null && version != null && time !== null)
        seen.set(id, { version, at: time, in: where === 'own' ? 'own' : 'told' });
    }
    return new Place(until, seen);
  }

  get(id: string): Seen | undefined {
    return this.#seen.get(id);
  }

  /** Notes a version; the oldest are forgotten. */
  see(id: string, seen: Seen): void {
    this.#seen.delete(id);
    this.#seen.set(id, seen);
    if (seen.at > this.until) this.until = seen.at;
    while (this.#seen.size > kept) {
      const [id, { at }] = [...this.#seen].reduce((one, other) => (other[1].at < one[1].at ? other : one));
      if (at.getTime() >= this.until.getTime() - overlap && this.#seen.size <= mostKept) break;
      this.#seen.delete(id);
    }
  }

  forget(id: string): void {
    this.#seen.delete(id);
  }

  /** What should stand in a list that was read back to this time (null: to its end). */
  expected(where: Listed, from: Date | null): string[] {
    return [...this.#seen].flatMap(([id, seen]) =>
      seen.in === where && (from === null || seen.at > from) ? [id] : [],
    );
  }

  cursor(): string {
    const seen = [...this.#seen].map(([id, one]) => [id, one.version, one.at.toISOString(), one.in]);
    return JSON.stringify({ until: this.until.toISOString(), seen });
  }
}

function parsed(cursor: string) {
  try {
    return dictionary(JSON.parse(cursor));
  } catch {
    return null;
  }
}
