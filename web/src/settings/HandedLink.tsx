import type { ReactNode } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';

export interface HandedLinkProps {
  label: string;
  link: string;
  close: () => void;
  /** Whom it is for and how long it works. */
  children: ReactNode;
}

/** A one-time link that a member hands over: shown once. */
export function HandedLink({ label, link, close, children }: HandedLinkProps) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      tell(i18n.t('Copied.'));
    } catch {
      // No clipboard on a plain http address: the field is selected, to be copied by hand.
      tell(i18n.t('Select the link and copy it by hand.'), 'over');
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <Notice kind="ok">{children}</Notice>
      <Field label={label} readOnly value={link} onFocus={(event) => event.target.select()} />
      <div className="flex gap-2">
        <Button kind="main" onClick={() => void copy()}>
          {i18n.t('Copy the link')}
        </Button>
        <Button onClick={close}>{i18n.t('Done')}</Button>
      </div>
    </div>
  );
}
