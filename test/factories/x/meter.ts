/** A meter in memory, with a ceiling: as simple as one can be that keeps it. */
import type { Meter, Use } from '../../../src/channels/telling.ts';

/** What is needed least ends first. */
const share: Record<Use, number> = {
  counting: 0.5,
  repairing: 0.6,
  watching: 0.7,
  hearing: 0.9,
  answering: 1,
};

export class TestMeter implements Meter {
  spent = 0;
  aside = 0;
  refused = 0;
  readonly #ceiling: number;

  constructor(ceiling: number) {
    this.#ceiling = ceiling;
  }

  async setAside(use: Use, micros: number) {
    if (this.spent + this.aside + micros > this.#ceiling * share[use]) {
      this.refused += 1;
      return null;
    }
    this.aside += micros;
    const settle = async (sum: number): Promise<void> => {
      this.aside -= micros;
      this.spent += sum;
    };
    return { settle };
  }
}
