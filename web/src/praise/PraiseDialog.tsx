import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseRow, PostView } from '../../../src/api/contract.ts';
import { useCaseChange } from '../case/useCase.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Choice } from '../parts/Field.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { markPraise, praiseQuery } from '../server/praise.ts';
import { membersQuery, teamsQuery } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';

interface About {
  memberId: string | null;
  teamId: string | null;
}

const aboutOf = ({ praise }: PostView): About => ({
  memberId: praise?.member?.id ?? null,
  teamId: praise?.team?.id ?? null,
});

/** Marks the post, changes the mark or takes it back; each can be undone. */
function useMarking(row: CaseRow, post: PostView) {
  const change = useCaseChange(row);
  const client = useQueryClient();
  const put = async (about: About) => {
    const done = await change({}, () => markPraise(row.id, post.id, about));
    if (done) await client.invalidateQueries({ queryKey: praiseQuery.queryKey.slice(0, 1) });
    return done;
  };
  const before = aboutOf(post);
  return async (about: About): Promise<boolean> => {
    if (!(await put(about))) return false;
    const taken = about.memberId === null && about.teamId === null;
    const sentence = taken
      ? i18n.t('The post is not praise any more.')
      : i18n.t('They find it under Praise.');
    tell(sentence, 'ok', () => void put(before));
    return true;
  };
}

/** Whom a post praises: a member, a team, or both. Offered first: who answers for the case. */
export default function PraiseDialog({
  row,
  post,
  close,
}: {
  row: CaseRow;
  post: PostView;
  close: () => void;
}) {
  const members = useQuery(membersQuery);
  const teams = useQuery(teamsQuery);
  const mark = useMarking(row, post);
  const marked = post.praise !== null;
  const [about, setAbout] = useState<About>(() =>
    marked ? aboutOf(post) : { memberId: row.owner?.id ?? null, teamId: row.team?.id ?? null },
  );
  const [busy, setBusy] = useState(false);
  const ready = (about.memberId !== null || about.teamId !== null) && !busy;
  const error = members.error ?? teams.error;
  const save = async (wanted: About) => {
    setBusy(true);
    const done = await mark(wanted);
    setBusy(false);
    if (done) close();
  };
  const here = (members.data ?? []).filter((one) => one.leftAt === null && !one.invited);
  return (
    <Dialog title={i18n.t('Whom does the post praise?')} onClose={close}>
      {error !== null && (
        <Trouble error={error} again={() => void Promise.all([members.refetch(), teams.refetch()])} />
      )}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void save(about);
        }}
      >
        <Choice
          label={i18n.t('Member')}
          value={about.memberId ?? ''}
          onChange={(event) => setAbout({ ...about, memberId: event.target.value || null })}
        >
          <option value="">{i18n.t('Nobody by name')}</option>
          <Options known={here} chosen={post.praise?.member ?? row.owner} />
        </Choice>
        <Choice
          label={i18n.t('Team')}
          value={about.teamId ?? ''}
          onChange={(event) => setAbout({ ...about, teamId: event.target.value || null })}
        >
          <option value="">{i18n.t('No team')}</option>
          <Options known={teams.data ?? []} chosen={post.praise?.team ?? row.team} />
        </Choice>
        <div className="flex flex-wrap justify-end gap-2">
          {marked && (
            <Button
              className="mr-auto"
              disabled={busy}
              onClick={() => void save({ memberId: null, teamId: null })}
            >
              {i18n.t('It is not praise')}
            </Button>
          )}
          <Button onClick={close}>{i18n.t('Cancel')}</Button>
          <Button kind="main" type="submit" disabled={!ready}>
            {i18n.t('Mark as praise')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface Named {
  id: string;
  name: string;
}

/** Who can be chosen; whoever is chosen stands there before the list has come, and after they left it. */
function Options({ known, chosen }: { known: readonly Named[]; chosen: Named | null }) {
  const all = chosen === null || known.some(({ id }) => id === chosen.id) ? known : [chosen, ...known];
  return all.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}
