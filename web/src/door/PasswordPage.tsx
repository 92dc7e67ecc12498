import { useNavigate } from '@tanstack/react-router';
import { resetPassword } from '../server/changes.ts';
import { i18n } from '../words/i18n.ts';
import { Door, IncompleteLink } from './Door.tsx';
import { DoorForm, NewPasswordField } from './DoorForm.tsx';
import { useToken } from './useToken.ts';

/** Chooses another password by a one-time link. */
export default function PasswordPage() {
  const navigate = useNavigate();
  const token = useToken();
  if (token === null) return <IncompleteLink title={i18n.t('New password')} />;
  return (
    <Door
      title={i18n.t('New password')}
      about={i18n.t('It holds at once. Wherever you are still signed in, you are signed out.')}
    >
      <DoorForm
        action={i18n.t('Come in')}
        ask={(form) => resetPassword({ token, password: String(form.get('password')) })}
        came={() => void navigate({ to: '/', replace: true })}
      >
        <NewPasswordField label={i18n.t('New password')} />
      </DoorForm>
    </Door>
  );
}
