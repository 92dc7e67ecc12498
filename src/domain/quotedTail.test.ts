import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partLetter } from './quotedTail.ts';

const lines = (...all: string[]) => all.join('\n');

describe('a letter is parted', () => {
  test.each([
    [
      'On ... wrote:',
      [
        'Still dry.',
        '',
        'On Mon, 6 Jan 2031 at 10:00, Amazi Water <care@water.example> wrote:',
        '> We are on our way.',
        '> ^Naledi',
      ],
    ],
    [
      'an attribution over two lines',
      [
        'Still dry.',
        '',
        'On Mon, 6 Jan 2031 at 10:00, Amazi Water Board',
        '<care@water.example> wrote:',
        '> We are on our way.',
      ],
    ],
    [
      'French',
      [
        'Toujours rien.',
        '',
        'Le lun. 6 janv. 2031 à 10:00, Amazi <care@water.example> a écrit :',
        '> Nous arrivons.',
      ],
    ],
    [
      'what is not marked as quoted',
      [
        'Still dry.',
        '',
        'On Mon, 6 Jan 2031 at 10:00, Amazi <care@water.example> wrote:',
        '',
        'We are on our way.',
      ],
    ],
    [
      'a header of the letter before',
      [
        'Still dry.',
        '',
        'From: Amazi Water <care@water.example>',
        'Sent: Monday',
        'To: Amina',
        '',
        'We are on our way.',
      ],
    ],
    ['Original Message', ['Still dry.', '-----Original Message-----', 'From: Amazi', 'We are on our way.']],
    ['quoted lines to the end', ['Still dry.', '', '> We are on our way.', '>', '> ^Naledi', '']],
    ['a signature', ['Still dry.', '-- ', 'Amina, Kimisagara']],
  ])('%s', (_, letter) => {
    const { words, tail } = partLetter(lines(...letter));
    expect(words.trim()).toMatch(/^(Still dry\.|Toujours rien\.)$/);
    expect(tail.length).toBeGreaterThan(5);
  });

  test('an answer written between quoted lines is no tail', () => {
    const text = lines(
      'On Mon, 6 Jan 2031 at 10:00, Amazi <care@water.example> wrote:',
      '> Which street?',
      'Kimisagara 12.',
      '> Since when?',
      'Monday.',
    );
    expect(partLetter(text)).toEqual({ words: text, tail: '' });
  });

  test('"On" at the beginning of a sentence is no attribution', () => {
    const text = lines('On Monday the water stopped.', 'I wrote: nobody answered.');
    expect(partLetter(text).tail).toBe('');
  });

  test('a letter that is nothing but quoted is shown whole', () => {
    const text = '> We are on our way.';
    expect(partLetter(text)).toEqual({ words: text, tail: '' });
  });
});

const line = fc.oneof(
  fc.constantFrom(
    '',
    '> quoted',
    '-- ',
    'On Mon, 6 Jan 2031, Amazi <a@b.example> wrote:',
    'From: x',
    'To: y',
  ),
  fc.string(),
);

test('nothing is lost or changed, and words are never all hidden', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (all) => {
      const text = all.join('\n');
      const { words, tail } = partLetter(text);
      expect(words + tail).toBe(text);
      if (text.trim() !== '') expect(words.trim()).not.toBe('');
    }),
  );
});
