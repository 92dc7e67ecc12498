import { expect, test } from 'vitest';
import { postAddress } from './identifiers.ts';
import type { CommitPayload } from './payload.ts';
import { openUnderAuthors } from './underAuthors.ts';

const handles: Record<string, string> = {
  'did:plc:a': 'karoowater-help.example',
  'did:plc:b': 'thabo.example',
};
const asked: string[] = [];
const authors = {
  find: async (ids: readonly string[]) => {
    asked.push(...ids);
    return new Map(
      ids.flatMap((did) => {
        const handle = handles[did];
        return handle === undefined
          ? []
          : [[did, { did, handle, name: null, followers: null, verified: null }] as const];
      }),
    );
  },
};
const answer = (did: string, to: string): CommitPayload => ({
  form: 'commit',
  operation: 'create',
  did,
  rkey: `key${did.at(-1)}`,
  rev: '3k',
  cid: 'bafy',
  record: {
    text: 'Send us your PIN',
    createdAt: '2031-01-04T06:00:00Z',
    reply: { root: { uri: to, cid: 'x' }, parent: { uri: to, cid: 'x' } },
  },
  at: '2031-01-04T06:00:00Z',
  author: null,
  pictures: '',
});
const question = { did: 'did:plc:amina', rkey: '3laaaaaaaaaaa' };
const address = postAddress(question.did, question.rkey);
const bytes = (one: CommitPayload) => Buffer.from(JSON.stringify(one));

test('before an author was let through nothing is found and nobody is asked for', async () => {
  const under = openUnderAuthors(authors);
  const one = answer('did:plc:a', address);
  expect(under.finds(bytes(one))).toBe(false);
  expect(await under.imitating([one], 'karoowater.example')).toEqual([]);
  expect(asked).toEqual([]);
});

test('an answer to them is kept where its writer’s name looks like ours, and only there', async () => {
  const under = openUnderAuthors(authors);
  under.note(question);
  const all = ['did:plc:a', 'did:plc:b', 'did:plc:unknown'].map((did) => answer(did, address));
  const elsewhere = answer('did:plc:a', postAddress('did:plc:amina', '3lbbbbbbbbbbb'));
  expect(all.every((one) => under.finds(bytes(one)))).toBe(true);
  expect(under.finds(bytes(elsewhere))).toBe(false);
  const found = await under.imitating([...all, elsewhere], 'karoowater.example');
  expect(found.map(({ did }) => did)).toEqual(['did:plc:a']);
});

test('of many threads the latest are known', () => {
  const under = openUnderAuthors(authors);
  const key = (n: number) => `3l${String(n).padStart(11, '0')}`;
  for (let n = 0; n < 600; n += 1) under.note({ did: 'did:plc:amina', rkey: key(n) });
  expect([99, 100, 599].map((n) => under.finds(Buffer.from(key(n))))).toEqual([false, true, true]);
});
