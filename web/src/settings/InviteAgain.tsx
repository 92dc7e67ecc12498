import { useState } from 'react';
import type { MemberView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { membersQuery } from '../server/queries.ts';
import { inviteMember } from '../server/settingChanges.ts';
import { i18n } from '../words/i18n.ts';
import { roleWords } from '../words/names.ts';
import { HandedLink } from './HandedLink.tsx';
import { useChange } from './useChange.ts';

/** Makes a new link for who is invited and has not come, or had left. */
export function InviteAgain({ member, close }: { member: MemberView; close: () => void }) {
  const { change, busy, trouble } = useChange([membersQuery.queryKey, ['audit']]);
  const [link, setLink] = useState<string>();
  const { name, email, role } = member;
  if (link !== undefined) {
    return (
      <HandedLink label={i18n.t('Invitation link')} link={link} close={close}>
        {i18n.t(
          'Send this link to {name} yourself. It is shown only this once and works once, for seven days.',
          { name },
        )}
      </HandedLink>
    );
  }
  const make = async () => setLink((await change(() => inviteMember({ name, email, role })))?.link);
  return (
    <div className="flex flex-col gap-3">
      <p>
        {i18n.t('{name} is invited to {email} as: {role}. Any older link is void then.', {
          name,
          email,
          role: roleWords(role),
        })}
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
