/**
 * How fast a burst is taken while others are served. All share the machine: a burst that takes all of it makes whoever is heard live beside it wait. Pure; times are
 * milliseconds of a clock that only goes forward.
 */
export interface Batch {
  organisationId: number;
  /** It was large: more of it waits. Small ones are somebody who is heard live. */
  large: boolean;
  /** How long it took. */
  took: number;
  endedAt: number;
}

/** Somebody who was served longer ago is not there any more. */
const remembered = 5_000;
const longest = 600;
const longestAfterSaving = 250;

/** Posts that come within so many milliseconds of a batch's beginning are taken together in the next, unless they are a burst's: each batch costs some twenty statements. */
export const gathering = 40;

/** So many items in one heading are a burst's. */
const largeHeading = 500;

/**
 * How long a listener rests after it saved so many items in so much time. What is heard is saved several times as fast as it can be taken to the desk: more haste only
 * makes the heap higher, and those who are served meanwhile slower.
 */
export function restAfterSaving(items: number, took: number): number {
  return items < largeHeading ? 0 : Math.min(longestAfterSaving, 2 * took);
}

/** So many calls of networks within a second are a burst's. */
const manyCalls = 200;
const calledWithin = 1_000;
/** While networks call, so many items at most are taken in one go: who waits for an acknowledgement waits behind a whole batch at worst. */
export const batchBesideCalls = 100;

/** How long to rest after a batch beside such a burst, so that acknowledging has most of the machine: three times as long as it took. Milliseconds. */
export const restBesideCalls = (took: number): number => Math.min(longest, 3 * took);

/** How often networks call the door of one process. */
export class Calls {
  private since = Number.NEGATIVE_INFINITY;
  private counted = 0;
  private before = 0;

  /** One came. */
  came(now: number): void {
    this.turn(now);
    this.counted += 1;
  }

  /** Whether there is a burst of them: it is to be acknowledged first, and taken to the desk behind. */
  areMany(now: number): boolean {
    this.turn(now);
    return Math.max(this.counted, this.before) >= manyCalls;
  }

  private turn(now: number): void {
    const passed = now - this.since;
    if (passed < calledWithin) return;
    this.before = passed < 2 * calledWithin ? this.counted : 0;
    this.counted = 0;
    this.since = now;
  }
}

/** The last batch of each organisation, as one process saw it. */
export class Pace {
  private readonly last = new Map<number, Batch>();
  private readonly beginnings = new Map<number, number>();

  began(organisationId: number, now: number): void {
    this.beginnings.set(organisationId, now);
  }

  ended(batch: Batch): void {
    this.last.set(batch.organisationId, batch);
  }

  /**
   * How long to rest before the organisation's next batch: four times as long as its last one took, if that was large and somebody else is heard live. Where everybody has a burst
   * nobody rests, since each would wait for nobody.
   */
  rest(organisationId: number, now: number): number {
    const { own, others } = this.seen(organisationId, now);
    if (own?.large !== true || others.every((other) => other.large)) return 0;
    return Math.min(longest, 4 * own.took);
  }

  /** The organisations that are heard one by one and whose last batch began so lately that more may come for the next. */
  gathering(now: number): number[] {
    for (const [id, at] of this.beginnings) if (now - at >= gathering) this.beginnings.delete(id);
    return [...this.beginnings.keys()].filter((id) => this.last.get(id)?.large !== true);
  }

  /** Whether all who are there have bursts: then nobody is kept waiting by long batches, which cost less an item. */
  onlyBursts(organisationId: number, now: number): boolean {
    const { own, others } = this.seen(organisationId, now);
    return own?.large === true && others.length > 0 && others.every((other) => other.large);
  }

  private seen(organisationId: number, now: number): { own: Batch | undefined; others: Batch[] } {
    for (const [id, { endedAt }] of this.last) if (now - endedAt > remembered) this.last.delete(id);
    const others = [...this.last.values()].filter((batch) => batch.organisationId !== organisationId);
    return { own: this.last.get(organisationId), others };
  }
}
