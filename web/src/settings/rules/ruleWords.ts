/** Automation rules as sentences. */

import type { CaseRow } from '../../../../src/api/contract.ts';
import type { RuleEvent } from '../../../../src/domain/rule.ts';
import { i18n } from '../../words/i18n.ts';
import { listed, listedOr } from '../../words/intl.ts';
import { languageWords, networkWords, severityWords, stateWords } from '../../words/names.ts';
import { type Act, type Condition, type Definition, valueIn } from './ruleDraft.ts';

/** Names by id of what a rule may point at; null where it is not known here. */
export type NameOf = (id: string) => string | null;

/** What a rule waits for, as it is chosen. */
export function whenWords(when: RuleEvent): string {
  switch (when) {
    case 'waiting_author':
      return i18n.t('When a case has waited for its author so long');
    case 'waiting_us':
      return i18n.t('When an author has waited for us so long');
    case 'opened':
      return i18n.t('When a case opens');
    case 'written':
      return i18n.t('When an author writes');
    case 'reopened':
      return i18n.t('When a case is opened again');
  }
}

function startWords({ when, hours }: Pick<Definition, 'when' | 'hours'>): string {
  if (hours === null) return whenWords(when);
  if (when === 'waiting_us')
    return i18n.t(
      '{n, plural, one {When an author has waited for us for # office hour} other {When an author has waited for us for # office hours}}',
      { n: hours },
    );
  return hours % 24 === 0
    ? i18n.t(
        '{n, plural, one {When a case has waited for its author for # day} other {When a case has waited for its author for # days}}',
        { n: hours / 24 },
      )
    : i18n.t(
        '{n, plural, one {When a case has waited for its author for # hour} other {When a case has waited for its author for # hours}}',
        { n: hours },
      );
}

const itIs: Record<Condition['is'], () => string> = {
  words: () => i18n.t('the words contain'),
  network: () => i18n.t('the network is'),
  account: () => i18n.t('it was heard by'),
  language: () => i18n.t('the language is'),
  tag: () => i18n.t('the case is tagged'),
  unit: () => i18n.t('the unit is'),
  severity: () => i18n.t('it is at least as grave as'),
  vulnerable: () => i18n.t('the author is vulnerable'),
  direct: () => i18n.t('it is a direct message'),
  first_time: () => i18n.t('the author is here for the first time'),
  office_open: () => i18n.t('the office is open'),
  state: () => i18n.t('the state is'),
  unowned: () => i18n.t('neither a member nor a team has it'),
};
const itIsNot: Record<Condition['is'], () => string> = {
  words: () => i18n.t('the words do not contain'),
  network: () => i18n.t('the network is not'),
  account: () => i18n.t('it was not heard by'),
  language: () => i18n.t('the language is not'),
  tag: () => i18n.t('the case is not tagged'),
  unit: () => i18n.t('the unit is not'),
  severity: () => i18n.t('it is less grave than'),
  vulnerable: () => i18n.t('the author is not vulnerable'),
  direct: () => i18n.t('it is not a direct message'),
  first_time: () => i18n.t('the author was here before'),
  office_open: () => i18n.t('the office is closed'),
  state: () => i18n.t('the state is not'),
  unowned: () => i18n.t('a member or a team has it'),
};

/** The beginning of a condition, which what it is filled in with follows. */
export const conditionStart = (is: Condition['is'], not: boolean): string => (not ? itIsNot : itIs)[is]();

const doings: Record<Act['do'], () => string> = {
  tag: () => i18n.t('add the tag'),
  untag: () => i18n.t('take away the tag'),
  unit: () => i18n.t('set the unit to'),
  severity: () => i18n.t('raise the severity to at least'),
  vulnerable: () => i18n.t('mark the author as vulnerable'),
  team: () => i18n.t('hand it to the team'),
  member: () => i18n.t('hand it to the member'),
  suggest: () => i18n.t('suggest the text'),
  resolve: () => i18n.t('resolve it'),
};

/** The beginning of an act. */
export const actStart = (what: Act['do']): string => doings[what]();

const quoted = (words: string) => `“${words}”`;

/** One value of a condition or an act as it is shown. */
export function valueWords(kind: Condition['is'] | Act['do'], value: string, nameOf: NameOf): string {
  switch (kind) {
    case 'words':
    case 'tag':
    case 'untag':
      return quoted(value);
    case 'network':
      return networkWords(value as CaseRow['network']);
    case 'state':
      return stateWords(value as CaseRow['state']);
    case 'language':
      return languageWords(value);
    case 'severity':
      return severityWords(Number(value));
    case 'suggest':
      return quoted(nameOf(value) ?? i18n.t('one that is not shown here'));
    default:
      return nameOf(value) ?? i18n.t('one that is not shown here');
  }
}

function conditionWords(condition: Condition, nameOf: NameOf): string {
  const start = conditionStart(condition.is, condition.not);
  if ('from' in condition) return `${start} ${quoted(severityWords(condition.from))}`;
  if (!('any' in condition)) return start;
  return `${start} ${listedOr(condition.any.map((one) => valueWords(condition.is, one, nameOf)))}`;
}

export function actWords(act: Act, nameOf: NameOf): string {
  const value = valueIn(act);
  const shown =
    act.do === 'severity' ? quoted(severityWords(act.atLeast)) : valueWords(act.do, value, nameOf);
  return value === '' ? actStart(act.do) : `${actStart(act.do)} ${shown}`;
}

/** A rule in one sentence: "When a case opens, if the words contain “burst*” and the office is closed: add the tag “water”." */
export function ruleWords({ when, hours, match, conditions, acts }: Definition, nameOf: NameOf): string {
  const start = startWords({ when, hours });
  const then = listed(acts.map((act) => actWords(act, nameOf)));
  if (conditions.length === 0) return i18n.t('{start}, always: {then}.', { start, then });
  const all = conditions.map((condition) => conditionWords(condition, nameOf));
  return i18n.t('{start}, if {holds}: {then}.', {
    start,
    holds: (match === 'all' ? listed : listedOr)(all),
    then,
  });
}
