import { useQuery } from '@tanstack/react-query';
import { Choice } from '../parts/Field.tsx';
import type { LedgerFilter } from '../server/commitments.ts';
import { membersQuery, teamsQuery } from '../server/queries.ts';
import { topicsQuery } from '../server/topics.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

/** Whose promises, of which team and topic. */
export function Filters({
  filter,
  change,
}: {
  filter: LedgerFilter;
  change: (more: Partial<LedgerFilter>) => void;
}) {
  const me = useMe();
  const members = useQuery({ ...membersQuery, enabled: useMay('members.read') }).data ?? [];
  const teams = useQuery(teamsQuery).data ?? [];
  const topics = useQuery(topicsQuery).data ?? [];
  const others = members.filter(({ id, invited }) => id !== me.member.id && !invited);
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Choice
        label={i18n.t('Who keeps it')}
        value={filter.owner}
        onChange={(event) => change({ owner: event.target.value })}
      >
        <option value="">{i18n.t('Everybody')}</option>
        <option value={me.member.id}>{i18n.t('{name} (me)', { name: me.member.name })}</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      {teams.length > 0 && (
        <Choice
          label={i18n.t('Team')}
          value={filter.team}
          onChange={(event) => change({ team: event.target.value })}
        >
          <option value="">{i18n.t('All teams')}</option>
          {teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      {topics.length > 0 && (
        <Choice
          label={i18n.t('Topic')}
          value={filter.tag}
          onChange={(event) => change({ tag: event.target.value })}
        >
          <option value="">{i18n.t('All topics')}</option>
          {topics.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Choice>
      )}
    </div>
  );
}
