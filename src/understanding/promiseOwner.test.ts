import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownerIn } from '../../test/factories/ownerIn.ts';
import { keepers } from '../domain/saying.ts';
import { promiseOwner } from './promiseOwner.ts';

describe('nobody keeps', () => {
  test.each([
    ['eng', 'Thank you for writing.'],
    ['eng', 'Good morning.'],
    ['eng', 'We are sorry for the trouble.'],
    ['eng', 'Our office is closed.'],
    ['eng', ''],
    ['fra', 'Bonjour et merci.'],
    ['por', 'Bom dia e obrigado.'],
    ['swa', 'Asante kwa kutuandikia.'],
    ['kin', 'Murakoze cyane.'],
    ['hau', 'Mun gode.'],
    ['yor', 'Ẹ ṣé púpọ̀.'],
    ['ibo', 'Daalụ nke ukwuu.'],
    ['amh', 'እናመሰግናለን።'],
    [null, '👍'],
  ])('%s: %s', (language, text) => expect(ownerIn(text, language)).toBe('none'));
});

test('where the language is not known the words of all are tried', () => {
  expect(ownerIn('Mafundi wetu watafika kesho.', null)).toBe('team: Mafundi wetu');
  expect(ownerIn('Un technicien passera lundi.', 'mixed')).toBe('person: Un technicien');
  expect(ownerIn('Pole sana, our technicians will be there at 4.', 'swa')).toBe('team: our technicians');
});

test('handles and addresses name nobody', () => {
  expect(ownerIn('@our_team We will call you.', 'eng')).toBe('house: We');
  expect(ownerIn('See https://team.example/office, it will be updated.', 'eng')).toBe('house: ');
});

const words =
  'our the team technicians office manager from of and we I you will call send please Shanice is on , . notre équipe de va vous mafundi wetu ya tutatuma watafika abakozi bacu tuza za mu a máa àwọn òṣìṣẹ́ wa ndị ọrụ ga የጥገና ቡድኑ ይመጣል os técnicos vai 👍 @ s'.split(
    ' ',
  );
const texts = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((some) => some.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

test('whatever is said, the words that name a keeper stand in it', () => {
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom(null, 'eng', 'fra', 'swa', 'kin', 'yor', 'amh', 'xx'),
      (text, language) => {
        const owner = promiseOwner(text, language);
        if (owner === null) return;
        expect(keepers).toContain(owner.by);
        for (const [from, to] of owner.because) {
          expect(from >= 0 && from < to && to <= text.length).toBe(true);
          expect(text.slice(from, to).trim()).not.toBe('');
        }
      },
    ),
    { numRuns: 150 },
  );
});

test.each(['@', 'a', 'our ', 'team ', 'of ', 'our team of the ', 'send ', 'Aa ', 'እ', 'tuta', 'n', "'s "])(
  'a long text of "%s" takes no long time',
  (piece) => {
    const begun = performance.now();
    promiseOwner(piece.repeat(8_000), null);
    // Ten languages; a machine with other work on it may take longer than half of it.
    expect(performance.now() - begun).toBeLessThan(5_000);
  },
);
