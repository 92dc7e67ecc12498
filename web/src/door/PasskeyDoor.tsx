import { useNavigate } from '@tanstack/react-router';
import { Fingerprint } from 'lucide-react';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { i18n } from '../words/i18n.ts';
import { useEnter } from './useEnter.ts';

/** Comes in by a passkey of this device. */
export function PasskeyDoor() {
  const navigate = useNavigate();
  const { enter, busy, trouble } = useEnter();
  const come = async () => {
    const came = await enter(async () => (await import('../server/passkeys.ts')).signInByPasskey());
    if (came) void navigate({ to: '/' });
  };
  return (
    <div className="flex flex-col gap-2">
      <Button disabled={busy} onClick={() => void come()}>
        <Fingerprint aria-hidden className="size-4" />
        {i18n.t('Sign in with a passkey')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}
