import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { signIn } from '../server/changes.ts';
import { get } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { Door } from './Door.tsx';
import { useEnter } from './useEnter.ts';

/** Signs a member in by email and password; on an empty house it leads to the first run. */
export default function SignInPage() {
  const navigate = useNavigate();
  const { enter, busy, trouble } = useEnter();
  useEffect(() => {
    get<{ needed: boolean }>('/api/first-run').then(
      ({ needed }) => needed && void navigate({ to: '/first-run', replace: true }),
      // Whoever cannot be asked will say so when the form is sent.
      () => undefined,
    );
  }, [navigate]);
  const submit = async (form: FormData) => {
    const came = await enter(() => signIn(String(form.get('email')), String(form.get('password'))));
    if (came) void navigate({ to: '/' });
  };
  return (
    <Door title={i18n.t('Sign in')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <Field
          label={i18n.t('Email')}
          name="email"
          type="email"
          required
          autoComplete="username"
          maxLength={320}
        />
        <Field
          label={i18n.t('Password')}
          name="password"
          type="password"
          required
          autoComplete="current-password"
          maxLength={200}
        />
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Sign in')}
        </Button>
      </form>
      <p className="text-13 text-quiet">
        {i18n.t(
          'Forgotten your password? Whoever runs this server can print a one-time link for you with “answerable member link”.',
        )}
      </p>
    </Door>
  );
}
