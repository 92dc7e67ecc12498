import { i18n } from '@lingui/core';
import { messages } from '../locales/en.json';

i18n.load('en', messages);
i18n.activate('en');

/** Every visible text goes through this: `i18n.t('No case waits for an answer.')`. The English sentence is its own id. */
export { i18n };
