import { useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { sentenceOf } from '../server/http.ts';
import { intakeQuery, meQuery } from '../server/queries.ts';
import { i18n } from '../words/i18n.ts';
import { type Imported, uploadArchive } from './upload.ts';

type Step =
  | { at: 'choosing' }
  | { at: 'uploading'; share: number }
  | { at: 'done'; result: Imported }
  | { at: 'refused'; sentence: string };

function Progress({ share }: { share: number }) {
  const percent = Math.round(share * 100);
  return (
    <div className="flex flex-col gap-1">
      <progress
        aria-label={i18n.t('Import')}
        value={percent}
        max={100}
        className="h-2 w-full accent-accent"
      />
      <span className="text-13 text-quiet tabular-nums">
        {percent < 100
          ? i18n.t('{percent} % uploaded', { percent })
          : i18n.t('Uploaded. Taking the posts in.')}
      </span>
    </div>
  );
}

/** Imports an archive of posts, NDJSON or CSV. */
export function ImportForm({ done }: { done?: () => void }) {
  const client = useQueryClient();
  const id = useId();
  const [step, setStep] = useState<Step>({ at: 'choosing' });
  const upload = async (file: File) => {
    setStep({ at: 'uploading', share: 0 });
    try {
      const result = await uploadArchive(file, (share) => setStep({ at: 'uploading', share }));
      setStep({ at: 'done', result });
      await Promise.all([meQuery, intakeQuery].map(({ queryKey }) => client.invalidateQueries({ queryKey })));
      done?.();
    } catch (error) {
      setStep({ at: 'refused', sentence: sentenceOf(error) });
    }
  };
  if (step.at === 'uploading') return <Progress share={step.share} />;
  return (
    <div className="flex flex-col gap-3">
      {step.at === 'done' && (
        <Notice kind="ok">
          {i18n.t('{read} rows read: {fresh} new, {doubles} known already, {unreadable} unreadable.', {
            read: step.result.read,
            fresh: step.result.fresh,
            doubles: step.result.doubles,
            unreadable: step.result.unreadable,
          })}
        </Notice>
      )}
      {step.at === 'refused' && <Notice kind="over">{step.sentence}</Notice>}
      <div className="flex flex-wrap items-center gap-3">
        <label
          htmlFor={id}
          className="target inline-flex items-center gap-2 rounded-8 border border-line-strong bg-raised px-3 font-medium hover:bg-deep has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <FileUp aria-hidden className="size-4" />
          {i18n.t('Choose an archive')}
          <input
            id={id}
            type="file"
            accept=".ndjson,.jsonl,.csv"
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file !== undefined) void upload(file);
            }}
          />
        </label>
        <span className="text-13 text-quiet">
          {i18n.t('NDJSON or CSV, one post a line. Importing it again doubles nothing.')}
        </span>
      </div>
      {step.at === 'done' && done !== undefined && (
        <Button kind="main" className="self-start" onClick={done}>
          {i18n.t('Go on')}
        </Button>
      )}
    </div>
  );
}
