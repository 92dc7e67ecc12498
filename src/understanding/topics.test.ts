import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { topicPacks } from './topicPacks.ts';
import { learnTopics, type TaughtTopic } from './topics.ts';

const pack = (sector: string, most = 30): TaughtTopic[] =>
  topicPacks()
    .filter((one) => one.sector === sector)
    .flatMap(({ topics }) =>
      topics.map(({ key, names, examples }) => ({
        id: `${sector}/${key}`,
        names: Object.values(names),
        examples: examples.slice(0, most),
      })),
    );

const power = pack('electricity');
const water = pack('water');
const reader = learnTopics(power);
const ids = (text: string, by = reader) => by.find(text).map(({ id }) => id);

describe('what was learned is found', () => {
  test.each([
    ['no power since last night and nobody picks up the phone', 'electricity/outage'],
    ['umeme umekatika tena mtaani kwetu', 'electricity/outage'],
    ['I bought a token and the meter rejects the token number', 'electricity/prepaid'],
    ['my light bill has doubled, read the meter again', 'electricity/billing'],
    ['a live wire hangs from the pole near the school', 'electricity/hazard'],
  ])('%s', (text, id) => {
    expect(ids(text)[0]).toBe(id);
  });

  test('from ten examples', () => {
    const ten = learnTopics(
      [
        'the bus never came',
        'bus was an hour late again',
        'waited forty minutes at the stop for the bus',
        'bus late every morning this week',
        'the driver of the bus arrived late',
        'late bus made me miss my exam',
        'timetable says 7:10, the bus comes 7:50',
        'why is the 7 bus always late',
        'no bus for an hour at the hill stop',
        'another late bus, thank you for nothing',
      ].map((text) => ({ id: 'late', examples: [text] })),
    );
    expect(ids('my bus is late, one hour at the stop', ten)).toEqual(['late']);
    expect(ids('the choir sang so well on Sunday', ten)).toEqual([]);
  });

  test('the words that spoke for it are shown where they stand', () => {
    const text = 'Hello, the TOKEN that I bought is rejected by the meter';
    const [found] = reader.find(text);
    expect(found?.id).toBe('electricity/prepaid');
    expect(found?.because.map(([from, to]) => text.slice(from, to))).toContain('TOKEN');
  });

  test('most likely first, at most three, and as many as one asks for', () => {
    const found = reader.find('the token was paid twice and the bill of the meter is wrong', 1);
    expect(found.length).toBe(3);
    expect(found.map(({ sure }) => sure)).toEqual(found.map(({ sure }) => sure).sort((a, b) => b - a));
  });

  test('an example is found word for word, however it is spaced and cased', () => {
    for (const { id, examples } of power)
      for (const text of examples)
        expect(reader.find(` ${text.toUpperCase()} `)[0]).toMatchObject({ id, sure: 99 });
  });
});

describe('a member corrects', () => {
  const text = 'the technician left his ladder in our garden';

  test('by an example: the text is found, and others like it', () => {
    expect(ids(text)).toEqual([]);
    const more = power.map((topic) =>
      topic.id === 'electricity/connection' ? { ...topic, examples: [...topic.examples, text] } : topic,
    );
    expect(ids(text, learnTopics(more))).toEqual(['electricity/connection']);
    expect(ids('a ladder left in the garden by your technician', learnTopics(more))[0]).toBe(
      'electricity/connection',
    );
  });

  test('by a text that does not belong: it is not found, and others like it less', () => {
    const wrong = 'no power in my arms since the gym last night';
    const before = reader.find(wrong, 1).find(({ id }) => id === 'electricity/outage');
    expect(ids(wrong)).toContain('electricity/outage');
    const less = learnTopics(
      power.map((topic) => (topic.id === 'electricity/outage' ? { ...topic, not: [wrong] } : topic)),
    );
    expect(ids(wrong, less)).not.toContain('electricity/outage');
    const like = less.find(`${wrong} again`, 1).find(({ id }) => id === 'electricity/outage');
    expect(like?.sure ?? 0).toBeLessThan(before?.sure ?? 0);
  });

  test('what does not belong holds against an example of the same words', () => {
    const both = learnTopics([{ id: 'a', examples: [text, 'a ladder'], not: [text.toUpperCase()] }]);
    expect(both.find(text)).toEqual([]);
  });
});

