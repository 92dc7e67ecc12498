import { useRef, useState } from 'react';
import { NewPasswordField, PasswordField } from '../door/DoorForm.tsx';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { sessionsQuery } from '../server/queries.ts';
import { changePassword } from '../server/settingChanges.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { useChange } from './useChange.ts';

/** Changes one's own password, for who knows the old one. */
export function PasswordForm() {
  const { member } = useMe();
  const form = useRef<HTMLFormElement>(null);
  const { change, busy, trouble } = useChange([sessionsQuery.queryKey]);
  const [done, setDone] = useState<number>();
  const submit = async (typed: FormData) => {
    setDone(undefined);
    const answer = await change(() =>
      changePassword({
        old: String(typed.get('old')),
        password: String(typed.get('password')),
        endOthers: typed.get('endOthers') === 'on',
      }),
    );
    if (answer === undefined) return;
    form.current?.reset();
    setDone(answer.ended);
  };
  return (
    <form
      ref={form}
      className="flex max-w-[30rem] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      {/* So that a password store knows whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={member.email} readOnly hidden />
      <PasswordField label={i18n.t('Old password')} name="old" />
      <NewPasswordField label={i18n.t('New password')} />
      <label className="target flex items-center gap-2">
        <input type="checkbox" name="endOthers" defaultChecked className="size-5 accent-accent" />
        {i18n.t('Sign out everywhere else')}
      </label>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div role="status">
        {done !== undefined && (
          <Notice kind="ok">
            {done === 0
              ? i18n.t('Your new password holds.')
              : i18n.t(
                  '{n, plural, one {Your new password holds. One other session ended.} other {Your new password holds. # other sessions ended.}}',
                  { n: done },
                )}
          </Notice>
        )}
      </div>
      <Button kind="main" type="submit" className="self-start" disabled={busy}>
        {i18n.t('Change the password')}
      </Button>
    </form>
  );
}
