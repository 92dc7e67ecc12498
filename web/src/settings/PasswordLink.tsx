import { useState } from 'react';
import type { MemberView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { makePasswordLink } from '../server/settingChanges.ts';
import { i18n } from '../words/i18n.ts';
import { HandedLink } from './HandedLink.tsx';
import { useChange } from './useChange.ts';

/** Makes a link by which a member who forgot the password chooses another; asks first, for the admin's sake and the member's. */
export function PasswordLink({ member, close }: { member: MemberView; close: () => void }) {
  const { change, busy, trouble } = useChange([['audit']]);
  const [link, setLink] = useState<string>();
  if (link !== undefined) {
    return (
      <HandedLink label={i18n.t('Password link')} link={link} close={close}>
        {i18n.t(
          'Send this link to {name} yourself, where nobody else reads it. It is shown only this once and works once, for one day.',
          { name: member.name },
        )}
      </HandedLink>
    );
  }
  const make = async () => setLink((await change(() => makePasswordLink(member.id)))?.link);
  return (
    <div className="flex flex-col gap-3">
      <p>
        {i18n.t(
          'By this link {name} chooses a new password. The old one holds until then; when it is used, they are signed out everywhere. The audit keeps that you made it.',
          { name: member.name },
        )}
      </p>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" disabled={busy} onClick={() => void make()}>
          {i18n.t('Make the link')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </div>
  );
}
