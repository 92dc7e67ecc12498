import { i18n, type Messages } from '@lingui/core';
import catalogue from '../locales/en.json';

// JSON's own type is too wide for the compiled messages; the compiler of the catalogue vouches for them.
i18n.load('en', catalogue.messages as unknown as Messages);
// A sentence that is its own id stands in no catalogue and has nothing to fill in; without this each is warned of in the browser's console, which takes time.
i18n.setMessagesCompiler((sentence) => [sentence]);
i18n.activate('en');

/** Every visible text goes through this: `i18n.t('No case waits for an answer.')`. The English sentence is its own id. */
export { i18n };
