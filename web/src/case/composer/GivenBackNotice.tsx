import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { i18n } from '../../words/i18n.ts';
import type { DraftOf } from './useDraft.ts';

/** Says that words came back which the server did not have. */
export function GivenBackNotice({ given }: { given: DraftOf['given'] }) {
  if (given === null) return null;
  if (given.beside === null) {
    return (
      <Notice action={<Button onClick={given.drop}>{i18n.t('Good')}</Button>}>
        {i18n.t('This browser kept what you wrote here, because the server could not be reached.')}
      </Notice>
    );
  }
  return (
    <Notice
      action={
        <span className="flex flex-wrap gap-1">
          <Button onClick={given.take}>{i18n.t('Use these words')}</Button>
          <Button kind="quiet" onClick={given.drop}>
            {i18n.t('Drop them')}
          </Button>
        </span>
      }
    >
      {i18n.t('You wrote something else here since. This browser still has:')}{' '}
      <q dir="auto" className="line-clamp-3 text-quiet">
        {given.beside.text}
      </q>
    </Notice>
  );
}
