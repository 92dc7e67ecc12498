import type { Channel, ChannelFactory, Outcome } from '../channel.ts';
import { normaliseArchive } from './normalise.ts';

const cannot = 'An archive is history: nothing can be sent to it. Answer on the network where the author is.';
const refusal: Outcome = { kind: 'refused', code: 'archive', reason: cannot };

/** Posts that were kept elsewhere and came in as a file. They are read and counted like all others; nothing can be sent. */
export const archive: ChannelFactory = (): Channel => ({
  network: 'archive',
  name: 'Archive',
  evidence: [{ what: 'Importing NDJSON and CSV', by: 'official description and samples' }],
  abilities: {
    hears: ['import'],
    watches: false,
    replies: [],
    announces: false,
    deletes: false,
    // The file says what was deleted long ago.
    deletedStays: 0,
    attachments: null,
    length: null,
    keyed: { public: false, direct: false },
  },
  connect: null,
  sources: [],
  normalise: (payload) => normaliseArchive(payload),
  mayReply: () => [
    {
      mode: 'public',
      allowed: false,
      reason: cannot,
      until: null,
      length: { graphemes: 0, bytes: 0 },
      price: null,
    },
  ],
  networkKey: ({ replyId }) => replyId,
  send: async () => refusal,
  check: async () => ({ kind: 'absent' }),
  remove: async () => refusal,
  async *reconcile() {
    yield []; // a file has no more than what was read of it
  },
});
