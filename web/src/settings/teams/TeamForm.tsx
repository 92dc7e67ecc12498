import { useQuery } from '@tanstack/react-query';
import type { TeamView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { meQuery, rotaQuery, teamsQuery } from '../../server/queries.ts';
import { keepTeam } from '../../server/settingChanges.ts';
import { i18n } from '../../words/i18n.ts';
import { MemberChecks } from '../MemberChecks.tsx';
import { useChange } from '../useChange.ts';

/** A new team, or one that is changed. */
export function TeamForm({ team, close }: { team: TeamView | null; close: () => void }) {
  const rota = useQuery(rotaQuery).data ?? [];
  const { change, busy, trouble } = useChange([teamsQuery.queryKey, meQuery.queryKey, ['audit']]);
  const save = async (form: FormData) => {
    const kept = await change(() =>
      keepTeam(team?.id ?? null, {
        name: String(form.get('name')),
        memberIds: form.getAll('member').map(String),
      }),
    );
    if (kept !== undefined) close();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Name of the team')}
        name="name"
        required
        maxLength={80}
        dir="auto"
        defaultValue={team?.name}
      />
      <MemberChecks
        legend={i18n.t('Who is in it')}
        places={rota}
        isChosen={(one) => team?.members.some(({ id }) => id === one) ?? false}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Keep the team')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
