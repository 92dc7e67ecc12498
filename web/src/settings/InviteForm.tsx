import { useState } from 'react';
import type { MemberView } from '../../../src/api/contract.ts';
import { roles } from '../../../src/domain/rights.ts';
import { Button } from '../parts/Button.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { membersQuery } from '../server/queries.ts';
import { inviteMember } from '../server/settingChanges.ts';
import { i18n } from '../words/i18n.ts';
import { roleWords } from '../words/names.ts';
import { HandedLink } from './HandedLink.tsx';
import { useChange } from './useChange.ts';

/** Invites a member; the link is for the inviter to hand over. */
export function InviteForm({ close }: { close: () => void }) {
  const { change, busy, trouble } = useChange([membersQuery.queryKey, ['audit']]);
  const [made, setMade] = useState<{ name: string; link: string }>();
  if (made !== undefined) {
    return (
      <HandedLink label={i18n.t('Invitation link')} link={made.link} close={close}>
        {i18n.t(
          'Send this link to {name} yourself. It is shown only this once and works once, for seven days.',
          { name: made.name },
        )}
      </HandedLink>
    );
  }
  const invite = async (form: FormData) => {
    const name = String(form.get('name'));
    const role = String(form.get('role')) as MemberView['role'];
    const answer = await change(() => inviteMember({ name, email: String(form.get('email')), role }));
    if (answer !== undefined) setMade({ name, link: answer.link });
  };
  return (
    <form
      className="flex max-w-[30rem] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void invite(new FormData(event.currentTarget));
      }}
    >
      <Field label={i18n.t('Name')} name="name" required maxLength={200} autoComplete="off" dir="auto" />
      <Field label={i18n.t('Email')} name="email" type="email" required maxLength={320} autoComplete="off" />
      <Choice label={i18n.t('Role')} name="role" defaultValue="agent">
        {roles.map((role) => (
          <option key={role} value={role}>
            {roleWords(role)}
          </option>
        ))}
      </Choice>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Make the link')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
