/**
 * Finds the sentences of the server that a member may read (why something was refused, what became of a reply), so that they are translated beside the console's own. Whatever
 * reads like a sentence counts; what it fills in is numbered: "There is a form at /f/{0} already.".
 */
import type { ExtractorType } from '@lingui/conf';

/** Where such sentences stand. What only an operator reads, in a terminal, stays English. */
export const placesOfSentences = [
  'alerts/*.ts',
  'api/enter.ts',
  'api/errors.ts',
  'api/inboundMedia.ts',
  'api/readCase.ts',
  'api/routes/*.ts',
  'api/security.ts',
  'api/session.ts',
  'channels/atHome.ts',
  'channels/money.ts',
  'channels/*/*.ts',
  'channels/sms/africastalking/*.ts',
  'channels/sms/kannel/*.ts',
  'channels/sms/smpp/*.ts',
  'channels/sms/twilio/*.ts',
  'desk/**/*.ts',
  'domain/bulk.ts',
  'domain/moneyWords.ts',
  'domain/officeHoursSettings.ts',
  'domain/rota.ts',
  'insight/silences.ts',
  'jobs/*.ts',
  'listening/*.ts',
  'members/**/*.ts',
  'outside/*.ts',
  'outside/push/*.ts',
  'storage/signInLinks.ts',
];

/** Comments, so that their quotes open nothing, and texts of all three kinds. */
const parts = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
const isSentence = (text: string) => /^(?:[A-Z"]|\{0\})[^<>\n]* [^<>\n]* [^<>\n]*[.?!]$/.test(text);

export function sentencesIn(code: string): string[] {
  const found: string[] = [];
  for (const [, single, double, template] of code.matchAll(parts)) {
    let places = 0;
    const filledIn = template?.replace(/\$\{[^}]*\}/g, () => `{${places++}}`);
    const text = (single ?? double ?? filledIn ?? '').replace(/\\(['"`])/g, '$1');
    if (isSentence(text)) found.push(text);
  }
  return found;
}

/** What stands beside the fields by which an account is connected: its channel says it, no sentence. */
const labels =
  /(?:label: |guideHeading: |(?:field|advanced|plain|secret)\('[A-Za-z]+', )'((?:[^'\\\n]|\\.)*)'/g;

/** Names of things, which are the same in every language. */
const names = [
  'Account SID',
  'Auth token',
  'Callback URI / Redirect URL',
  'Firehose',
  'Jetstream',
  'Messaging service SID',
  'STARTTLS',
  'TLS',
  'Twilio',
];

export const labelsIn = (code: string): string[] =>
  [...code.matchAll(labels)].map(([, text = '']) => text).filter((text) => !names.includes(text));

export const serverSentences: ExtractorType = {
  match: (filename) => !/\/web\//.test(filename),
  extract(filename, code, found) {
    for (const id of [...sentencesIn(code), ...labelsIn(code)])
      found({ id, origin: [filename, 0], comment: '', placeholders: {} });
  },
};
