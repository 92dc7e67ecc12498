/** X charges once a UTC day for the same post or message: who reads it again pays nothing. Remembered while the program runs; what is forgotten counts again. */

const mostRemembered = 200_000;

export class Billed {
  #day = '';
  readonly #ids = new Set<string>();

  /** Which of these have not been charged to the account today; from here on they are. */
  fresh(accountId: string, kind: string, ids: readonly string[], now: Date): number {
    const day = now.toISOString().slice(0, 10);
    if (day !== this.#day) this.#ids.clear();
    this.#day = day;
    let count = 0;
    for (const id of new Set(ids)) {
      const name = `${accountId} ${kind} ${id}`;
      if (this.#ids.has(name)) continue;
      count += 1;
      this.#ids.add(name);
      if (this.#ids.size <= mostRemembered) continue;
      for (const oldest of this.#ids) {
        this.#ids.delete(oldest);
        break;
      }
    }
    return count;
  }
}
