import { useState } from 'react';
import type { CallDetail, CallReportView } from '../../../src/api/contract.ts';
import { reportLetters } from '../../../src/domain/complaintCall.ts';
import { Button } from '../parts/Button.tsx';
import { Area } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { forgetKept, keep, recall } from '../parts/remembered.ts';
import { publishReport } from '../server/complaintCalls.ts';
import { Panel } from '../settings/Page.tsx';
import { useMay, useMe } from '../shell/useMe.ts';
import { momentIn } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { heardDraft, numberWords } from './callWords.ts';
import { WhyNot } from './WhyNot.tsx';

interface Written {
  heard: string;
  done: string;
}

/** What is written stays in this browser until it is published. */
function useWritten(call: CallDetail): [Written, (next: Written) => void, () => void] {
  const me = useMe();
  const [latest] = call.reports;
  const name = `unsaved.${me.member.id}.call.${call.id}`;
  const [written, setWritten] = useState<Written>(() =>
    recall(name, { heard: latest?.heard ?? heardDraft(call), done: latest?.done ?? '' }),
  );
  const write = (next: Written) => {
    setWritten(next);
    keep(name, next);
  };
  return [written, write, () => forgetKept(name)];
}

/** The report: written with what was counted, published, and where need be followed by another. */
export function CallReport({ call, changed }: { call: CallDetail; changed: () => void }) {
  const mayManage = useMay('calls.manage');
  const [latest, ...earlier] = call.reports;
  const [writes, setWrites] = useState(latest === undefined);
  return (
    <Panel title={i18n.t('The report')}>
      {latest !== undefined && <Published report={latest} timeZone={call.timeZone} />}
      {earlier.length > 0 && (
        <details>
          <summary className="target inline-flex cursor-pointer items-center text-accent underline">
            {i18n.t('Earlier versions')}
          </summary>
          {earlier.map((one) => (
            <Published key={one.version} report={one} timeZone={call.timeZone} />
          ))}
        </details>
      )}
      {!mayManage && latest === undefined && <p className="text-quiet">{i18n.t('It is not written yet.')}</p>}
      {mayManage &&
        (writes ? (
          <Writing call={call} changed={changed} />
        ) : (
          <Button className="self-start" onClick={() => setWrites(true)}>
            {i18n.t('Put it right …')}
          </Button>
        ))}
    </Panel>
  );
}

function Published({ report, timeZone }: { report: CallReportView; timeZone: string }) {
  const { heard, done, publishedAt, by, counts } = report;
  return (
    <div className="flex flex-col gap-2 py-2">
      <h3 className="font-semibold">{i18n.t('What was heard')}</h3>
      <p dir="auto" className="break-words whitespace-pre-line">
        {heard}
      </p>
      <h3 className="font-semibold">{i18n.t('What is done about it')}</h3>
      <p dir="auto" className="break-words whitespace-pre-line">
        {done}
      </p>
      <p className="text-13 text-quiet">
        {i18n.t('Published {time} by {name}: {heard} heard, {answered} answered at that time.', {
          time: momentIn(new Date(publishedAt), timeZone),
          name: by,
          heard: numberWords(counts.heard),
          answered: numberWords(counts.answered),
        })}
      </p>
    </div>
  );
}

function Writing({ call, changed }: { call: CallDetail; changed: () => void }) {
  const [written, write, forget] = useWritten(call);
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const { heard, done } = written;
  const can = heard.trim() !== '' && done.trim() !== '' && !busy;
  const publish = async (shows: string[] = []) => {
    setBusy(true);
    setTrouble(null);
    try {
      await publishReport(call.id, { heard, done, version: call.reports.length + 1, shows });
      forget();
    } catch (error) {
      setTrouble(error);
    } finally {
      setBusy(false);
      changed();
    }
  };
  return (
    <form
      aria-label={i18n.t('Write the report')}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (can) setAsks(true);
      }}
    >
      {call.counts.waiting > 0 && (
        <Notice kind="soon">
          {i18n.t('Still waiting for an answer: {n}. Answer them before you publish, or say why not.', {
            n: numberWords(call.counts.waiting),
          })}
        </Notice>
      )}
      <Area
        label={i18n.t('What was heard')}
        help={i18n.t(
          'Begun with what was counted. Nobody’s words stand in public unless you write them here.',
        )}
        value={heard}
        maxLength={reportLetters}
        rows={6}
        onChange={({ target }) => write({ ...written, heard: target.value })}
      />
      <Area
        label={i18n.t('What is done about it')}
        help={i18n.t('What was done already, and what will be done by when.')}
        value={done}
        maxLength={reportLetters}
        rows={6}
        onChange={({ target }) => write({ ...written, done: target.value })}
      />
      {trouble !== null && <WhyNot error={trouble} allRead={(shows) => void publish(shows)} />}
      {asks ? (
        <div className="flex flex-wrap items-center gap-2">
          <span>{i18n.t('Everybody reads it from now on, and this version stays.')}</span>
          <Button kind="main" disabled={!can} onClick={() => void publish()}>
            {busy ? i18n.t('Sending') : i18n.t('Publish')}
          </Button>
          <Button kind="quiet" onClick={() => setAsks(false)}>
            {i18n.t('Write on')}
          </Button>
        </div>
      ) : (
        <Button type="submit" kind="main" className="self-start" disabled={!can}>
          {i18n.t('Publish the report …')}
        </Button>
      )}
    </form>
  );
}
