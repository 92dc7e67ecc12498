import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LanguageModel } from './language.ts';
import { languageModel, placeModel, saysModel, sentimentModel, serviceModel } from './models.ts';
import type { PlaceModel } from './places.ts';
import type { SaysModel } from './says.ts';
import type { SentimentModel } from './sentiment.ts';
import type { ServiceModel } from './service.ts';

let language: LanguageModel;
let sentiment: SentimentModel;
let service: ServiceModel;
let places: PlaceModel;
let says: SaysModel;
beforeAll(() => {
  language = languageModel();
  sentiment = sentimentModel();
  service = serviceModel();
  places = placeModel();
  says = saysModel();
});

const readAll = (text: string) => {
  const found = language.find(text);
  places.find(text);
  says.find(text);
  return { found, felt: sentiment.find(text, found.chief), asked: service.find(text, found) };
};

describe('nothing is invented', () => {
  test.each([
    ['nothing', ''],
    ['spaces', ' \n\t '],
    ['one emoji', '😡'],
    ['a handle and a link', '@umeme_leo https://a.example/b'],
    ['numbers', '0700 000 000 / 4471-22'],
    ['signs', '?!?!'],
    ['one letter', 'k'],
  ])('of %s nobody can tell the language', (_, text) => {
    expect(readAll(text).found).toMatchObject({ name: 'und', chief: null });
  });

  test('a threat against oneself is told beside one against others, and alone where it is one', () => {
    const told = (text: string) => readAll(text).asked.threats.map(({ name }) => name);
    expect(told('I will kill that manager at noon, and then I will kill myself.')).toContain('self');
    expect(told('You cut my water again. I want to die, tonight I will kill myself.')).toEqual(['self']);
  });

  test('of no words nothing is felt and nothing asked', () => {
    const { felt, asked } = readAll('@umeme_leo https://a.example/b');
    expect(felt).toBeNull();
    expect(asked).toMatchObject({ kinds: [], severity: null, vulnerable: [], threats: [] });
  });

  test.each([
    ['ten thousand characters', 'maji hakuna '.repeat(834)],
    ['one word of ten thousand letters', 'a'.repeat(10_000)],
    ['right to left', 'الكهرباء مقطوعة منذ أمس ولا أحد يرد'],
    ['binary', '\u0000\u0001\ufffd\ud800 x \udfff'],
    ['ten thousand @', '@'.repeat(10_000)],
    ['what begins like addresses', `${'a.'.repeat(2_000)}${'@b'.repeat(2_000)} ${'https://'.repeat(200)}`],
    ['signs that join', 'e\u0301\u0301\u0301 \u200d\u200d\ufe0f'],
  ])('%s is read without an exception', (_, text) => {
    expect(readAll(text).found.confidence).toBeLessThanOrEqual(1);
  });

  test('whatever is written, every share lies between 0 and 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { found, felt, asked } = readAll(text);
        const shares = [
          found.confidence,
          felt?.confidence ?? 0,
          ...asked.kinds.map((kind) => kind.confidence),
        ];
        for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
      }),
    );
  });
});

describe('posts as people write them', () => {
  test.each([
    ['eng', 'no power since last night and nobody picks up the phone'],
    ['fra', "toujours pas d'eau dans le quartier depuis lundi matin"],
    ['swa', 'hakuna maji mtaani kwetu tangu juzi na hamjibu simu'],
    ['kin', 'nta mazi dufite kuva ejo mu gitondo mudufashe'],
    ['pcm', 'una don cut our light again abeg bring am back'],
    ['hau', 'babu wuta a unguwarmu tun jiya da yamma'],
    ['amh', 'ከትናንት ጀምሮ መብራት የለም'],
    ['por', 'estamos sem luz desde ontem e ninguém atende o telefone'],
  ])('are told to be %s', (name, text) => {
    expect(language.find(text).name).toBe(name);
  });

  const english = { name: 'eng', confidence: 1, chief: 'eng' } as const;

  test('a complaint is one, and says which words made it grave', () => {
    const asked = service.find(
      'No power since yesterday and my baby is on an oxygen machine, please help',
      english,
    );
    expect(asked.kinds.map(({ name }) => name)).toContain('complaint');
    expect(asked.severity).not.toBeNull();
    expect(asked.severity?.because.length).toBeGreaterThan(0);
  });

  test('thanks are no complaint', () => {
    const asked = service.find(
      'Thank you so much to the lady at the counter, she was wonderful and so kind',
      english,
    );
    expect(asked.kinds.map(({ name }) => name)).toEqual(['praise']);
    expect(asked.severity).toBeNull();
  });
});
