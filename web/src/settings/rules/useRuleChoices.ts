import { useQuery } from '@tanstack/react-query';
import { caseStates } from '../../../../src/domain/case.ts';
import { networks } from '../../../../src/domain/network.ts';
import type { Choice } from '../../filters/useFacetChoices.ts';
import { accountsQuery, membersQuery, teamsQuery, textsQuery, unitsQuery } from '../../server/queries.ts';
import { useMay } from '../../shell/useMe.ts';
import { languageWords, networkWords, stateWords } from '../../words/names.ts';
import type { NameOf } from './ruleWords.ts';

export interface RuleChoices {
  /** What may be chosen, in use only. */
  of: Record<'network' | 'state' | 'account' | 'unit' | 'team' | 'member' | 'suggest', readonly Choice[]>;
  /** Names of those not in use any more, too. */
  nameOf: NameOf;
}

/** What rules point at, by name; what the member's role may not read has none. */
export function useRuleChoices(): RuleChoices {
  const mayMembers = useMay('members.read');
  const mayAccounts = useMay('accounts.read');
  const members = useQuery({ ...membersQuery, enabled: mayMembers }).data ?? [];
  const teams = useQuery({ ...teamsQuery, enabled: mayMembers }).data ?? [];
  const accounts = useQuery({ ...accountsQuery, enabled: mayAccounts, refetchInterval: false }).data ?? [];
  const units = useQuery(unitsQuery).data ?? [];
  const texts = useQuery(textsQuery).data ?? [];
  const accountChoices = accounts.map((one) => ({
    value: one.id,
    words: `${one.handle}, ${networkWords(one.network)}`,
  }));
  const names = new Map([
    ...[...members, ...teams, ...units].map(({ id, name }) => [id, name] as const),
    ...texts.map(({ id, title }) => [id, title] as const),
    ...accountChoices.map(({ value, words }) => [value, words] as const),
  ]);
  const choices = (those: readonly { id: string; name: string }[]) =>
    those.map(({ id, name }) => ({ value: id, words: name }));
  return {
    of: {
      network: networks.map((value) => ({ value, words: networkWords(value) })),
      state: caseStates.map((value) => ({ value, words: stateWords(value) })),
      account: accountChoices,
      unit: choices(units.filter((one) => one.retiredAt === null)),
      team: choices(teams),
      suggest: texts.map(({ id, title, language }) => ({
        value: id,
        words: language === null ? title : `${title}, ${languageWords(language)}`,
      })),
      member: choices(members.filter((one) => one.leftAt === null && !one.invited)),
    },
    nameOf: (id) => names.get(id) ?? null,
  };
}
