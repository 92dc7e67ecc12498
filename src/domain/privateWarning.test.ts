import { expect, it } from 'vitest';
import { filled, unfilled } from './approvedText.ts';
import { privateData } from './privateData.ts';
import { privateWarning, warningLanguages } from './privateWarning.ts';

it('is in the first language that there is one in, else in English', () => {
  expect(privateWarning(['und', 'sw', 'fr']).language).toBe('swa');
  expect(privateWarning(['mixed', null]).language).toBe('eng');
  expect(privateWarning(['constructor']).language).toBe('eng');
  expect(privateWarning(['kin']).text).toContain('nimero');
});

it.each(warningLanguages)(
  'says in %s no private thing itself, needs nothing filled in, and fits a short post',
  (one) => {
    const { text } = privateWarning([one]);
    const said = filled(text, {
      author: 'Thandiwe Nomvula',
      case: '7',
      institution: 'Karoo Water',
      member: 'Naledi',
    });
    expect(said).toContain('Thandiwe Nomvula');
    expect(unfilled(said)).toBeNull();
    expect(privateData(said)).toEqual([]);
    expect(said.length).toBeLessThanOrEqual(280);
  },
);
