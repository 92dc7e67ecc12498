import { useNavigate } from '@tanstack/react-router';
import { acceptInvitation } from '../server/changes.ts';
import { i18n } from '../words/i18n.ts';
import { Door, IncompleteLink } from './Door.tsx';
import { DoorForm, NameField, NewPasswordField, typed } from './DoorForm.tsx';
import { useToken } from './useToken.ts';

/** Accepts an invitation: a name and a password of one's own. */
export default function InvitationPage() {
  const navigate = useNavigate();
  const token = useToken();
  if (token === null) return <IncompleteLink title={i18n.t('Invitation')} />;
  return (
    <Door title={i18n.t('You are invited')} about={i18n.t('Say what you are called, and choose a password.')}>
      <DoorForm
        action={i18n.t('Come in')}
        ask={(form) =>
          acceptInvitation({ token, name: typed(form, 'name'), password: String(form.get('password')) })
        }
        came={() => void navigate({ to: '/', replace: true })}
      >
        <NameField />
        <NewPasswordField />
      </DoorForm>
    </Door>
  );
}
