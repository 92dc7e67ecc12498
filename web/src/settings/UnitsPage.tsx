import { useQuery } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import { useState } from 'react';
import type { UnitView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { unitsQuery } from '../server/queries.ts';
import { addUnit, changeUnit } from '../server/settingChanges.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

const concerns = [unitsQuery.queryKey, ['cases'], ['audit']] as const;

function NameFields({ unit }: { unit?: UnitView }) {
  return (
    <>
      <Field
        label={i18n.t('Name')}
        name="name"
        required
        maxLength={200}
        dir="auto"
        autoComplete="off"
        defaultValue={unit?.name}
      />
      <Field
        label={i18n.t('Kind')}
        name="kind"
        maxLength={60}
        dir="auto"
        autoComplete="off"
        defaultValue={unit?.kind}
        help={i18n.t('In your own words: branch, clinic, depot.')}
      />
    </>
  );
}

const named = (form: FormData) => ({ name: String(form.get('name')), kind: String(form.get('kind')) });

function AddUnit({ close }: { close: () => void }) {
  const me = useMe();
  const { change, busy, trouble } = useChange(concerns);
  const add = async (form: FormData) => {
    const institutionId = String(form.get('institutionId') ?? me.institutions[0]?.id);
    if ((await change(() => addUnit({ institutionId, ...named(form) }))) !== undefined) close();
  };
  return (
    <Panel title={i18n.t('Add a unit')}>
      <form
        className="flex max-w-[30rem] flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add(new FormData(event.currentTarget));
        }}
      >
        {me.institutions.length > 1 && (
          <Choice label={i18n.t('Institution')} name="institutionId">
            {me.institutions.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Choice>
        )}
        <NameFields />
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <div className="flex gap-2">
          <Button kind="main" type="submit" disabled={busy}>
            {i18n.t('Add it')}
          </Button>
          <Button onClick={close}>{i18n.t('Cancel')}</Button>
        </div>
      </form>
    </Panel>
  );
}

function RenameUnit({ unit, close }: { unit: UnitView; close: () => void }) {
  const { change, busy, trouble } = useChange(concerns);
  const save = async (form: FormData) => {
    if ((await change(() => changeUnit(unit.id, named(form)))) !== undefined) close();
  };
  return (
    <li className="py-3">
      <form
        className="flex max-w-[30rem] flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save(new FormData(event.currentTarget));
        }}
      >
        <NameFields unit={unit} />
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <div className="flex gap-2">
          <Button kind="main" type="submit" disabled={busy}>
            {i18n.t('Save')}
          </Button>
          <Button onClick={close}>{i18n.t('Cancel')}</Button>
        </div>
      </form>
    </li>
  );
}

function OneUnit({ unit }: { unit: UnitView }) {
  const me = useMe();
  const { change, busy, trouble } = useChange(concerns);
  const [renaming, setRenaming] = useState(false);
  const institution = me.institutions.find((one) => one.id === unit.institutionId)?.name;
  if (renaming) return <RenameUnit unit={unit} close={() => setRenaming(false)} />;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <span className="min-w-0 flex-1 basis-48">
        <span dir="auto" className="font-medium break-words">
          {unit.name}
        </span>{' '}
        <span dir="auto" className="text-13 text-quiet">
          {[
            unit.kind,
            me.institutions.length > 1 ? institution : '',
            unit.retiredAt === null ? '' : i18n.t('retired'),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      </span>
      <span className="flex gap-1">
        <Button
          kind="quiet"
          aria-label={i18n.t('Rename {name}', { name: unit.name })}
          onClick={() => setRenaming(true)}
        >
          {i18n.t('Rename')}
        </Button>
        <Button
          kind="quiet"
          disabled={busy}
          aria-label={
            unit.retiredAt === null
              ? i18n.t('Retire {name}', { name: unit.name })
              : i18n.t('Use {name} again', { name: unit.name })
          }
          onClick={() => void change(() => changeUnit(unit.id, { retired: unit.retiredAt === null }))}
        >
          {unit.retiredAt === null ? i18n.t('Retire') : i18n.t('Use again')}
        </Button>
      </span>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </li>
  );
}

/** Branches, clinics, depots that a case may name. */
export default function UnitsPage() {
  const units = useQuery(unitsQuery);
  const [adding, setAdding] = useState(false);
  const add = (
    <Button kind="main" onClick={() => setAdding(true)}>
      {i18n.t('Add a unit')}
    </Button>
  );
  return (
    <Page
      title={i18n.t('Units')}
      about={i18n.t(
        'Branches, clinics, depots and offices that a case may name. A retired one stays on its cases.',
      )}
    >
      {adding && <AddUnit close={() => setAdding(false)} />}
      {units.data === undefined ? (
        units.isError ? (
          <Trouble error={units.error} again={() => void units.refetch()} />
        ) : (
          <Skeleton lines={4} />
        )
      ) : units.data.length === 0 ? (
        !adding && (
          <Empty icon={<Building2 />} title={i18n.t('No unit yet')} action={add}>
            {i18n.t('Without units every case is about the institution as a whole.')}
          </Empty>
        )
      ) : (
        <>
          <Panel>
            <ul className="divide-y divide-line">
              {units.data.map((unit) => (
                <OneUnit key={unit.id} unit={unit} />
              ))}
            </ul>
          </Panel>
          {!adding && <div>{add}</div>}
        </>
      )}
    </Page>
  );
}