describe('whoever learns', () => {
  const posts = [...water.map(({ examples }) => examples[0]!), 'hakuna umeme', 'hello', 'token token'];

  test('the order of topics and examples does not matter, and the same input gives the same reader', () => {
    const few = power.map((topic) => ({ ...topic, examples: topic.examples.slice(0, 6) }));
    const told = (topics: readonly TaughtTopic[]) => posts.map((text) => learnTopics(topics).find(text, 1));
    const expected = JSON.stringify(told(few));
    const orders = fc.shuffledSubarray(few, { minLength: few.length });
    fc.assert(
      fc.property(orders, fc.boolean(), (topics, turned) => {
        const same = topics.map((topic) => ({
          ...topic,
          examples: turned ? [...topic.examples].reverse() : topic.examples,
        }));
        expect(JSON.stringify(told(same))).toBe(expected);
      }),
      { numRuns: 3 },
    );
  });

  test('a reader says the same whatever it read before', () => {
    const fresh = learnTopics(power);
    for (const text of posts) expect(fresh.find(text)).toEqual(reader.find(text));
    for (const text of posts) expect(fresh.find(text)).toEqual(reader.find(text));
  });

  test('of no topics, and of topics without a word, nothing is found', () => {
    expect(learnTopics([]).find('no power')).toEqual([]);
    expect(learnTopics([{ id: 'a', examples: [] }]).find('no power', 1)).toEqual([]);
    expect(learnTopics([{ id: 'a', examples: ['', '!?'], not: ['', '?'] }]).find('no power ?', 1)).toEqual(
      [],
    );
  });

  test('topics of one id are one', () => {
    const one = learnTopics([
      { id: 'a', examples: ['the ladder is broken'] },
      { id: 'a', examples: ['the roof leaks'] },
    ]);
    expect(ids('the roof leaks', one)).toEqual(['a']);
  });
});

describe('nothing is invented', () => {
  test('other sectors’ sentences, and what is nobody’s matter, mostly get no topic', () => {
    const strangers = pack('banking').flatMap(({ examples }) => examples);
    const found = strangers.filter((text) => reader.find(text).length > 0);
    expect(found.length / strangers.length).toBeLessThan(0.25);
  });

  test.each([
    ['nothing', ''],
    ['one emoji', '😡'],
    ['a handle and a link', '@umeme_leo https://a.example/b'],
    ['signs', '?!?!'],
    ['signs that join', 'e\u0301\u0301\u0301 \u200d\u200d\ufe0f'],
    ['half of a character', '\ud800 x \udfff'],
    ['right to left', 'الكهرباء مقطوعة منذ أمس ولا أحد يرد'],
    ['one word of ten thousand letters', 'a'.repeat(10_000)],
  ])('of %s', (_, text) => {
    expect(reader.find(text)).toEqual([]);
  });

  test('ten thousand characters are read, and say no more than once', () => {
    expect(ids('hakuna umeme '.repeat(800))).toEqual(ids('hakuna umeme hakuna'));
  });

  test('whatever is written, what is found can be shown', () => {
    const some = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            'token',
            'meter',
            'UMEME',
            '@umeme',
            'https://a.example/token',
            '\ud83d',
            'İ',
            '😡',
            '12',
            '\n',
          ),
          { maxLength: 12 },
        )
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(some, (text) => {
        const found = reader.find(text, 1);
        expect(found.length).toBeLessThanOrEqual(3);
        for (const { sure, because } of found) {
          expect(Number.isInteger(sure) && sure >= 1 && sure <= 100).toBe(true);
          for (const [from, to] of because) expect(0 <= from && from < to && to <= text.length).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
