import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { giveSecondFactor } from '../server/access.ts';
import { i18n } from '../words/i18n.ts';
import { Door } from './Door.tsx';
import { DoorForm, typed } from './DoorForm.tsx';

/** Asks for the second factor, after a first one that was right. */
export default function SecondFactorPage() {
  const navigate = useNavigate();
  const [lost, setLost] = useState(false);
  return (
    <Door
      title={i18n.t('Second step')}
      about={
        lost
          ? i18n.t('Type one of the backup codes that you kept. Each works once.')
          : i18n.t('Type the six digits that your authenticator app shows now.')
      }
    >
      <DoorForm
        key={String(lost)}
        action={i18n.t('Come in')}
        ask={(form) => giveSecondFactor(typed(form, 'code'))}
        came={() => void navigate({ to: '/', replace: true })}
      >
        <Field
          label={lost ? i18n.t('Backup code') : i18n.t('Code')}
          name="code"
          required
          minLength={6}
          maxLength={40}
          autoFocus
          autoComplete="one-time-code"
          inputMode={lost ? 'text' : 'numeric'}
          autoCapitalize="none"
          spellCheck={false}
          className="tabular-nums tracking-widest"
        />
      </DoorForm>
      <div className="flex flex-wrap justify-between gap-2">
        <Button kind="quiet" onClick={() => setLost(!lost)}>
          {lost ? i18n.t('Use the app') : i18n.t('Use a backup code')}
        </Button>
        <Link to="/sign-in" className="target inline-flex items-center text-accent underline">
          {i18n.t('Begin again')}
        </Link>
      </div>
      {lost && (
        <p className="text-13 text-quiet">
          {i18n.t(
            'Lost them too? An admin of your organisation can take your second factor away under Members.',
          )}
        </p>
      )}
    </Door>
  );
}
