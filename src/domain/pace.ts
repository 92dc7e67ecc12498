/**
 * How fast a burst is taken while another organisation is heard live. Both share the machine: a burst that takes all of it makes whoever is served beside it wait. Pure; times
 * are milliseconds of a clock that only goes forward.
 */
export interface Batch {
  organisationId: number;
  items: number;
  /** More than half of what a batch can hold: more of it waits. */
  full: boolean;
  /** How long it took. */
  took: number;
  endedAt: number;
}

/** Somebody who was served this long ago is not there any more. */
const remembered = 5_000;
/** Rests this many times as long as the batch before took. */
const restsTimes = 1;
const longest = 250;

/** The last batch of each organisation, as one process saw it. */
export class Pace {
  private readonly last = new Map<number, Batch>();

  ended(batch: Batch): void {
    this.last.set(batch.organisationId, batch);
  }

  /**
   * How long to rest before the organisation's next batch. Nobody rests whose queue was emptied by the last batch; nor where everybody has a burst, since then each
   * would wait for nobody.
   */
  rest(organisationId: number, now: number): number {
    for (const [id, { endedAt }] of this.last) if (now - endedAt > remembered) this.last.delete(id);
    const own = this.last.get(organisationId);
    if (own?.full !== true) return 0;
    for (const other of this.last.values()) if (!other.full) return Math.min(longest, restsTimes * own.took);
    return 0;
  }
}
