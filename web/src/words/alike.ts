import type { ConsoleLanguage } from '../../../src/domain/languages.ts';

/** Texts of the console that are the same in English and in another language: translated, although nothing differs. */
export const alike: Record<Exclude<ConsoleLanguage, 'en'>, readonly string[]> = {
  fr: [
    '({n} ms)',
    'Agent',
    'Answerable',
    'Archive',
    'Archives',
    'Bluesky',
    'Code',
    'Console',
    'Conversations',
    'Doubles',
    'Institution',
    'Introduction',
    'Invitation',
    'Mastodon',
    'Minutes',
    'Note',
    'Notes',
    'Notification',
    'Notifications',
    'Organisation',
    'Question',
    'SMS',
    'Signature',
    'Suggestion',
    'Webhooks',
    'WhatsApp',
    'X',
    '{kind}, {size}',
    '{n} %',
    '{n} h',
    '{n} min',
    '{n} s',
    '{h} h {m} min',
    '{name}, {date}',
    '{min} min',
    '{min} min {s} s',
    '{s} s',
    '{parts, plural, one {# SMS} other {# SMS}}',
  ],
  sw: [
    '({n} ms)',
    'Answerable',
    'Bluesky',
    'Mastodon',
    'SMS',
    'Webhooks',
    'WhatsApp',
    'X',
    '{kind}, {size}',
    '{name}, {date}',
  ],
};

/** The same among what the server says. */
export const alikeOfServer: typeof alike = { fr: ['Port', 'Secret', 'Version'], sw: [] };

/** How much of a catalogue is translated, 0 to 1. `messages`: as compiled, where what is missing is the English text itself. */
export function translatedShare(
  messages: Readonly<Record<string, unknown>>,
  same: readonly string[],
): number {
  const all = Object.entries(messages);
  const missing = all.filter(
    ([id, compiled]) => JSON.stringify(compiled) === JSON.stringify([id]) && !same.includes(id),
  );
  return all.length === 0 ? 0 : 1 - missing.length / all.length;
}
