import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseRow, RotaView, TeamView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Choice } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { handOffCase } from '../server/changes.ts';
import { rotaQuery, teamsQuery } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { answeringWords, dutyWords } from '../words/duty.ts';
import { i18n } from '../words/i18n.ts';
import { useCaseChange } from './useCase.ts';

/** Who may take a case: a team, or a colleague with their place in the rota. */
type Taker = { kind: 'team'; team: TeamView } | { kind: 'member'; place: RotaView };

const idOf = (taker: Taker) => (taker.kind === 'team' ? taker.team.id : taker.place.member.id);
const nameOf = (taker: Taker) => (taker.kind === 'team' ? taker.team.name : taker.place.member.name);

/** Everybody who can take the case, and who is asked for. */
function useTakers(row: CaseRow) {
  const me = useMe();
  const teams = useQuery(teamsQuery);
  const rota = useQuery(rotaQuery);
  const asTeam = (team: TeamView): Taker => ({ kind: 'team', team });
  const asMember = (place: RotaView): Taker => ({ kind: 'member', place });
  return {
    teams: (teams.data ?? []).filter(({ id }) => row.owner !== null || id !== row.team?.id).map(asTeam),
    members: (rota.data ?? [])
      .filter(({ member }) => !member.invited && member.id !== me.member.id && member.id !== row.owner?.id)
      .map(asMember),
    error: teams.error ?? rota.error,
    again: () => void Promise.all([teams.refetch(), rota.refetch()]),
  };
}

/** To whom the case goes, and why; whoever takes it over reads the reason. */
export default function HandOffDialog({
  row,
  mayBeSilent,
  close,
}: {
  row: CaseRow;
  /** A post of the case is abusive: nobody has to say why they hand it off. */
  mayBeSilent: boolean;
  close: () => void;
}) {
  const { teams, members, error, again } = useTakers(row);
  const change = useCaseChange(row);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const taker = [...teams, ...members].find((one) => idOf(one) === to);
  const ready = taker !== undefined && (mayBeSilent || reason.trim() !== '') && !busy;
  const handOff = async () => {
    if (!ready) return;
    setBusy(true);
    const done = await change(standsWith(taker), () =>
      handOffCase(row.id, { ...asked(taker), reason: reason.trim() }),
    );
    setBusy(false);
    if (!done) return;
    tell(i18n.t('{name} has the case now.', { name: nameOf(taker) }));
    close();
  };
  return (
    <Dialog title={i18n.t('Hand the case off')} onClose={close}>
      {error !== null && <Trouble error={error} again={again} />}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void handOff();
        }}
      >
        <TakerChoice teams={teams} members={members} value={to} onChange={setTo} />
        {taker !== undefined && <Standing taker={taker} members={members} choose={setTo} />}
        <label className="flex flex-col gap-1">
          <span className="font-medium">{i18n.t('Why, and what is to be done')}</span>
          <textarea
            dir="auto"
            rows={3}
            required={!mayBeSilent}
            placeholder={mayBeSilent ? i18n.t('A post here is abusive: you need not say why.') : undefined}
            maxLength={2_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void handOff();
            }}
            className="w-full rounded-8 border border-line-strong bg-raised px-3 py-2"
          />
        </label>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{i18n.t('Cancel')}</Button>
          <Button kind="main" type="submit" disabled={!ready}>
            {taker !== undefined && isAway(taker)
              ? i18n.t('Hand it off all the same')
              : i18n.t('Hand it off')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const isAway = (taker: Taker) => taker.kind === 'member' && taker.place.awayUntil !== null;

function asked(taker: Taker) {
  // Whoever is away was named as away above the button.
  return taker.kind === 'team'
    ? { teamId: taker.team.id }
    : { memberId: taker.place.member.id, evenIfAway: isAway(taker) };
}

function standsWith(taker: Taker): Partial<CaseRow> {
  const named = { id: idOf(taker), name: nameOf(taker) };
  return taker.kind === 'team' ? { owner: null, team: named } : { owner: named };
}

function TakerChoice({
  teams,
  members,
  value,
  onChange,
}: {
  teams: readonly Taker[];
  members: readonly Taker[];
  value: string;
  onChange: (id: string) => void;
}) {
  const group = (label: string, takers: readonly Taker[]) =>
    takers.length > 0 && (
      <optgroup label={label}>
        {takers.map((one) => (
          <option key={idOf(one)} value={idOf(one)}>
            {one.kind === 'member' && !one.place.onDuty
              ? i18n.t('{name} (not on duty)', { name: nameOf(one) })
              : nameOf(one)}
          </option>
        ))}
      </optgroup>
    );
  return (
    <Choice label={i18n.t('To')} value={value} required onChange={(event) => onChange(event.target.value)}>
      <option value="">{i18n.t('Choose a colleague or a team')}</option>
      {group(i18n.t('Teams'), teams)}
      {group(i18n.t('Colleagues'), members)}
    </Choice>
  );
}

/** Who will see the case there, and who could take it instead of somebody who is not on duty. */
function Standing({
  taker,
  members,
  choose,
}: {
  taker: Taker;
  members: readonly Taker[];
  choose: (id: string) => void;
}) {
  if (taker.kind === 'team') {
    const { answering } = taker.team;
    return <Notice kind={answering.length === 0 ? 'soon' : 'info'}>{answeringWords(answering)}</Notice>;
  }
  const { place } = taker;
  if (place.onDuty) return null;
  const deputy = place.standIn;
  const mayTake = deputy !== null && members.some((one) => idOf(one) === deputy.id);
  return (
    <Notice
      kind="soon"
      action={
        mayTake && (
          <Button onClick={() => choose(deputy.id)}>
            {i18n.t('Choose {name} instead', { name: deputy.name })}
          </Button>
        )
      }
    >
      {place.member.name}: {dutyWords(place)}
    </Notice>
  );
}
