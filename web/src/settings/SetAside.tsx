import type { IntakeView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { intakeQuery } from '../server/queries.ts';
import { replayItems } from '../server/settingChanges.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

/** Items that could not be read, each with its reason and its raw text, to be tried again after a mend. */
export function SetAside({ intake }: { intake: IntakeView }) {
  const now = useNow();
  const mayManage = useMay('intake.manage');
  const { change, busy, trouble } = useChange([intakeQuery.queryKey]);
  const replay = async (items: Parameters<typeof replayItems>[0]) => {
    const answer = await change(() => replayItems(items));
    if (answer !== undefined)
      tell(
        i18n.t('{n, plural, one {# item is} other {# items are}} being tried again.', { n: answer.replayed }),
      );
  };
  if (intake.setAsideOpen === 0) {
    return (
      <Panel title={i18n.t('Set aside')}>
        <p className="text-quiet">{i18n.t('Nothing is set aside: everything could be read.')}</p>
      </Panel>
    );
  }
  return (
    <Panel
      title={i18n.t('Set aside ({n})', { n: intake.setAsideOpen })}
      action={
        mayManage && (
          <Button disabled={busy} onClick={() => void replay({ all: true })}>
            {i18n.t('Try all again')}
          </Button>
        )
      }
    >
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <ul>
        {intake.setAside.map((one) => (
          <li key={one.rawId} className="flex flex-col gap-1 border-b border-line py-3 last:border-b-0">
            <div className="flex flex-wrap items-start justify-between gap-2">
              <div className="min-w-0 flex-1 basis-60">
                <p>{translated(one.reason)}</p>
                <p className="text-13 text-quiet">
                  {one.account}
                  {one.position !== null && `, ${one.position}`}, {momentWords(one.at, now)}
                </p>
              </div>
              {mayManage && (
                <Button disabled={busy} onClick={() => void replay({ rawIds: [one.rawId] })}>
                  {i18n.t('Try again')}
                </Button>
              )}
            </div>
            {one.payload !== null && (
              <details className="text-13">
                <summary className="py-2 text-quiet hover:text-ink">{i18n.t('As it came')}</summary>
                <Scroll name={i18n.t('As it came')} className="max-h-60 rounded-8 bg-deep p-3">
                  <pre className="whitespace-pre-wrap">{one.payload}</pre>
                </Scroll>
              </details>
            )}
          </li>
        ))}
      </ul>
      {intake.setAsideOpen > intake.setAside.length && (
        <p className="text-13 text-quiet">
          {i18n.t('The latest {n} are shown.', { n: intake.setAside.length })}
        </p>
      )}
    </Panel>
  );
}
