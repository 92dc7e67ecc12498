import { useEffect, useSyncExternalStore } from 'react';
import type { Me } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';
import { speakTo } from '../words/language.ts';
import { tell } from './told.ts';

const subscribe = (reader: () => void) => i18n.on('change', reader);

/** The language that is shown now. */
export const useLanguage = () => useSyncExternalStore(subscribe, () => i18n.locale);

/** Shows the console in the language of the member who is signed in. */
export function useLanguageOf(me: Me): void {
  const { language } = me;
  useEffect(() => {
    speakTo(language).catch(() =>
      tell(i18n.t('Your language could not be loaded. Load the page again to see it.'), 'over'),
    );
  }, [language]);
}
