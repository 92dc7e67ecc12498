import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { TriedView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { testSetUp } from '../../server/setUps.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';
import { useChange } from '../useChange.ts';

/** Sends a test to somebody. */
function SendTest({ id, label }: { id: string; label: string }) {
  const { change, busy, trouble } = useChange([]);
  const [to, setTo] = useState('');
  const [sent, setSent] = useState<{ sent: boolean; reason: string | null; to: string }>();
  const send = async () => {
    const answer = await change(() => testSetUp(id, to.trim()));
    setSent(answer === undefined ? undefined : { ...answer, to });
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-48 flex-1">
          <Field
            label={i18n.t('Send a test to ({what})', { what: translated(label) })}
            value={to}
            onChange={(event) => setTo(event.target.value)}
            autoComplete="off"
            maxLength={200}
          />
        </div>
        <Button disabled={busy || to.trim() === ''} onClick={() => void send()}>
          {busy ? i18n.t('Sending') : i18n.t('Send a test')}
        </Button>
      </div>
      {sent?.sent === true && (
        <Notice kind="ok">{i18n.t('A test is on its way to {to}.', { to: sent.to })}</Notice>
      )}
      {sent?.sent === false && <Notice kind="over">{translated(sent.reason)}</Notice>}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

/** What the network answered when it was asked with what was typed. */
export function TriedOut({ id, tried }: { id: string; tried: TriedView }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium" dir="auto">
        {tried.name === null || tried.name === tried.handle
          ? tried.handle
          : `${tried.name} (${tried.handle})`}
      </p>
      <ul className="flex flex-col gap-1">
        {tried.checks.map((check) => (
          <li key={check} className="flex items-start gap-2">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
            <span>{translated(check)}</span>
          </li>
        ))}
      </ul>
      {tried.lacks.map((lack) => (
        <Notice key={lack} kind="soon">
          {translated(lack)}
        </Notice>
      ))}
      {tried.testTo !== null && <SendTest id={id} label={tried.testTo} />}
    </div>
  );
}
