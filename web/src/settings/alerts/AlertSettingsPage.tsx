import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertSettingsView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { alertSettingsQuery, chooseAlerts } from '../../server/alerts.ts';
import { tell } from '../../shell/told.ts';
import { i18n } from '../../words/i18n.ts';
import { Page, Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';
import { type Change, Grid } from './Grid.tsx';
import { Telephone } from './Telephone.tsx';
import { Browsers } from './ThisBrowser.tsx';
import { Digest, Quiet, Zone } from './Times.tsx';

/** What a member is told, by which ways, and when. */
export default function AlertSettingsPage() {
  const own = useQuery(alertSettingsQuery);
  return (
    <Page
      title={i18n.t('Alerts')}
      about={i18n.t(
        'What you are told, by which ways, and when. Whatever you choose, alerts stand in your list.',
      )}
    >
      {own.data !== undefined ? (
        <>
          <Browsers own={own.data} />
          <Form key={JSON.stringify(own.data.settings)} own={own.data} />
        </>
      ) : own.isError ? (
        <Trouble error={own.error} again={() => void own.refetch()} />
      ) : (
        <Skeleton lines={10} />
      )}
    </Page>
  );
}

function Form({ own }: { own: AlertSettingsView }) {
  const [chosen, setChosen] = useState(own.settings);
  const { change, busy, trouble } = useChange([alertSettingsQuery.queryKey]);
  const set: Change = (more) => setChosen({ ...chosen, ...more });
  const save = async () => {
    const done = await change(() => chooseAlerts(chosen));
    if (done !== undefined) tell(i18n.t('Saved.'));
  };
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Panel title={i18n.t('What you are told')}>
        <Grid own={own} chosen={chosen} set={set} />
        <Telephone chosen={chosen} set={set} />
        <label className="flex items-start gap-3">
          <input
            type="checkbox"
            className="mt-1 size-5 shrink-0 accent-accent"
            checked={chosen.showsWords}
            onChange={(event) => set({ showsWords: event.target.checked })}
          />
          <span>
            {i18n.t('Show what the author wrote')}
            <span className="block text-13 text-quiet">
              {i18n.t(
                'Whoever sees your locked screen reads it, too. Words of protected authors are never shown.',
              )}
            </span>
          </span>
        </label>
      </Panel>
      <Panel title={i18n.t('When')}>
        <Zone own={own} chosen={chosen} set={set} />
        <Quiet chosen={chosen} set={set} />
      </Panel>
      <Panel title={i18n.t('The morning’s digest')}>
        <Digest chosen={chosen} set={set} />
      </Panel>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div>
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Save')}
        </Button>
      </div>
    </form>
  );
}
