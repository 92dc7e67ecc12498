import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SpreadSettings } from '../../../src/api/contract.ts';
import { may } from '../../../src/domain/rights.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { membersQuery, meQuery, teamsQuery } from '../server/queries.ts';
import { setSpreadSettings, spreadSettingsQuery } from '../server/spreading.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

/** Who is warned of stories that spread, and from when on one is. */
export default function SpreadingSettingsPage() {
  const settings = useQuery(spreadSettingsQuery);
  const members = useQuery(membersQuery);
  const teams = useQuery(teamsQuery);
  const failed = [settings, members, teams].find(({ isError, data }) => isError && data === undefined);
  if (failed !== undefined) return <Trouble error={failed.error} again={() => void failed.refetch()} />;
  if (settings.data === undefined || members.data === undefined || teams.data === undefined)
    return <Skeleton lines={8} className="p-8" />;
  // A key holds no page, and who may not open it would be alerted of what they cannot see.
  const here = members.data.filter(({ leftAt, role }) => leftAt === null && may(role, 'spreading.read'));
  return (
    <Page
      title={i18n.t('Stories that spread')}
      about={i18n.t(
        'Communications staff are warned of a post that is passed on much faster than usual. Shares are kept apart: nothing that orders work can read them.',
      )}
    >
      <p>
        <Link to="/spreading" className="target inline-flex items-center text-accent underline">
          {i18n.t('Open the stories that spread')}
        </Link>
      </p>
      <Form
        key={JSON.stringify(settings.data)}
        settings={settings.data}
        members={here.map(({ id, name }) => ({ id, name }))}
        teams={teams.data.map(({ id, name }) => ({ id, name }))}
      />
    </Page>
  );
}

interface Named {
  id: string;
  name: string;
}

function Form({
  settings,
  members,
  teams,
}: {
  settings: SpreadSettings;
  members: readonly Named[];
  teams: readonly Named[];
}) {
  const [chosen, setChosen] = useState(settings);
  const { change, busy, trouble } = useChange([spreadSettingsQuery.queryKey, meQuery.queryKey]);
  const save = async () => {
    const done = await change(() => setSpreadSettings(chosen));
    if (done !== undefined) tell(i18n.t('It is kept.'));
  };
  const limit = (name: 'perHour' | 'answersPerHour' | 'times', label: string, most: number) => (
    <Field
      label={label}
      type="number"
      required
      min={1}
      max={most}
      step={name === 'times' ? 'any' : 1}
      className="w-40"
      value={Number.isNaN(chosen.limits[name]) ? '' : String(chosen.limits[name])}
      onChange={(event) =>
        setChosen({ ...chosen, limits: { ...chosen.limits, [name]: event.target.valueAsNumber } })
      }
    />
  );
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Panel title={i18n.t('Who is warned')}>
        <p className="text-quiet">
          {i18n.t('How each of them is told, and when, they choose in Settings > Alerts.')}
        </p>
        <Marked
          words={i18n.t('Members')}
          all={members}
          marked={chosen.memberIds}
          change={(memberIds) => setChosen({ ...chosen, memberIds })}
        />
        {teams.length > 0 && (
          <Marked
            words={i18n.t('Everybody of a team')}
            all={teams}
            marked={chosen.teamIds}
            change={(teamIds) => setChosen({ ...chosen, teamIds })}
          />
        )}
      </Panel>
      <Panel title={i18n.t('From when on')}>
        {limit('times', i18n.t('So many times what is usual for a post of that age'), 1_000)}
        {limit('perHour', i18n.t('And so many shares an hour at least'), 1_000_000)}
        {limit('answersPerHour', i18n.t('Or so many authors who answer it in an hour'), 1_000_000)}
        <p className="text-quiet">
          {i18n.t(
            'Shares are reposts and quotes. Authors who answer are counted apart: many talk under a post that nobody passes on. Usual is what nine of ten of the latest posts of the same network and age stay under. A story calms under half of its limit.',
          )}
        </p>
        <p className="text-quiet">
          {i18n.t(
            'How fast is what was added in an hour or since the count before, whichever says more. Of a post that is first counted more than two hours after it was written, the first count is only what later ones are compared with.',
          )}
        </p>
      </Panel>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <Button kind="main" type="submit" className="self-start" disabled={busy}>
        {i18n.t('Save')}
      </Button>
    </form>
  );
}

function Marked({
  words,
  all,
  marked,
  change,
}: {
  words: string;
  all: readonly Named[];
  marked: readonly string[];
  change: (marked: string[]) => void;
}) {
  return (
    <fieldset>
      <legend className="font-medium">{words}</legend>
      <ul className="grid gap-x-6 sm:grid-cols-2">
        {all.map(({ id, name }) => (
          <li key={id}>
            <label className="target flex items-center gap-3">
              <input
                type="checkbox"
                checked={marked.includes(id)}
                onChange={() =>
                  change(marked.includes(id) ? marked.filter((one) => one !== id) : [...marked, id])
                }
                className="size-5 shrink-0 accent-accent"
              />
              <span dir="auto" className="min-w-0 break-words">
                {name}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
