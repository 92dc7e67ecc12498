import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GatheredPost } from '../../domain/gathering.ts';
import { identitiesOf } from './heardNames.ts';

const start = Date.UTC(2026, 0, 1);

interface Saying {
  who: string;
  minute: number;
  handle: string | null;
  name: string | null;
}

/** Two posts of one minute say the same, as one moment has one name. */
const sayings = fc
  .uniqueArray(
    fc.record({
      who: fc.constantFrom('did:plc:amina', 'did:plc:thabo'),
      minute: fc.nat(50),
      handle: fc.option(fc.constantFrom('amina.example', 'amina-m.example', 'thabo.example')),
      name: fc.option(fc.constantFrom('Amina', 'Amina M.', 'Thabo')),
    }),
    { selector: (one) => `${one.who} ${one.minute}` },
  )
  .filter((list) => list.length > 0);

function post(said: Saying, i: number): GatheredPost {
  const at = new Date(start + said.minute * 60_000);
  return {
    rawId: i,
    accountId: 'account',
    heardAt: at,
    carriers: [],
    post: {
      network: 'bluesky',
      networkId: `post ${i}`,
      thread: 'thread',
      parentNetworkId: null,
      quotedNetworkId: null,
      direction: 'inbound',
      visibility: 'public',
      hearing: 'mention',
      by: { networkId: said.who, handle: said.handle ?? said.who, name: said.name },
      conversationWith: said.who,
      text: 'no water',
      language: null,
      media: [],
      at,
      revision: '0',
      reach: null,
      handle: {},
      institution: null,
    },
  };
}

test('the latest handle and the latest name stand, with the time of the earliest post, in whatever order the posts came', () => {
  fc.assert(
    fc.property(sayings, fc.infiniteStream(fc.nat()), (said, order) => {
      const shuffled = [...said].sort(() => ((order.next().value ?? 0) % 2 === 0 ? 1 : -1));
      for (const [key, heard] of identitiesOf(shuffled.map(post), [])) {
        const own = said.filter((one) => key.endsWith(one.who)).sort((a, b) => b.minute - a.minute);
        const handles = own.flatMap((one) => one.handle ?? []);
        const names = own.flatMap((one) => one.name ?? []);
        expect(heard.handle).toBe(handles[0] ?? null);
        expect(heard.name).toBe(names[0] ?? null);
        expect(heard.at).toEqual(new Date(start + (own.at(-1)?.minute ?? 0) * 60_000));
      }
    }),
  );
});

test('an author who is only answered is known by the network’s id', () => {
  const answer = post({ who: 'did:plc:house', minute: 1, handle: 'water.example', name: null }, 1);
  const heard = identitiesOf([answer], ['did:plc:amina']).get('bluesky did:plc:amina');
  expect(heard).toMatchObject({ networkId: 'did:plc:amina', handle: null, name: null });
});
