import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskAnswer, maskNames, nameMasker, namesFound, type StaffName } from './maskNames.ts';

const mask = 'a member of staff';
const member = (name: string, email = 'desk@x.example', signature: string | null = null): StaffName => ({
  name,
  email,
  signature,
});
const staff = [
  member('Naledi Dlamini', 'naledi.d@zola.example', '^Naledi'),
  member('Grace Uwera', 'gu@zola.example', '^GU'),
  member('Will Hope'),
  member('Zoë N’Diaye'),
  member('Dr. Bo Li'),
  member('نالدي خوري'),
];
const on = (text: string) => maskNames(text, staff, mask);

describe('names of staff', () => {
  test('are told as they are written', () => {
    expect(namesFound('I spoke to naledi, then to DLAMINI! I hope so.', staff)).toEqual([
      'naledi',
      'DLAMINI',
    ]);
    expect(namesFound('Naledi', [])).toEqual([]);
  });

  test.each([
    ['Naledi Dlamini was rude.', '* was rude.'],
    ['I spoke to naledi, then to DLAMINI!', 'I spoke to *, then to *!'],
    ['Naledi’s answer 👍Naledi👍', '*’s answer 👍*👍'],
    ['write to Naledi.D@zola.example or @naledi.d or @naledidlamini', 'write to * or * or *'],
    ['Done. ^Naledi', 'Done. *'],
    ['Done. ^gu', 'Done. *'],
    ["zoe and ZOË and Zoe\u0308 N'diaye", '* and * and *'],
    ['Bo Li came, not Li', '* came, not Li'],
    ['شكرا نالدي!', 'شكرا *!'],
    ['\u2067نالدي\u2069 ok', '\u2067*\u2069 ok'],
    ['I asked Grace there', 'I asked * there'],
    ['Will Hope said so', '* said so'],
    ['I saw Hope and then Will.', 'I saw * and then *.'],
  ])('%s', (text, expected) => {
    expect(on(text)).toBe(expected.replaceAll('*', mask));
  });

  test.each([
    ['She gracefully dealt with the dlaminis and renaledi'],
    ['I will hope; @naledix.'],
    ['I hope you will. Will you? Hope so.\nGrace is needed. HOPE!'],
    ['naledi_x and xnaledi and naledi7'],
    ['ونالدي'],
    ['Li, GU'],
    [''],
  ])('are not in %j', (text) => {
    expect(on(text)).toBe(text);
  });

  test('keep the signature of the member who answers, once, and no other', () => {
    const masker = nameMasker(staff, mask);
    expect(maskAnswer('Naledi looks at it. ^Naledi', '^Naledi', masker)).toBe(`${mask} looks at it. ^Naledi`);
    expect(maskAnswer('Done. ^Naledi', '^GU', masker)).toBe(`Done. ${mask}`);
    expect(maskAnswer('Done. ^Naledi', null, masker)).toBe(`Done. ${mask}`);
  });
});

const people = fc.array(
  fc.record({
    name: fc.oneof(
      fc.constantFrom(
        'Naledi Dlamini',
        'Grace Uwera',
        'Will Hope',
        'Zoë',
        'Xu A',
        'Member Staff',
        'نالدي خوري',
        '^.*',
        '',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    email: fc.constantFrom('naledi.d@zola.example', 'a@b.example', 'none', ''),
    signature: fc.constantFrom(null, '^Naledi', '^ND!', '^', 'Zola'),
  }),
  { maxLength: 4 },
);
const pieces = fc.constantFrom(
  ...[
    'Naledi',
    'NALEDI',
    'dlamini',
    'Grace',
    'gracefully',
    'hope',
    'Hope',
    'Will',
    'Zoe\u0308',
    'نالدي',
    'Xu',
    'A',
    'member',
    'Staff',
    mask,
    'a member of',
  ],
  ...[
    '^ND',
    '@naledi.d',
    'naledi.d@zola.example',
    ' ',
    '. ',
    '\n',
    '👩‍👩‍👧',
    '\u200d',
    '\u0301',
    '\u2067',
    '\u2069',
    '@',
    '^',
    '-',
    '\uE000',
    'İ',
    'ß',
    'ﬁ',
  ],
);
const texts = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: pieces },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
    ),
    { maxLength: 14 },
  )
  .map((all) => all.join(''));

describe('whatever is written, by whomever', () => {
  test('masking twice is masking once', () => {
    fc.assert(
      fc.property(texts, people, fc.constantFrom(mask, 'umukozi wacu'), (text, all, word) => {
        const once = maskNames(text, all, word);
        expect(maskNames(once, all, word)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test('what is left between the masks is the text itself, in its order', () => {
    fc.assert(
      fc.property(texts, people, (text, all) => {
        let at = 0;
        for (const part of maskNames(text, all, mask).split(mask)) {
          const found = text.indexOf(part, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + part.length;
        }
      }),
    );
  });

  test('a text of other words is left letter by letter', () => {
    const others = fc.array(
      fc.constantFrom('gracefully', 'Nalediland', 'will', 'hope', 'مرحبا', '👍', 'é', ' ', '. ', 'water'),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(others, (all) => {
        const text = all.join(' ');
        expect(on(text)).toBe(text);
      }),
    );
  });

  test('none of the names is left, however it is written', () => {
    const written = fc.constantFrom(
      'Naledi',
      'naledi',
      'NALEDI',
      'Náledi',
      'Dlamini',
      'Naledi Dlamini',
      'ZOË',
      'zoe',
      'نالدي',
      '^GU',
      'I met Grace',
      'naledi.d@zola.example',
    );
    const between = fc.constantFrom(' ', ', ', '\n', ' 👍', '! ', '/', '(');
    fc.assert(
      fc.property(fc.array(fc.tuple(written, between), { maxLength: 8 }), (all) => {
        const left = on(all.flat().join('')).normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
        expect(left).not.toMatch(/naledi|dlamini|zoe|نالدي|\^gu|grace|zola/);
      }),
    );
  });
});
