import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { BulkActInput, BulkView, ToldCase } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Notice } from '../parts/Notice.tsx';
import { previewBulk } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { ActFields, actOf, type Chosen } from './ActFields.tsx';
import { type Progress, runBulk, takeBack, tellDone } from './runBulk.ts';
import { ToldList } from './ToldList.tsx';

const pause = 300;

/** A value once it has stood for a moment. */
function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the act would do, asked as soon as it is chosen. */
function usePreview(act: BulkActInput | null, cases: readonly string[]) {
  const wanted = useSettled(act === null ? '' : JSON.stringify(act));
  const preview = useQuery({
    queryKey: ['bulk-preview', wanted, cases],
    queryFn: () => previewBulk({ act: JSON.parse(wanted) as BulkActInput, cases: [...cases] }),
    enabled: wanted !== '',
    staleTime: 0,
    gcTime: 0,
  });
  const isOfThis = act !== null && wanted === JSON.stringify(act);
  return { told: isOfThis ? preview.data?.told : undefined, error: isOfThis ? preview.error : null };
}

/** Does it, slice by slice; goes on being told of even where the question is closed. */
function useRunning(done: (told: ToldCase[], bulk: BulkView) => void) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const stopped = useRef(false);
  const run = async (act: BulkActInput, cases: readonly string[]) => {
    const id = crypto.randomUUID();
    stopped.current = false;
    setTrouble(null);
    setProgress({ done: 0, total: cases.length });
    try {
      const { told, bulk } = await runBulk(id, { act, cases }, setProgress, () => stopped.current);
      done(told, bulk);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
    setProgress(null);
  };
  const stop = () => {
    stopped.current = true;
  };
  return { progress, trouble, run, stop };
}

function Running({ progress, stop }: { progress: Progress; stop: () => void }) {
  return (
    <div className="flex flex-col gap-2" role="status">
      <progress
        aria-label={i18n.t('Done so far')}
        value={progress.done}
        max={Math.max(1, progress.total)}
        className="w-full accent-accent"
      />
      <div className="flex items-center justify-between gap-2">
        {i18n.t('{done} of {total} cases', { done: progress.done, total: progress.total })}
        <Button onClick={stop}>{i18n.t('Stop here')}</Button>
      </div>
    </div>
  );
}

/** Asks what is to be done to the selected cases, shows first what that would do to each, does it, and tells what was refused. */
export default function BulkDialog({
  cases,
  close,
  finished,
}: {
  cases: readonly string[];
  close: () => void;
  finished: () => void;
}) {
  const [chosen, choose] = useState<Chosen>({ doing: 'assign', to: '', tag: '', reason: '' });
  const [became, setBecame] = useState<{ told: ToldCase[]; id: string } | null>(null);
  const act = actOf(chosen);
  const preview = usePreview(became === null ? act : null, cases);
  const { progress, trouble, run, stop } = useRunning((told, bulk) => {
    finished();
    tellDone(bulk);
    if (bulk.left > 0 || bulk.refused > 0) setBecame({ told, id: bulk.id });
    else close();
  });
  const changing = preview.told?.filter(({ outcome }) => outcome === 'changed').length ?? 0;
  const title = i18n.t('{n} selected cases', { n: cases.length });
  if (became !== null) {
    return (
      <Dialog title={title} onClose={close}>
        <ToldList told={became.told} done />
        {became.told.length < cases.length && (
          <p>
            {i18n.t('The rest was not done. You can go on, or take it back, under “Done to many cases”.')}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button
            onClick={() => {
              void takeBack(became.id);
              close();
            }}
          >
            {i18n.t('Take it back')}
          </Button>
          <Button kind="main" onClick={close}>
            {i18n.t('Close')}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (act !== null && changing > 0 && progress === null) void run(act, cases);
        }}
      >
        {progress === null ? (
          <ActFields chosen={chosen} set={choose} />
        ) : (
          <Running progress={progress} stop={stop} />
        )}
        {progress === null && preview.told !== undefined && <ToldList told={preview.told} done={false} />}
        {preview.error !== null && <Notice kind="over">{sentenceOf(preview.error)}</Notice>}
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        {progress === null && (
          <div className="flex justify-end gap-2">
            <Button onClick={close}>{i18n.t('Cancel')}</Button>
            <Button kind="main" type="submit" disabled={changing === 0}>
              {i18n.t('Do it to {n} cases', { n: changing })}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}
