import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { signIn } from '../server/changes.ts';
import { get } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { Door } from './Door.tsx';
import { DoorForm, EmailField, PasswordField, typed } from './DoorForm.tsx';
import { IssuerDoor } from './IssuerDoor.tsx';
import { PasskeyDoor } from './PasskeyDoor.tsx';

/** Whoever was led here from the front row is led back. */
function isFromFront(): boolean {
  const to = sessionStorage.getItem('answerable.to');
  sessionStorage.removeItem('answerable.to');
  return to === '/front';
}

/** Signs a member in by email and password; on an empty house it leads to the first run. */
export default function SignInPage() {
  const navigate = useNavigate();
  useEffect(() => {
    get<{ needed: boolean }>('/api/first-run').then(
      ({ needed }) => needed && void navigate({ to: '/first-run', replace: true }),
      // Whoever cannot be asked will say so when the form is sent.
      () => undefined,
    );
  }, [navigate]);
  return (
    <Door title={i18n.t('Sign in')}>
      <DoorForm
        action={i18n.t('Sign in')}
        ask={(form) => signIn(typed(form, 'email'), String(form.get('password')))}
        came={() => (isFromFront() ? location.replace('/front') : void navigate({ to: '/' }))}
      >
        <EmailField />
        <PasswordField />
      </DoorForm>
      <PasskeyDoor />
      <IssuerDoor />
      <p className="text-13 text-quiet">
        {i18n.t(
          'Forgotten your password? An admin of your organisation can make a one-time link for you, and so can whoever runs this server with “answerable member password”.',
        )}
      </p>
    </Door>
  );
}
