/** Lists that many hold and nobody changes, each once: tens of thousands of lists of a file are the same few hundred. */
export class OnceEach<List extends readonly unknown[]> {
  readonly #known = new Map<string, List>();

  /** The first that was given of lists like this one. */
  of(list: List): List {
    const key = JSON.stringify(list);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, list);
    return list;
  }
}
