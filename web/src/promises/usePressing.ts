import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCommands } from '../keys/commands.ts';
import { ownCommitmentsQuery } from '../server/commitments.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { ledgerFilterOf } from './ledgerFilter.ts';

/** How many of the member's own promises are due soon or late. */
export function usePressing(): number {
  const own = useQuery({ ...ownCommitmentsQuery, enabled: useMay('cases.read') }).data ?? [];
  return own.filter(({ standing }) => standing === 'due_soon' || standing === 'late').length;
}

/** The ways there from everywhere. */
export function usePromisesCommands(): void {
  const me = useMe();
  const navigate = useNavigate();
  const mayRead = useMay('cases.read');
  const go = (owner: string) => () =>
    void navigate({ to: '/commitments', search: { ...ledgerFilterOf({}), owner } });
  const group = i18n.t('Go');
  useCommands([
    mayRead && { id: 'go-promises', title: i18n.t('Promises'), group, keys: 'g o', run: go('') },
    mayRead && { id: 'go-own-promises', title: i18n.t('My promises'), group, run: go(me.member.id) },
  ]);
}
