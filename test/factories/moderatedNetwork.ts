/** A network that hides posts of others and takes reports as a test says. */
import type { Channel, Outcome } from '../../src/channels/channel.ts';

export class ModeratedNetwork {
  /** What nobody sees. */
  readonly hidden = new Set<string>();
  readonly reports: { networkId: string; reason: string }[] = [];
  /** What it answers next, in place of doing it; `cut`: it is done, and no answer comes. */
  readonly answers: (Exclude<Outcome, { kind: 'sent' }> | 'cut')[] = [];

  /** What a channel does by it. */
  channel(): Pick<Channel, 'hide' | 'report' | 'reportAddress'> {
    return {
      hide: async (_account, { networkId }, hidden) =>
        this.#answer(networkId, () => {
          if (hidden) this.hidden.add(networkId);
          else this.hidden.delete(networkId);
        }),
      report: async (_account, reported) =>
        this.#answer(reported.networkId, () => void this.reports.push(reported)),
      reportAddress: ({ networkId }) => `https://network.example/profile/${encodeURIComponent(networkId)}`,
    };
  }

  #answer(networkId: string, act: () => void): Outcome {
    const next = this.answers.shift();
    if (next !== undefined && next !== 'cut') return next;
    act();
    return next === 'cut'
      ? { kind: 'unknown', reason: 'The network did not answer. Ask once more.' }
      : { kind: 'sent', networkId, at: new Date(), handle: {} };
  }
}
