import type { Aspect } from '../../../src/domain/finding.ts';
import { shortCodes } from '../../../src/domain/languages.ts';
import { i18n } from './i18n.ts';
import { languageWords } from './names.ts';

const names: Record<string, () => string> = {
  complaint: () => i18n.t('Complaint'),
  question: () => i18n.t('Question'),
  praise: () => i18n.t('Praise'),
  suggestion: () => i18n.t('Suggestion'),
  negative: () => i18n.t('Displeased'),
  neutral: () => i18n.t('Neither pleased nor displeased'),
  positive: () => i18n.t('Pleased'),
  institution: () => i18n.t('An institution or its service'),
  other: () => i18n.t('Somebody or something else'),
  danger: () => i18n.t('Danger to life'),
  safety: () => i18n.t('Safety'),
  essential: () => i18n.t('Essential service lost'),
  money: () => i18n.t('Money lost'),
  nuisance: () => i18n.t('Nuisance'),
  infant: () => i18n.t('A small child'),
  illness: () => i18n.t('Somebody ill'),
  disability: () => i18n.t('Somebody with a disability'),
  old_age: () => i18n.t('Somebody old'),
  pregnancy: () => i18n.t('Somebody pregnant'),
  remoteness: () => i18n.t('Far from other help'),
  self: () => i18n.t('May harm themselves'),
  violence: () => i18n.t('Threatens others'),
  abuse: () => i18n.t('Abuse'),
  spam: () => i18n.t('Spam'),
  card: () => i18n.t('Number of a card'),
  identity: () => i18n.t('Number of an identity paper'),
  phone: () => i18n.t('Number of a phone'),
  account: () => i18n.t('Number of an account'),
  meter: () => i18n.t('Number of a meter'),
  mail: () => i18n.t('Mail address'),
  number: () => i18n.t('A long number'),
  apology: () => i18n.t('Apology'),
  move: () => i18n.t('Asks to go on in private'),
  promise: () => i18n.t('Promise'),
  next_step: () => i18n.t('Says what comes next'),
  brush_off: () => i18n.t('Brush-off'),
  closing: () => i18n.t('Closing'),
};

/** The names of topics by their ids. */
export type TopicNames = ReadonlyMap<string, string>;

/** What was found, in a word or two. A place is its own name; a topic has one where `topics` knows it. */
export function findingWords(aspect: Aspect, name: string, topics?: TopicNames): string {
  if (aspect === 'topic') return topics?.get(name) ?? name;
  if (aspect === 'place') return name;
  if (aspect !== 'language') return names[name]?.() ?? name;
  return name === 'mixed' ? i18n.t('Languages mixed') : languageWords(shortCodes[name] ?? name);
}

export function aspectWords(aspect: Aspect): string {
  switch (aspect) {
    case 'language':
      return i18n.t('Language');
    case 'kind':
      return i18n.t('Kind');
    case 'sentiment':
      return i18n.t('Feeling');
    case 'target':
      return i18n.t('Means');
    case 'severity':
      return i18n.t('Severity');
    case 'vulnerable':
      return i18n.t('Vulnerable');
    case 'threat':
      return i18n.t('Threat');
    case 'place':
      return i18n.t('Place');
    case 'nuisance':
      return i18n.t('Abuse and spam');
    case 'private':
      return i18n.t('Private, and public here');
    case 'says':
      return i18n.t('Our answer');
    case 'topic':
      return i18n.t('Topic');
  }
}
