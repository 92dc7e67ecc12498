import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RotaView, TeamView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { classes } from '../../parts/classes.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { type OneOpen, useOneOpen } from '../../parts/useOneOpen.ts';
import { meQuery, rotaQuery, teamsQuery } from '../../server/queries.ts';
import { retireTeam } from '../../server/settingChanges.ts';
import { useMay } from '../../shell/useMe.ts';
import { answeringWords, dutyWords } from '../../words/duty.ts';
import { i18n } from '../../words/i18n.ts';
import { roleWords } from '../../words/names.ts';
import { LineActs } from '../LineActs.tsx';
import { Page, Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';
import { AbsenceForm, Absences } from './Absences.tsx';
import { PlaceForm } from './PlaceForm.tsx';
import { TeamForm } from './TeamForm.tsx';
import { WeekPicture } from './WeekPicture.tsx';

/** Who works together, for whom, and when. */
export default function TeamsPage() {
  const mayManage = useMay('teams.manage');
  const one = useOneOpen();
  return (
    <Page
      title={i18n.t('Teams')}
      about={i18n.t(
        'A case that is handed to a team stands in its queue: whoever is on duty sees it, and the deputy of whoever is not.',
      )}
    >
      {mayManage &&
        (one.open === 'new' ? (
          <Panel title={i18n.t('A new team')}>
            <TeamForm team={null} close={() => one.close('new')} />
          </Panel>
        ) : (
          <div>
            <Button kind="main" onClick={() => one.show('new')}>
              {i18n.t('Make a team')}
            </Button>
          </div>
        ))}
      <Teams one={one} mayManage={mayManage} />
      <People one={one} mayManage={mayManage} />
    </Page>
  );
}

interface Opening {
  /** What is being changed; one at a time. */
  one: OneOpen;
  mayManage: boolean;
}

/** What was read, or that it is being read, or why not. */
function Read<T>({
  query,
  lines,
  children,
}: {
  query: UseQueryResult<T>;
  lines: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  return query.isError ? (
    <Trouble error={query.error} again={() => void query.refetch()} />
  ) : (
    <Skeleton lines={lines} />
  );
}

function Teams({ one, mayManage }: Opening) {
  return (
    <Read query={useQuery(teamsQuery)} lines={4}>
      {(teams) =>
        teams.length === 0 ? (
          <Empty icon={<Users />} title={i18n.t('No team yet')}>
            {i18n.t('Make one of those who share a kind of work: a case then goes to all of them at once.')}
          </Empty>
        ) : (
          <Panel>
            <ul>
              {teams.map((team) => (
                <TeamLine
                  key={team.id}
                  team={team}
                  editing={one.open === team.id}
                  edit={(on) => (on ? one.show : one.close)(team.id)}
                  mayManage={mayManage}
                />
              ))}
            </ul>
          </Panel>
        )
      }
    </Read>
  );
}

function TeamLine({
  team,
  editing,
  edit,
  mayManage,
}: {
  team: TeamView;
  editing: boolean;
  edit: (on: boolean) => void;
  mayManage: boolean;
}) {
  const { change, busy, trouble } = useChange([teamsQuery.queryKey, meQuery.queryKey, ['audit']]);
  if (editing) {
    return (
      <li className="border-b border-line py-4 last:border-b-0">
        <TeamForm team={team} close={() => edit(false)} />
      </li>
    );
  }
  return (
    <li className="flex flex-col gap-1 border-b border-line py-3 first:pt-0 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 dir="auto" className="min-w-0 text-17 font-semibold break-words">
          {team.name}
        </h2>
        {mayManage && (
          <LineActs
            title={team.name}
            busy={busy}
            edit={() => edit(true)}
            retire={() => void change(() => retireTeam(team.id))}
          />
        )}
      </div>
      <p dir="auto" className={classes(team.answering.length === 0 && 'font-medium text-soon')}>
        {answeringWords(team.answering)}
      </p>
      <p dir="auto" className="text-13 text-quiet">
        {team.members.map(({ name }) => name).join(', ')}
      </p>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </li>
  );
}

function People({ one, mayManage }: Opening) {
  return (
    <Read query={useQuery(rotaQuery)} lines={8}>
      {(rota) => (
        <Panel title={i18n.t('Who works when')}>
          <ul>
            {rota.map((place) => (
              <Person key={place.member.id} place={place} rota={rota} one={one} mayManage={mayManage} />
            ))}
          </ul>
        </Panel>
      )}
    </Read>
  );
}

function Person({ place, rota, one, mayManage }: Opening & { place: RotaView; rota: readonly RotaView[] }) {
  const { member } = place;
  const [changing, away] = [`place ${member.id}`, `absence ${member.id}`];
  if (one.open === changing) {
    return (
      <li className="flex flex-col gap-3 border-b border-line py-4 last:border-b-0">
        <h3 dir="auto" className="font-semibold">
          {member.name}
        </h3>
        <PlaceForm place={place} rota={rota} close={() => one.close(changing)} />
      </li>
    );
  }
  return (
    <li className="flex flex-col gap-2 border-b border-line py-4 last:border-b-0">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h3 dir="auto" className="font-medium break-words">
            {member.name} <span className="font-normal text-quiet">{roleWords(member.role)}</span>
          </h3>
          <p className={classes('text-13', place.onDuty ? 'text-ok' : 'text-quiet')}>
            {member.invited ? i18n.t('has not come yet') : dutyWords(place)}
          </p>
          <p dir="auto" className="text-13 text-quiet">
            {place.superior !== null && i18n.t('Superior: {name}', { name: place.superior.name })}
            {place.superior !== null && place.deputy !== null && ', '}
            {place.deputy !== null && i18n.t('deputy: {name}', { name: place.deputy.name })}
          </p>
          <Absences place={place} mayManage={mayManage} />
        </div>
        <div className="w-full sm:w-64">
          <WeekPicture week={place.week} />
          <p className="text-13 text-quiet">{place.timeZone}</p>
        </div>
      </div>
      {mayManage && one.open !== away && (
        <div className="flex flex-wrap gap-1">
          <Button
            kind="quiet"
            aria-label={i18n.t('Superior, hours, deputy: {name}', { name: member.name })}
            onClick={() => one.show(changing)}
          >
            {i18n.t('Superior, hours, deputy')}
          </Button>
          <Button
            kind="quiet"
            aria-label={i18n.t('Will be away: {name}', { name: member.name })}
            onClick={() => one.show(away)}
          >
            {i18n.t('Will be away')}
          </Button>
        </div>
      )}
      {one.open === away && <AbsenceForm place={place} rota={rota} close={() => one.close(away)} />}
    </li>
  );
}
