import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { FrontSettings } from '../../../src/api/contract.ts';
import { type NeedReason, needReasons } from '../../../src/domain/needsYou.ts';
import { networks } from '../../../src/domain/network.ts';
import { reasonWords } from '../front/needWords.ts';
import { Button, IconButton } from '../parts/Button.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { frontSettingsQuery, setFrontSettings } from '../server/front.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords, severityWords } from '../words/names.ts';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

type Watchdog = FrontSettings['watchdogs'][number];
type Severity = FrontSettings['needs']['graveFrom'];

/** What comes before an executive, and who watches us. */
export default function FrontPage() {
  const settings = useQuery(frontSettingsQuery);
  if (settings.data === undefined)
    return settings.isError ? (
      <Trouble error={settings.error} again={() => void settings.refetch()} />
    ) : (
      <Skeleton lines={8} className="p-8" />
    );
  return (
    <Page
      title={i18n.t('Front row')}
      about={i18n.t(
        'What needs an executive is told by this rule and by nothing else. Followers, verification and shares are not known to it.',
      )}
    >
      <p>
        <a href="/front" className="target inline-flex items-center text-accent underline">
          {i18n.t('Open the front row')}
        </a>
      </p>
      <Form key={JSON.stringify(settings.data)} settings={settings.data} />
    </Page>
  );
}

function Form({ settings }: { settings: FrontSettings }) {
  const mayManage = useMay('front.manage');
  const [needs, setNeeds] = useState(settings.needs);
  const [watchdogs, setWatchdogs] = useState<readonly Watchdog[]>(settings.watchdogs);
  const { change, busy, trouble } = useChange([frontSettingsQuery.queryKey]);
  const save = async () => {
    const kept = watchdogs.filter(({ handle, name }) => handle.trim() !== '' && name.trim() !== '');
    const done = await change(() => setFrontSettings({ needs, watchdogs: [...kept] }));
    if (done !== undefined) tell(i18n.t('The front row goes by it now.'));
  };
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset disabled={!mayManage} className="contents">
        <Reasons needs={needs} change={setNeeds} />
        <Limits needs={needs} change={setNeeds} />
        <Watchdogs all={watchdogs} change={setWatchdogs} />
      </fieldset>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {mayManage && (
        <Button kind="main" type="submit" className="self-start" disabled={busy}>
          {i18n.t('Save')}
        </Button>
      )}
    </form>
  );
}

interface Part {
  needs: FrontSettings['needs'];
  change: (needs: FrontSettings['needs']) => void;
}

function Reasons({ needs, change }: Part) {
  const toggle = (reason: NeedReason) => {
    const off = needs.off.includes(reason)
      ? needs.off.filter((one) => one !== reason)
      : [...needs.off, reason];
    change({ ...needs, off });
  };
  return (
    <Panel title={i18n.t('What needs an executive, what goes first first')}>
      <ol className="flex flex-col">
        {needReasons.map((reason) => (
          <li key={reason}>
            <label className="target flex items-center gap-3">
              <input
                type="checkbox"
                checked={!needs.off.includes(reason)}
                onChange={() => toggle(reason)}
                className="size-5 accent-accent"
              />
              {reasonWords(reason)}
            </label>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Limits({ needs, change }: Part) {
  const number = (
    name: 'againAfterMinutes' | 'incidentAuthors' | 'ignoredHours',
    label: string,
    most: number,
  ) => (
    <Field
      label={label}
      type="number"
      required
      min={name === 'incidentAuthors' ? 2 : 1}
      max={most}
      className="w-40"
      value={Number.isNaN(needs[name]) ? '' : String(needs[name])}
      onChange={(event) => change({ ...needs, [name]: event.target.valueAsNumber })}
    />
  );
  return (
    <Panel title={i18n.t('Its limits')}>
      <Choice
        label={i18n.t('Grave is, from')}
        className="w-auto max-w-80"
        value={String(needs.graveFrom)}
        onChange={(event) => change({ ...needs, graveFrom: Number(event.target.value) as Severity })}
      >
        {([4, 3, 2, 1, 0] as const).map((severity) => (
          <option key={severity} value={severity}>
            {severityWords(severity)}
          </option>
        ))}
      </Choice>
      {number('againAfterMinutes', i18n.t('Asked twice: who wrote again after so many minutes'), 10_080)}
      {number('incidentAuthors', i18n.t('Many: so many authors who say the same within a day'), 10_000)}
      {number('ignoredHours', i18n.t('Ignored: a question without an answer for so many hours'), 8_760)}
    </Panel>
  );
}

function Watchdogs({
  all,
  change,
}: {
  all: readonly Watchdog[];
  change: (all: readonly Watchdog[]) => void;
}) {
  const set = (n: number, to: Partial<Watchdog>) =>
    change(all.map((one, at) => (at === n ? { ...one, ...to } : one)));
  return (
    <Panel
      title={i18n.t('Who watches us')}
      action={
        <Button onClick={() => change([...all, { network: 'bluesky', handle: '', name: '' }])}>
          <Plus aria-hidden className="size-4" />
          {i18n.t('Add one')}
        </Button>
      }
    >
      <p className="text-quiet">
        {i18n.t(
          'Posts of a magazine, a regulator or a journalist, and posts that name them, come before executives.',
        )}
      </p>
      <ul className="flex flex-col gap-3">
        {all.map((one, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own until they are kept.
          <li key={n} className="grid items-end gap-2 sm:grid-cols-[auto_1fr_1fr_auto]">
            <Choice
              label={i18n.t('Network')}
              value={one.network}
              onChange={(event) => set(n, { network: event.target.value as Watchdog['network'] })}
            >
              {networks.map((network) => (
                <option key={network} value={network}>
                  {networkWords(network)}
                </option>
              ))}
            </Choice>
            <Field
              label={i18n.t('Handle')}
              autoCapitalize="none"
              spellCheck={false}
              maxLength={300}
              value={one.handle}
              onChange={(event) => set(n, { handle: event.target.value })}
            />
            <Field
              label={i18n.t('Who it is')}
              maxLength={200}
              value={one.name}
              onChange={(event) => set(n, { name: event.target.value })}
            />
            <IconButton name={i18n.t('Take it out')} onClick={() => change(all.filter((_, at) => at !== n))}>
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
