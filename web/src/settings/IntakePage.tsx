import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import type { IntakeView } from '../../../src/api/contract.ts';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { intakeQuery } from '../server/queries.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { agoWords, momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { ImportForm } from './ImportForm.tsx';
import { Page, Panel } from './Page.tsx';
import { SetAside } from './SetAside.tsx';

const number = new Intl.NumberFormat();

function Figures({ intake }: { intake: IntakeView }) {
  const { today } = intake;
  const figures = [
    [i18n.t('Posts today'), today.posts],
    [i18n.t('Doubles'), today.doubles],
    [i18n.t('Edits'), today.edits],
    [i18n.t('Deletions'), today.deletions],
    [i18n.t('Not for us'), today.ignored],
    [i18n.t('Set aside'), today.setAside],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
      {figures.map(([name, count]) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="text-13 text-quiet">{name}</dt>
          <dd className="text-20 font-semibold tabular-nums">{number.format(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Waiting({ intake }: { intake: IntakeView }) {
  const now = useNow();
  if (intake.waiting === 0) return <p>{i18n.t('Nothing waits: all that came is at the desk.')}</p>;
  return (
    <p>
      {i18n.t('{n, plural, one {# item waits} other {# items wait}} to be taken to the desk.', {
        n: intake.waiting,
      })}
      {intake.oldestWaitingAt !== null &&
        ` ${i18n.t('The oldest came {ago}.', { ago: agoWords(intake.oldestWaitingAt, now) })}`}
    </p>
  );
}

function Imports({ imports }: { imports: IntakeView['imports'] }) {
  const now = useNow();
  return (
    <ul>
      {imports.map((one) => (
        <li key={one.id} className="flex flex-col gap-1 border-b border-line py-2 last:border-b-0">
          <span className="flex flex-wrap justify-between gap-2">
            <span dir="auto" className="font-medium">
              {one.name}
            </span>
            <span className="text-13 text-quiet">
              {one.finishedAt === null
                ? i18n.t('running')
                : i18n.t('finished {time}', { time: momentWords(one.finishedAt, now) })}
            </span>
          </span>
          {one.finishedAt === null && one.bytes > 0 && (
            <progress
              aria-label={one.name}
              value={one.readBytes}
              max={one.bytes}
              className="h-2 w-full accent-accent"
            />
          )}
          <span className="text-13 text-quiet tabular-nums">
            {i18n.t('{lines} lines read, {unreadable} unreadable', {
              lines: number.format(one.readLines),
              unreadable: number.format(one.unreadableLines),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Roles({ roles }: { roles: IntakeView['roles'] }) {
  const now = useNow();
  return (
    <ul>
      {roles.map((one) => (
        <li
          key={`${one.role}-${one.host}-${one.pid}`}
          className="flex flex-wrap justify-between gap-2 border-b border-line py-2 last:border-b-0"
        >
          <span className="inline-flex items-center gap-2">
            {one.running ? (
              <CircleCheck aria-hidden className="size-4 text-ok" />
            ) : (
              <CircleX aria-hidden className="size-4 text-over" />
            )}
            {one.role}
            <span className="text-13 text-quiet">
              {one.host}, {one.pid}
            </span>
          </span>
          <span className={one.running ? 'text-13 text-quiet' : 'text-13 font-medium text-over'}>
            {one.running
              ? i18n.t('running, heard {ago}', { ago: agoWords(one.beatAt, now) })
              : i18n.t('stopped, last heard {ago}', { ago: agoWords(one.beatAt, now) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What came in, what waits, what could not be read. */
export default function IntakePage() {
  const found = useQuery(intakeQuery);
  const mayManage = useMay('intake.manage');
  const intake = found.data;
  if (intake === undefined) {
    return found.isError ? (
      <Trouble error={found.error} again={() => void found.refetch()} />
    ) : (
      <Skeleton lines={10} className="p-8" />
    );
  }
  return (
    <Page
      title={i18n.t('Intake')}
      about={i18n.t(
        'Everything that the networks gave us is kept. What could not be read is set aside, never dropped.',
      )}
    >
      <Panel>
        <Waiting intake={intake} />
        <Figures intake={intake} />
      </Panel>
      <SetAside intake={intake} />
      {(mayManage || intake.imports.length > 0) && (
        <Panel title={i18n.t('Archives')}>
          {mayManage && <ImportForm />}
          <Imports imports={intake.imports} />
        </Panel>
      )}
      <Panel title={i18n.t('What is running')}>
        <Roles roles={intake.roles} />
      </Panel>
    </Page>
  );
}
