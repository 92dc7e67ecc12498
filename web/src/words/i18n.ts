import { i18n, type Messages } from '@lingui/core';
import catalogue from '../locales/en.json';
import { plainPlaces } from './plainPlaces.ts';

// JSON's own type is too wide for the compiled messages; the compiler of the catalogue vouches for them.
i18n.load('en', catalogue.messages as unknown as Messages);
// A sentence that is its own id stands in no catalogue of the built console. Cut once each: a list of a thousand rows asks for the same one at every row.
const cut = new Map<string, ReturnType<typeof plainPlaces>>();
i18n.setMessagesCompiler((sentence) => {
  const parts = cut.get(sentence) ?? plainPlaces(sentence);
  cut.set(sentence, parts);
  return parts;
});
i18n.activate('en');

/** Every visible text goes through this: `i18n.t('No case waits for an answer.')`. The English sentence is its own id. */
export { i18n };
