/** What the record is called in the console's language. */
import type { Network } from '../../../src/domain/network.ts';
import type { RecordDimension, RecordKind } from '../../../src/domain/record.ts';
import { i18n } from '../words/i18n.ts';
import { dateFormat, rules } from '../words/intl.ts';
import { languageWords, networkWords } from '../words/names.ts';

export function kindWords(kind: RecordKind): string {
  switch (kind) {
    case 'first':
      return i18n.t('First answer');
    case 'next':
      return i18n.t('Next answer');
    case 'resolution':
      return i18n.t('Settled');
  }
}

export function dimensionWords(dimension: RecordDimension): string {
  switch (dimension) {
    case 'network':
      return i18n.t('Network');
    case 'language':
      return i18n.t('Language');
    case 'place':
      return i18n.t('Place');
    case 'topic':
      return i18n.t('Topic');
    case 'unit':
      return i18n.t('Unit');
    case 'team':
      return i18n.t('Team');
    case 'member':
      return i18n.t('Member');
    case 'executive':
      return i18n.t('Executive');
  }
}

/** What a value of a dimension is called; `name` where the server knows one. */
export function valueWords(dimension: RecordDimension, value: string, name: string | null): string {
  if (value === '') return nobodyWords(dimension);
  if (name !== null) return name;
  if (dimension === 'network') return networkWords(value as Network) ?? value;
  return dimension === 'language' ? languageWords(value) : value;
}

function nobodyWords(dimension: RecordDimension): string {
  switch (dimension) {
    case 'member':
    case 'executive':
      return i18n.t('Nobody, or elsewhere');
    case 'team':
      return i18n.t('No team');
    case 'unit':
      return i18n.t('No unit');
    case 'topic':
      return i18n.t('No topic');
    default:
      return i18n.t('Not known');
  }
}

/** A length of time in at most two units: "42 s", "42 min", "1 h 12 min", "2 d 3 h". Null: none. */
export function durationWords(seconds: number | null): string {
  // Number and unit stay together.
  return seconds === null ? '–' : inUnits(seconds).replaceAll(' ', '\u00a0');
}

function inUnits(seconds: number): string {
  if (seconds < 60) return i18n.t('{n} s', { n: Math.round(seconds) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return i18n.t('{n} min', { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60 === 0
      ? i18n.t('{n} h', { n: hours })
      : i18n.t('{h} h {m} min', { h: hours, m: minutes % 60 });
  const days = Math.floor(hours / 24);
  return days >= 30 || hours % 24 === 0
    ? i18n.t('{n} d', { n: days })
    : i18n.t('{d} d {h} h', { d: days, h: hours % 24 });
}

export const numberWords = (n: number): string => new Intl.NumberFormat(rules()).format(n);
/** "81%"; null: nothing to have a share of. */
export const shareWords = (share: number | null): string =>
  share === null
    ? '–'
    : new Intl.NumberFormat(rules(), { style: 'percent', maximumFractionDigits: 0 }).format(
        // Not all is not "100%", and some is not "0%".
        share > 0.99 && share < 1 ? 0.99 : share > 0 && share < 0.01 ? 0.01 : share,
      );

const short = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
/** "12 Mar", or "12 Mar – 18 Mar". */
export const stretchWords = ({ from, to }: { from: string; to: string }): string =>
  from === to
    ? dateFormat(short).format(Date.parse(from))
    : dateFormat(short).formatRange(Date.parse(from), Date.parse(to));

/** "81% of 1,003 answered", or settled. */
export function shareOfWords(
  kind: RecordKind,
  { share, count }: { share: number | null; count: number },
): string {
  const words = { share: shareWords(share), n: numberWords(count) };
  return kind === 'resolution'
    ? i18n.t('{share} of {n} settled', words)
    : i18n.t('{share} of {n} answered', words);
}
