import { useQuery } from '@tanstack/react-query';
import type { TeamView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { keepTeam } from '../../server/changes.ts';
import { meQuery, rotaQuery, teamsQuery } from '../../server/queries.ts';
import { i18n } from '../../words/i18n.ts';
import { roleWords } from '../../words/names.ts';
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
      <fieldset>
        <legend className="mb-1 font-medium">{i18n.t('Who is in it')}</legend>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {rota.map(({ member }) => (
            <label key={member.id} className="target flex min-w-0 items-center gap-2">
              <input
                type="checkbox"
                name="member"
                value={member.id}
                defaultChecked={team?.members.some(({ id }) => id === member.id)}
                className="size-5 shrink-0 accent-accent"
              />
              <span dir="auto" className="min-w-0 truncate">
                {member.name}
              </span>
              <span className="shrink-0 text-13 text-quiet">{roleWords(member.role)}</span>
            </label>
          ))}
        </div>
      </fieldset>
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
