import { useQuery } from '@tanstack/react-query';
import type { FollowUpOffer, FollowUpView } from '../../../src/api/contract.ts';
import { giveTo } from '../server/followUps.ts';
import { get } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';

const offerQuery = {
  queryKey: ['follow-ups', 'offer'],
  queryFn: () => get<FollowUpOffer>('/api/follow-ups/offer'),
  staleTime: 60_000,
};

/** Another member or team who is to report. */
export function GiveOn({
  one,
  act,
}: {
  one: FollowUpView;
  act: (ask: () => Promise<unknown>) => Promise<boolean>;
}) {
  const { data } = useQuery(offerQuery);
  const isNot = (id: string | undefined) => (other: { id: string }) => other.id !== id;
  const members = (data?.members ?? []).filter(isNot(one.member?.id)).filter(isNot(one.asker.id));
  const teams = (data?.teams ?? []).filter(isNot(one.member === null ? one.team?.id : undefined));
  if (members.length + teams.length === 0) return null;
  const give = (value: string) => {
    const [kind, id = ''] = value.split(' ');
    const to = { memberId: kind === 'member' ? id : null, teamId: kind === 'team' ? id : null };
    void act(() => giveTo(one.id, to));
  };
  const option = (kind: string) => (who: { id: string; name: string }) => (
    <option key={who.id} value={`${kind} ${who.id}`} className="bg-raised text-ink">
      {who.name}
    </option>
  );
  return (
    <select
      aria-label={i18n.t('Who is to report')}
      value=""
      onChange={(event) => give(event.target.value)}
      className="target max-w-44 rounded-8 bg-transparent px-2 text-13"
    >
      <option value="">{i18n.t('Pass it on to')}</option>
      {members.map(option('member'))}
      {teams.map(option('team'))}
    </select>
  );
}
