import { useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { useCaseChange } from '../case/useCase.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { revokeLink } from '../server/changes.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';

/** The private page on which the author reads our answers, and the way to close it where it fell into wrong hands. */
export function PrivateLink({ shown }: { shown: CaseView }) {
  const mayWork = useMay('cases.work');
  const now = useNow();
  const change = useCaseChange(shown.row);
  const [sure, setSure] = useState(false);
  const { link } = shown;
  if (link === null) return null;
  const close = async () => {
    setSure(false);
    await change({}, () => revokeLink(shown.row.id));
  };
  return (
    <div className="flex flex-col items-start gap-1">
      <h4 className="text-13 font-medium text-quiet">{i18n.t('Private page')}</h4>
      <p className="text-13">
        {link.revokedAt !== null
          ? i18n.t('Closed {when}: its address opens nothing any more.', {
              when: momentWords(link.revokedAt, now),
            })
          : link.hasPin
            ? i18n.t('The author reads and writes there, behind a PIN.')
            : i18n.t('The author reads and writes there.')}
      </p>
      {mayWork && link.revokedAt === null && !sure && (
        <Button kind="quiet" className="-ml-3 text-13 underline" onClick={() => setSure(true)}>
          {i18n.t('Close it')}
        </Button>
      )}
      {sure && (
        <Notice
          kind="over"
          action={
            <span className="flex flex-wrap gap-2">
              <Button kind="danger" onClick={() => void close()}>
                {i18n.t('Close the page')}
              </Button>
              <Button onClick={() => setSure(false)}>{i18n.t('Keep it')}</Button>
            </span>
          }
        >
          {i18n.t(
            'The author can then neither read nor write there, for good. Do it where somebody else has the address.',
          )}
        </Notice>
      )}
    </div>
  );
}
