import { CloudOff, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { isUnreachable, Refusal, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { Button } from './Button.tsx';
import { Empty } from './Empty.tsx';

/** What could not be read: forbidden, unreachable or refused, each with its next step. */
export function Trouble({
  error,
  again,
  children,
}: {
  error: unknown;
  again?: () => void;
  /** Where else to go. */
  children?: ReactNode;
}) {
  const forbidden = error instanceof Refusal && error.status === 403;
  if (forbidden) {
    return (
      <Empty icon={<Lock />} title={i18n.t('Not for your role')}>
        {i18n.t('Your role does not include this. An admin of your organisation can change that.')}
      </Empty>
    );
  }
  return (
    <Empty
      icon={<CloudOff />}
      title={
        isUnreachable(error) ? i18n.t('The server cannot be reached') : i18n.t('This could not be shown')
      }
      action={
        again !== undefined && (
          <span className="flex flex-wrap items-center justify-center gap-4">
            <Button onClick={again}>{i18n.t('Try again')}</Button>
            {children}
          </span>
        )
      }
    >
      {sentenceOf(error)}
    </Empty>
  );
}
