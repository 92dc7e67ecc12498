import { useState } from 'react';
import type { MemberView } from '../../../src/api/contract.ts';
import { roles } from '../../../src/domain/rights.ts';
import { Button } from '../parts/Button.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { inviteMember } from '../server/changes.ts';
import { membersQuery } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';
import { roleWords } from '../words/names.ts';
import { useChange } from './useChange.ts';

function InvitationLink({ name, link, close }: { name: string; link: string; close: () => void }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      tell(i18n.t('Copied.'));
    } catch {
      // No clipboard on a plain http address: the field is selected, to be copied by hand.
      tell(i18n.t('Select the link and copy it by hand.'), 'over');
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <Notice kind="ok">
        {i18n.t(
          'Send this link to {name} yourself. It is shown only this once and works once, for seven days.',
          { name },
        )}
      </Notice>
      <Field
        label={i18n.t('Invitation link')}
        readOnly
        value={link}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex gap-2">
        <Button kind="main" onClick={() => void copy()}>
          {i18n.t('Copy the link')}
        </Button>
        <Button onClick={close}>{i18n.t('Done')}</Button>
      </div>
    </div>
  );
}

/** Invites a member; the link is for the inviter to hand over. */
export function InviteForm({ close }: { close: () => void }) {
  const { change, busy, trouble } = useChange([membersQuery.queryKey, ['audit']]);
  const [made, setMade] = useState<{ name: string; link: string }>();
  if (made !== undefined) return <InvitationLink {...made} close={close} />;
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
