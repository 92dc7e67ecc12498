/** What the network is told to do with a call: the XML of Africa's Talking voice. Pure. */
import { telephoneNumber } from '../../domain/telephone.ts';
import { type Spoken, spoken, words } from './words.ts';

/** How a line is set up. */
export interface Line {
  /** Offered in this order, by the keys 1, 2, 3, 4. */
  languages: readonly Spoken[];
  /** Rung one after the other; none: every call is a message. */
  rings: readonly string[];
  records: boolean;
}

/** Seconds in which a key may be pressed; afterwards the first language is spoken. */
const patience = 7;
/** Seconds of a message. */
const longestMessage = 180;

export function lineOf(settings: Readonly<Record<string, string>>): Line {
  const named = (settings.languages ?? '').split(/[\s,]+/);
  const languages = spoken.filter((one) => named.includes(one));
  languages.sort((a, b) => named.indexOf(a) - named.indexOf(b));
  const rings = (settings.rings ?? '').split(/[,;\n]/).flatMap((one) => telephoneNumber(one) ?? []);
  return {
    languages: languages.length === 0 ? ['en'] : languages,
    rings,
    records: settings.records === 'yes',
  };
}

interface Caller {
  isOpen: boolean;
  isWithheld: boolean;
}

/** The first answer to a call: in which language? One language alone is not asked for. */
export function greeting(line: Line, caller: Caller): string {
  const [only, ...others] = line.languages;
  if (only === undefined || others.length === 0) return response(connected(line, only ?? 'en', caller));
  const choices = line.languages
    .map((one, at) => words[one].choose.replace('{key}', String(at + 1)))
    .join(' ');
  const ask = `<GetDigits timeout="${patience}" numDigits="1">${say(choices)}</GetDigits>`;
  return response(ask + connected(line, only, caller));
}

/** The answer to a key: the language of that key, or the first where there is none. */
export function afterKey(line: Line, keys: string, caller: Caller): string {
  const chosen = line.languages[Number(keys) - 1] ?? line.languages[0] ?? 'en';
  return response(connected(line, chosen, caller));
}

/** After a message was left. */
export function afterMessage(line: Line): string {
  return response(say(line.languages.map((one) => words[one].thanks).join(' ')));
}

export const nothingMore = response('');

/** In office hours the caller is put through; else, and where nobody takes it, they may leave a message. */
function connected({ rings, records }: Line, language: Spoken, { isOpen, isWithheld }: Caller): string {
  const { wait, recorded, closed, withheld, leave } = words[language];
  if (isOpen && rings.length > 0) {
    const numbers = rings.map(escaped).join(',');
    const told = records ? `${recorded} ${wait}` : wait;
    return `${say(told)}<Dial phoneNumbers="${numbers}" sequential="true"${records ? ' record="true"' : ''}/>`;
  }
  const told = [closed, ...(isWithheld ? [withheld] : []), leave].join(' ');
  return `${say(told)}<Record finishOnKey="#" maxLength="${longestMessage}" trimSilence="true" playBeep="true"/>`;
}

const say = (text: string): string => `<Say>${escaped(text)}</Say>`;

function response(actions: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${actions}</Response>`;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
