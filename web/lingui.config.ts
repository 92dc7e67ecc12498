import { defineConfig } from '@lingui/cli';
import { extractor } from '@lingui/cli/api';
import { formatter } from '@lingui/format-po';
import { placesOfSentences, serverSentences } from './serverSentences.ts';

/** The English sentence itself is the message's id, so that the source reads as what is shown. */
export default defineConfig({
  rootDir: import.meta.dirname,
  sourceLocale: 'en',
  locales: ['en', 'fr', 'sw'],
  // What nobody translated yet is shown in English.
  fallbackLocales: { default: 'en' },
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}',
      include: ['<rootDir>/src'],
      exclude: ['**/*.test.ts', '**/*.test.tsx'],
    },
    {
      path: '<rootDir>/src/locales/server/{locale}',
      include: placesOfSentences.map((place) => `<rootDir>/../src/${place}`),
      // What a line says aloud to callers stands there in each of its languages.
      exclude: ['**/*.test.ts', '**/channels/phone/words.ts'],
    },
  ],
  extractors: [serverSentences, extractor],
  format: formatter({ lineNumbers: false }),
  orderBy: 'message',
  compileNamespace: 'json',
});
