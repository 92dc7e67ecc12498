import type { Messages } from '@lingui/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelsIn, sentencesIn } from '../../serverSentences.ts';
import french from '../locales/server/fr.json';
import { i18n } from './i18n.ts';
import { translated } from './serverSentences.ts';

describe('a sentence of the server', () => {
  beforeAll(() => {
    i18n.load('fr', french.messages as unknown as Messages);
    i18n.activate('fr');
  });
  afterAll(() => i18n.activate('en'));

  it('is shown in the language of the console, with what it fills in', () => {
    expect(translated('The password is not right. Try again.')).toBe(
      'Le mot de passe n’est pas correct. Réessayez.',
    );
    expect(translated('There is a form at /f/water already. Choose another address.')).toBe(
      'Il y a déjà un formulaire à l’adresse /f/water. Choisissez une autre adresse.',
    );
  });

  it('that holds another one has both translated', () => {
    const both = 'Bluesky did not answer. It may have gone out: it is looked for before it is sent again.';
    expect(translated(both)).toMatch(/^Bluesky n’a pas répondu\. La réponse est peut-être partie/);
  });

  it('of a channel is shown in it too, its labels and what stands in braces with it', () => {
    expect(translated('Port for reading')).toBe('Port de lecture');
    expect(translated('The field "at" is missing.')).toBe('Le champ «\u00a0at\u00a0» manque.');
    expect(
      translated(
        'Where pictures are served, with {did} and {cid} in the address. Left empty: the public place.',
      ),
    ).toBe('Où les images sont servies, avec {did} et {cid} dans l’adresse. Vide : le lieu public.');
  });

  it('that nobody translated is shown as it came', () => {
    for (const one of ['A sentence of tomorrow.', 'constructor', '']) expect(translated(one)).toBe(one);
    expect(translated(null)).toBeNull();
  });

  it('is left alone in English', () => {
    i18n.activate('en');
    expect(translated('The password is not right. Try again.')).toBe('The password is not right. Try again.');
    i18n.activate('fr');
  });
});

it('sentences are found in the source by their shape, and what they fill in is numbered', () => {
  const code = [
    "// It's a comment, with 'A text that nobody reads here.'",
    "throw new Fault('not_found', 'There is no such form.');",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is read.
    'const taken = `There is a form at /f/${slug} already. Ask ${names.at(-1)}.`;',
    'const own = "That is the account\'s own password.";',
    "const code = 'not_found'; const sql = 'Select x from y';",
  ].join('\n');
  expect(sentencesIn(code)).toEqual([
    'There is no such form.',
    'There is a form at /f/{0} already. Ask {1}.',
    "That is the account's own password.",
  ]);
});

it('what a channel asks for is found beside its fields', () => {
  const code =
    "field('imapHost', 'Server for reading', { help }), { value: 'no', label: 'Not kept' }, { label: 'STARTTLS' }";
  expect(labelsIn(code)).toEqual(['Server for reading', 'Not kept']);
});
