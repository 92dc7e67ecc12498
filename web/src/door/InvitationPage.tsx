import { useNavigate } from '@tanstack/react-router';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { acceptInvitation } from '../server/changes.ts';
import { i18n } from '../words/i18n.ts';
import { Door } from './Door.tsx';
import { useEnter } from './useEnter.ts';
import { useToken } from './useToken.ts';

/** Accepts an invitation: a name and a password of one's own. */
export default function InvitationPage() {
  const navigate = useNavigate();
  const { enter, busy, trouble } = useEnter();
  const token = useToken();
  const submit = async (form: FormData) => {
    if (token === null) return;
    const input = { token, name: String(form.get('name')), password: String(form.get('password')) };
    if (await enter(() => acceptInvitation(input))) void navigate({ to: '/', replace: true });
  };
  if (token === null) {
    return (
      <Door title={i18n.t('Invitation')}>
        <Notice kind="over">
          {i18n.t('This link is not complete. Copy the whole of it, or ask for a new one.')}
        </Notice>
      </Door>
    );
  }
  return (
    <Door title={i18n.t('You are invited')} about={i18n.t('Say what you are called, and choose a password.')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <Field
          label={i18n.t('Your name')}
          name="name"
          required
          maxLength={200}
          autoComplete="name"
          dir="auto"
        />
        <Field
          label={i18n.t('Password')}
          name="password"
          type="password"
          required
          minLength={10}
          maxLength={200}
          autoComplete="new-password"
          help={i18n.t('At least ten characters.')}
        />
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Come in')}
        </Button>
      </form>
    </Door>
  );
}
