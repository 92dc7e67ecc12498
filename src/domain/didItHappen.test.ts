import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answeredWithin, answerIn, answerTo, asksWhether, questionIn } from './didItHappen.ts';
import * as plainAnswers from './plainAnswers.ts';

describe('the question', () => {
  test('stands in the author’s language, else in English, and is known again', () => {
    expect(questionIn('fr-CA')).toBe('Est-ce bien arrivé ?');
    expect(questionIn('swa')).toBe('Je, ilifanyika?');
    expect(questionIn('xx')).toBe('Did it happen?');
    for (const language of ['en', 'fr', 'sw', 'rw', 'pcm', 'pt'])
      expect(asksWhether(`Bonjour Amina. “Répare”. ${questionIn(language)} ^Naledi`), language).toBe(true);
    expect(asksWhether('did it happen')).toBe(true);
    expect(asksWhether('Hello Amina, did it happen?')).toBe(true);
    expect(asksWhether('How did it happen that the pipe broke?')).toBe(false);
    expect(asksWhether('We will repair it.')).toBe(false);
  });
});

describe('an answer', () => {
  test.each([
    ['Yes', 'yes'],
    ['YESSS!!! Thank you so much', 'yes'],
    ['@karoowater.example yes, it did. Thanks', 'yes'],
    ['Oui, merci beaucoup', 'yes'],
    ['Oui, c’est réglé', 'yes'],
    ['Oui, c’est bien arrivé !', 'yes'],
    ['Non, ce n’est pas arrivé', 'no'],
    ['Ndiyo, ilifanyika. Asante', 'yes'],
    ['Hapana, haijafanyika', 'no'],
    ['Ndiyo, asante sana', 'yes'],
    ['Yego, murakoze', 'yes'],
    ['E don happen', 'yes'],
    ['Sim, obrigada!', 'yes'],
    ['አዎ አመሰግናለሁ', 'yes'],
    ['👍', 'yes'],
    ['yes 👍🏾', 'yes'],
    ['No', 'no'],
    ['No, not yet', 'no'],
    ['Still nothing!', 'no'],
    ['Non, toujours pas', 'no'],
    ['Hapana, bado', 'no'],
    ['Oya', 'no'],
    ['Não, ainda não', 'no'],
    ['👎', 'no'],
  ])('"%s" plainly says %s', (text, says) => {
    expect(answerIn(text)).toBe(says);
  });

  test.each([
    'Yes but only for an hour',
    'No problem',
    'No worries, thank you',
    'Yes, no',
    'yes?',
    'Not sure',
    'Yes it did. No water again since this morning though, and the children are ill.',
    'I would say yes if anybody had come',
    'Who knows',
    'ok',
    'thanks',
    '',
    '👍👎',
    'no 👍',
    'Yes I am still waiting',
    'Nobody came',
    // Our own question, without its mark.
    'Ese byabaye',
    'Ese byakozwe',
    'Did it happen',
    'Je, ilifanyika',
    'Est-ce bien arrivé',
    'E don happen true true',
    'Aconteceu mesmo',
    // Said of the answer that came, not of what was promised; or a plea.
    'Bien reçu, merci',
    'Ça marche, merci',
    'C’est bon, merci',
    'Got it, thanks',
    'Received, thank you',
    'Yes please',
    'Yes abeg',
    'Oya now',
    'Yes 🙄',
    'All good 😡',
    'Fixed 🤡',
    'Yes 🚫',
    'Yes 🇷🇼',
    '"Fixed"',
    '“It is done”',
    '« C’est fait »',
    '> Yes it did',
    'Fixed ؟',
    'Done ፧',
    'Done ⁉️',
    'Done ‽',
    'Yes ❓',
  ])('"%s" is for a person to read', (text) => {
    expect(answerIn(text)).toBeNull();
  });

  test('no word that is put before or behind makes it sure of the contrary', () => {
    const word = fc.stringMatching(/^[a-z]{2,9}$/);
    fc.assert(
      fc.property(fc.constantFrom('yes', 'oui', 'ndiyo', 'sim'), word, word, (yes, before, behind) => {
        expect(answerIn(`${yes} ${behind}`)).not.toBe('no');
        fc.pre(!['no', 'not', 'nah'].includes(before));
        expect(answerIn(`${before} ${yes}`)).not.toBe('no');
      }),
    );
  });

  test('no negation and no question of ours is a yes, whatever plain word stands beside it', () => {
    const questions = ['en', 'fr', 'sw', 'rw', 'pcm', 'pt'].map((one) =>
      questionIn(one).replace(/[?!.]/gu, ''),
    );
    const word = fc.constantFrom(...plainAnswers.yes, ...plainAnswers.courtesies);
    const against = fc.constantFrom(...plainAnswers.no, ...questions);
    fc.assert(
      fc.property(against, word, fc.constantFrom(' ', ', ', '. ', '\n'), (no, yes, between) => {
        expect(answerIn(`${no}${between}${yes}`)).not.toBe('yes');
        expect(answerIn(`${yes}${between}${no}`)).not.toBe('yes');
      }),
    );
  });

  test('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect([null, 'yes', 'no']).toContain(answerIn(text));
      }),
    );
  });
});

describe('which post answers', () => {
  const asked = new Date('2031-01-04T12:00:00Z');
  const post = (id: string, minutes: number, text: string | null) => ({
    id,
    at: new Date(asked.getTime() + minutes * 60_000),
    text,
    revision: '1',
    clear: true,
  });

  test('is one after the question, and not much later', () => {
    expect(answerTo(asked, [post('a', -5, 'Yes')])).toBeNull();
    expect(answerTo(asked, [post('a', 0, 'Yes')])).toBeNull();
    expect(answerTo(asked, [post('a', answeredWithin / 60_000 + 1, 'Yes')])).toBeNull();
    expect(answerTo(asked, [post('a', 5, 'Yes')])).toMatchObject({ postId: 'a', says: 'yes' });
  });

  test('is the last that says it plainly, else the first for a person to read', () => {
    expect(
      answerTo(asked, [post('a', 5, 'Yes'), post('b', 60, 'No'), post('c', 70, 'I am angry')]),
    ).toMatchObject({
      postId: 'b',
      says: 'no',
    });
    expect(answerTo(asked, [post('a', 5, 'Let me look'), post('b', 60, 'Hm')])).toMatchObject({
      postId: 'a',
      says: null,
    });
    expect(answerTo(asked, [post('a', 5, null), post('b', 6, ' ')])).toBeNull();
  });

  test('does not depend on the order in which posts came, nor on doubles', () => {
    const texts = fc.constantFrom('Yes', 'No', 'Well', null);
    const posts = fc
      .uniqueArray(fc.record({ minute: fc.integer({ min: -50, max: 50 }), text: texts }), {
        selector: ({ minute }) => minute,
        maxLength: 8,
      })
      .map((all) => all.map(({ minute, text }) => post(`p${minute}`, minute, text)));
    const shuffled = posts.chain((all) =>
      fc.record({
        all: fc.constant(all),
        other: fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ all, other }) => {
        expect(answerTo(asked, other)).toEqual(answerTo(asked, all));
      }),
    );
  });
});
