import type { ReactNode } from 'react';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';

/** A secret that nobody can read again: to be copied now. */
export function ShownOnce({
  name,
  secret,
  close,
  children,
}: {
  name: string;
  secret: string;
  close: () => void;
  children: ReactNode;
}) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      tell(i18n.t('Copied.'));
    } catch {
      // No clipboard on a plain http address: it is selected and copied by hand.
      tell(i18n.t('Select it and copy it by hand.'), 'over');
    }
  };
  return (
    <section aria-label={name} className="flex flex-col gap-3">
      <Notice kind="ok">{children}</Notice>
      <pre className="overflow-x-auto rounded-8 border border-line bg-deep p-3 text-15 break-all whitespace-pre-wrap select-all">
        {secret}
      </pre>
      <div className="flex flex-wrap gap-2">
        <Button kind="main" onClick={() => void copy()}>
          {i18n.t('Copy')}
        </Button>
        <Button onClick={close}>{i18n.t('I have kept it')}</Button>
      </div>
    </section>
  );
}
