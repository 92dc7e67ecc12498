import type { Found, Outcome, ReplyToSend } from '../../src/channels/channel.ts';
import { addressOf, type Channels, channels } from './desk.ts';

/** When the first answer is written; undo ends ten seconds later. */
export const started = Date.UTC(2031, 0, 4, 11, 58);
const sentAt = new Date(started + 11_000);

/** A network that does as the test says: what it published, by key, and what it answers next. */
export class ScriptedNetwork {
  readonly published = new Map<string, string>();
  readonly answers: (Outcome | 'crash before' | 'crash after')[] = [];
  found: Found | null = null;
  keyed = true;
  sends = 0;
  /** Everything that was handed over, whatever became of it. */
  readonly parcels: ReplyToSend[] = [];

  channels(): Channels {
    const { bluesky } = channels;
    const { keyed, found } = this;
    const length = { graphemes: 60, bytes: 240 };
    return {
      ...channels,
      bluesky: {
        ...bluesky,
        abilities: { ...bluesky.abilities, keyed: { public: keyed, direct: keyed } },
        mayReply: () =>
          (['public', 'direct'] as const).map((mode) => ({
            mode,
            allowed: true,
            reason: null,
            until: null,
            length,
            price: null,
          })),
        networkKey: ({ replyId }) => `key-${replyId}`,
        send: async (_, reply) => {
          this.parcels.push(reply);
          return this.send(reply.networkKey, reply.text);
        },
        check: async (_, reply) => {
          if (found !== null) return found;
          return this.published.has(reply.networkKey)
            ? { kind: 'there', networkId: this.idOf(reply.networkKey), at: sentAt, handle: {} }
            : { kind: 'absent' };
        },
      },
    };
  }

  idOf(key: string): string {
    return addressOf('did:plc:karoowater', key);
  }

  async send(key: string, text: string): Promise<Outcome> {
    this.sends += 1;
    const answer = this.answers.shift();
    if (answer === 'crash before') throw new Error('the line broke');
    if (answer !== undefined && answer !== 'crash after' && answer.kind !== 'sent') return answer;
    this.published.set(key, text);
    if (answer === 'crash after') throw new Error('the line broke');
    return answer ?? { kind: 'sent', networkId: this.idOf(key), at: sentAt, handle: { cid: 'bafyours' } };
  }
}
