import { useQuery } from '@tanstack/react-query';
import type { BulkActInput } from '../../../src/api/contract.ts';
import { Area, Choice, Field } from '../parts/Field.tsx';
import { TagList } from '../parts/TagList.tsx';
import { membersQuery, teamsQuery, unitsQuery } from '../server/queries.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

export type Doing = BulkActInput['do'];

export function doingWords(doing: Doing | 'retag'): string {
  switch (doing) {
    case 'assign':
      return i18n.t('Give to an owner');
    case 'handoff':
      return i18n.t('Hand off with a reason');
    case 'team':
      return i18n.t('Hand to a team');
    case 'tag':
      return i18n.t('Add a tag');
    case 'untag':
      return i18n.t('Take a tag away');
    case 'retag':
      return i18n.t('Rename a tag');
    case 'unit':
      return i18n.t('Set the unit');
    case 'resolve':
      return i18n.t('Resolve');
  }
}

/** What was chosen so far. */
export interface Chosen {
  doing: Doing;
  to: string;
  tag: string;
  reason: string;
}

/** The act that was chosen; null while something is missing. */
export function actOf({ doing, to, tag, reason }: Chosen): BulkActInput | null {
  switch (doing) {
    case 'assign':
      return { do: doing, memberId: to === '' ? null : to };
    case 'handoff':
      return to === '' || reason.trim() === '' ? null : { do: doing, memberId: to, reason: reason.trim() };
    case 'team':
      return to === '' || reason.trim() === '' ? null : { do: doing, teamId: to, reason: reason.trim() };
    case 'tag':
    case 'untag':
      return tag.trim() === '' ? null : { do: doing, tag: tag.trim() };
    case 'unit':
      return { do: doing, unitId: to === '' ? null : to };
    case 'resolve':
      return { do: doing };
  }
}

const acts: readonly Doing[] = ['assign', 'handoff', 'team', 'tag', 'untag', 'unit', 'resolve'];

/** Asks what is to be done, and to whom or with what. */
export function ActFields({ chosen, set }: { chosen: Chosen; set: (chosen: Chosen) => void }) {
  const mayMembers = useMay('members.read');
  const members = useQuery({ ...membersQuery, enabled: mayMembers }).data ?? [];
  const teams = useQuery({ ...teamsQuery, enabled: mayMembers }).data ?? [];
  const units = (useQuery(unitsQuery).data ?? []).filter((one) => one.retiredAt === null);
  const here = members.filter((one) => one.leftAt === null && !one.invited);
  const { doing } = chosen;
  return (
    <>
      <Choice
        label={i18n.t('What is to be done')}
        value={doing}
        onChange={(event) => set({ ...chosen, doing: event.target.value as Doing, to: '' })}
      >
        {acts
          .filter((one) => (one !== 'unit' || units.length > 0) && (one !== 'team' || teams.length > 0))
          .map((one) => (
            <option key={one} value={one}>
              {doingWords(one)}
            </option>
          ))}
      </Choice>
      {(doing === 'assign' || doing === 'handoff') && (
        <Choice
          label={i18n.t('To')}
          value={chosen.to}
          onChange={(event) => set({ ...chosen, to: event.target.value })}
        >
          <option value="">{doing === 'assign' ? i18n.t('No owner') : i18n.t('Choose a colleague')}</option>
          {here.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      {doing === 'team' && (
        <Choice
          label={i18n.t('Team')}
          value={chosen.to}
          onChange={(event) => set({ ...chosen, to: event.target.value })}
        >
          <option value="">{i18n.t('Choose a team')}</option>
          {teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      {(doing === 'handoff' || doing === 'team') && (
        <Area
          label={i18n.t('Why, and what is to be done')}
          maxLength={2_000}
          value={chosen.reason}
          onChange={(event) => set({ ...chosen, reason: event.target.value })}
        />
      )}
      {(doing === 'tag' || doing === 'untag') && (
        <Field
          label={i18n.t('Tag')}
          list="tags-in-use"
          dir="auto"
          maxLength={50}
          value={chosen.tag}
          onChange={(event) => set({ ...chosen, tag: event.target.value })}
        />
      )}
      <TagList id="tags-in-use" />
      {doing === 'unit' && (
        <Choice
          label={i18n.t('Unit')}
          value={chosen.to}
          onChange={(event) => set({ ...chosen, to: event.target.value })}
        >
          <option value="">{i18n.t('No unit')}</option>
          {units.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
    </>
  );
}
