import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmsErasure, tellingNames, threadNamesAuthor } from './erasure.ts';

const of = { names: ['Zuri Hassan', 'zuri.example'], caseNumber: 412 };

test('the name, the handle or the number of the case confirms, however it is typed', () => {
  for (const typed of ['Zuri Hassan', ' zuri hassan ', '@zuri.example', '412', '#412', '# 412'])
    expect(confirmsErasure(typed, of), typed).toBe(true);
  for (const typed of ['', ' ', '@', 'Zuri', '41', '4120', 'yes', 'zuri.example.org'])
    expect(confirmsErasure(typed, of), typed).toBe(false);
});

test('nothing but a name or the number confirms, and an empty name never does', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), fc.nat(), (typed, names, caseNumber) => {
      const plain = (text: string) => text.normalize('NFKC').trim().replace(/^[@#]/, '').trim().toLowerCase();
      const said = plain(typed);
      const among = [...names, String(caseNumber)].map(plain).includes(said);
      expect(confirmsErasure(typed, { names, caseNumber })).toBe(said !== '' && among);
    }),
  );
});

test('a thread goes with its author unless somebody else stands in it under a name that is not theirs', () => {
  const about = {
    names: ['did:plc:zuri'],
    posts: new Set(['42']),
    shared: new Set(['7', 'at://did:plc:zuri/1']),
  };
  const thread = (name: string, visibility: 'public' | 'direct' = 'public') =>
    threadNamesAuthor({ network: 'bluesky', thread: name, visibility }, about);
  expect(thread('7')).toBe(false);
  expect(thread('7', 'direct')).toBe(true);
  expect(thread('42')).toBe(true);
  expect(thread('at://did:plc:zuri/1')).toBe(true);
  expect(thread('8')).toBe(true);
});

test('a name that is short is looked for in no other text', () => {
  expect(tellingNames(['42', 'did:plc:zuri', 'a@b.example'])).toEqual(['did:plc:zuri', 'a@b.example']);
});
