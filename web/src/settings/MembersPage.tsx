import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberView } from '../../../src/api/contract.ts';
import { roles } from '../../../src/domain/rights.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { resetSecondFactor } from '../server/access.ts';
import { membersQuery } from '../server/queries.ts';
import { changeMember } from '../server/settingChanges.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { roleWords } from '../words/names.ts';
import { InviteAgain } from './InviteAgain.tsx';
import { InviteForm } from './InviteForm.tsx';
import { Page, Panel } from './Page.tsx';
import { PasswordLink } from './PasswordLink.tsx';
import { useChange } from './useChange.ts';

type Asked = 'password' | 'invitation';

function MemberActs({ member, ask }: { member: MemberView; ask: (what: Asked) => void }) {
  const { change, busy, trouble } = useChange([membersQuery.queryKey, ['audit']]);
  const left = member.leftAt !== null;
  return (
    <div className="flex flex-wrap items-center gap-2 md:justify-end">
      {!left && (
        <select
          aria-label={i18n.t('Role of {name}', { name: member.name })}
          value={member.role}
          disabled={busy}
          onChange={(event) =>
            void change(() => changeMember(member.id, { role: event.target.value as MemberView['role'] }))
          }
          className="target rounded-8 border border-line bg-raised px-2"
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {roleWords(role)}
            </option>
          ))}
        </select>
      )}
      {!left && !member.invited && (
        <Button disabled={busy} onClick={() => ask('password')}>
          {i18n.t('Forgot the password')}
        </Button>
      )}
      {(left || member.invited) && (
        <Button disabled={busy} onClick={() => ask('invitation')}>
          {left ? i18n.t('Invite again') : i18n.t('New invitation link')}
        </Button>
      )}
      {!left && !member.invited && member.secondFactor && (
        <Button disabled={busy} onClick={() => void change(() => resetSecondFactor(member.id))}>
          {i18n.t('Take the second step away')}
        </Button>
      )}
      {!left && (
        <Button
          kind="danger"
          disabled={busy}
          onClick={() => void change(() => changeMember(member.id, { left: true }))}
        >
          {member.invited ? i18n.t('Take the invitation back') : i18n.t('Has left')}
        </Button>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

/** Whether the member came, is expected, or left. */
function standingWords(member: MemberView, now: Date): string {
  if (member.leftAt !== null) return `, ${i18n.t('left')}`;
  if (member.invited) {
    return member.invitedUntil === null
      ? `, ${i18n.t('invited, the link is no longer good')}`
      : `, ${i18n.t('invited, the link is good until {time}', { time: momentWords(member.invitedUntil, now) })}`;
  }
  return member.secondFactor ? `, ${i18n.t('second step on')}` : '';
}

function Line({ member }: { member: MemberView }) {
  const me = useMe();
  const mayManage = useMay('members.manage');
  const self = member.id === me.member.id;
  const [asking, setAsking] = useState<Asked>();
  const now = useNow();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-48">
        <p dir="auto" className="font-medium">
          {member.name}
          {self && <span className="font-normal text-quiet"> {i18n.t('(you)')}</span>}
        </p>
        <p className="text-13 text-quiet wrap-anywhere">
          {member.email}
          {standingWords(member, now)}
          {member.signature !== null && `, ${member.signature}`}
        </p>
      </div>
      {mayManage && !self ? (
        <MemberActs member={member} ask={setAsking} />
      ) : (
        <span className="text-quiet">{roleWords(member.role)}</span>
      )}
      {asking === 'password' && (
        <section aria-label={i18n.t('Password link')} className="w-full rounded-8 bg-deep p-4">
          <PasswordLink member={member} close={() => setAsking(undefined)} />
        </section>
      )}
      {asking === 'invitation' && (
        <section aria-label={i18n.t('Invitation link')} className="w-full rounded-8 bg-deep p-4">
          <InviteAgain member={member} close={() => setAsking(undefined)} />
        </section>
      )}
    </li>
  );
}

/** Who works here, and as what. */
export default function MembersPage() {
  const members = useQuery(membersQuery);
  const mayManage = useMay('members.manage');
  const [inviting, setInviting] = useState(false);
  return (
    <Page
      title={i18n.t('Members')}
      about={i18n.t('Whoever has left is signed out everywhere at once; what they did stays in the history.')}
    >
      {mayManage &&
        (inviting ? (
          <Panel title={i18n.t('Invite a member')}>
            <InviteForm close={() => setInviting(false)} />
          </Panel>
        ) : (
          <div>
            <Button kind="main" onClick={() => setInviting(true)}>
              {i18n.t('Invite a member')}
            </Button>
          </div>
        ))}
      {members.data === undefined ? (
        members.isError ? (
          <Trouble error={members.error} again={() => void members.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : (
        <Panel>
          <ul>
            {members.data.map((member) => (
              <Line key={member.id} member={member} />
            ))}
          </ul>
        </Panel>
      )}
    </Page>
  );
}
