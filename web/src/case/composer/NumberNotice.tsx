import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { i18n } from '../../words/i18n.ts';

/** Stands above a public answer that shows what may be private, until its writer takes it out or says that all may read it. */
export default function NumberNotice({ found, accept }: { found: string; accept: () => void }) {
  return (
    <Notice kind="soon" action={<Button onClick={accept}>{i18n.t('Everyone may read it')}</Button>}>
      {i18n.t(
        'Everyone can read this answer, and it shows {found}. Take it out if it belongs to the author; a number of ours may stay.',
        { found },
      )}
    </Notice>
  );
}
