import { useQuery } from '@tanstack/react-query';
import { caseStates } from '../../../src/domain/case.ts';
import type { Facet } from '../../../src/domain/caseFilter.ts';
import { networks } from '../../../src/domain/network.ts';
import { accountsQuery, membersQuery, unitsQuery } from '../server/queries.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords, severityWords, stateWords } from '../words/names.ts';

export interface Choice {
  value: string;
  words: string;
}

export function facetWords(facet: Facet): string {
  switch (facet) {
    case 'state':
      return i18n.t('State');
    case 'owner':
      return i18n.t('Owner');
    case 'network':
      return i18n.t('Network');
    case 'account':
      return i18n.t('Account that heard it');
    case 'unit':
      return i18n.t('Unit');
    case 'tag':
      return i18n.t('Tag');
    case 'severity':
      return i18n.t('At least this grave');
    case 'from':
      return i18n.t('From');
    case 'until':
      return i18n.t('Until');
    case 'answered':
      return i18n.t('Has our answer');
    case 'language':
      return i18n.t('Language');
    case 'moved':
      return i18n.t('Moved to private');
    case 'campaign':
      return i18n.t('Posts that say the same');
  }
}

/** What may be chosen for each facet that has a list; those that are typed have none. */
export function useFacetChoices(): Partial<Record<Facet, readonly Choice[]>> {
  const me = useMe();
  const mayMembers = useMay('members.read');
  const mayAccounts = useMay('accounts.read');
  const members = useQuery({ ...membersQuery, enabled: mayMembers }).data ?? [];
  const accounts = useQuery({ ...accountsQuery, enabled: mayAccounts, refetchInterval: false }).data ?? [];
  const units = useQuery(unitsQuery).data ?? [];
  const others = members.filter((one) => one.leftAt === null && one.id !== me.member.id);
  return {
    state: caseStates.map((value) => ({ value, words: stateWords(value) })),
    owner: [
      { value: 'me', words: i18n.t('{name} (me)', { name: me.member.name }) },
      { value: 'none', words: i18n.t('No owner') },
      ...others.map(({ id, name }) => ({ value: id, words: name })),
    ],
    network: networks.map((value) => ({ value, words: networkWords(value) })),
    ...(mayAccounts
      ? {
          account: accounts.map(({ id, handle, network }) => ({
            value: id,
            words: `${handle}, ${networkWords(network)}`,
          })),
        }
      : {}),
    unit: units.map(({ id, name }) => ({ value: id, words: name })),
    severity: [4, 3, 2, 1].map((value) => ({ value: String(value), words: severityWords(value) })),
    answered: [
      { value: 'yes', words: i18n.t('Yes') },
      { value: 'no', words: i18n.t('No') },
    ],
    moved: [{ value: 'open', words: i18n.t('Outcome not public') }],
  };
}

/** The choice that was typed by its value or by the beginning of its words; undefined for none. */
export function chosenBy(typed: string, choices: readonly Choice[]): string | undefined {
  const wanted = typed.toLowerCase();
  return (
    choices.find(({ value }) => value === typed) ??
    choices.find(({ words }) => words.toLowerCase() === wanted) ??
    choices.find(({ words }) => words.toLowerCase().startsWith(wanted))
  )?.value;
}
