import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { consoleLanguages, languageFacts } from '../../../src/domain/languages.ts';
import { forgetAllUnsaved } from '../case/composer/unsavedWords.ts';
import { Button } from '../parts/Button.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { forgetKept } from '../parts/remembered.ts';
import { Skeleton } from '../parts/Skeleton.tsx';
import { meQuery, sessionsQuery } from '../server/queries.ts';
import { changeSelf, endSession, signOut } from '../server/settingChanges.ts';
import { setTheme, type Theme, themeNow } from '../shell/theme.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { unsubscribeHere } from './alerts/browser.ts';
import { Page, Panel } from './Page.tsx';
import { Passkeys } from './Passkeys.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { programWords } from './programWords.ts';
import { SecondFactor } from './SecondFactor.tsx';
import { useChange } from './useChange.ts';

function SelfForm() {
  const { member } = useMe();
  const { change, busy, trouble } = useChange([meQuery.queryKey]);
  const save = async (form: FormData) => {
    const signature = String(form.get('signature')).trim();
    const saved = await change(() =>
      changeSelf({ name: String(form.get('name')), signature: signature === '' ? null : signature }),
    );
    if (saved !== undefined) tell(i18n.t('Saved.'));
  };
  return (
    <form
      className="flex max-w-[30rem] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Name')}
        name="name"
        required
        maxLength={200}
        defaultValue={member.name}
        dir="auto"
        autoComplete="name"
      />
      <Field
        label={i18n.t('Signature')}
        name="signature"
        maxLength={40}
        defaultValue={member.signature ?? ''}
        placeholder="^Naledi"
        dir="auto"
        autoComplete="off"
        help={i18n.t('Put behind every reply of yours, so that its reader knows who answered.')}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <Button kind="main" type="submit" className="self-start" disabled={busy}>
        {i18n.t('Save')}
      </Button>
    </form>
  );
}

function Sessions() {
  const sessions = useQuery(sessionsQuery);
  const now = useNow();
  const { change, busy, trouble } = useChange([sessionsQuery.queryKey]);
  if (sessions.data === undefined) return <Skeleton lines={3} />;
  return (
    <>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <ul>
        {sessions.data.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-center justify-between gap-2 border-b border-line py-2 last:border-b-0"
          >
            <div>
              <p>
                {programWords(one.program)}
                {one.current && <span className="text-quiet"> {i18n.t('(this one)')}</span>}
              </p>
              <p className="text-13 text-quiet">
                {one.address !== null && `${one.address}, `}
                {i18n.t('last used {time}', { time: momentWords(one.lastUsedAt, now) })}
              </p>
            </div>
            {!one.current && (
              <Button disabled={busy} onClick={() => void change(() => endSession(one.id))}>
                {i18n.t('End it')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The language of the console: it changes at once, and follows the member to every browser. */
function LanguageChoice() {
  const { language } = useMe();
  const { change, busy, trouble } = useChange([meQuery.queryKey]);
  return (
    <>
      <Choice
        label={i18n.t('Language of the console')}
        value={language ?? ''}
        disabled={busy}
        onChange={(event) => {
          const chosen = consoleLanguages.find((one) => one === event.target.value) ?? null;
          void change(() => changeSelf({ language: chosen }));
        }}
      >
        <option value="">{i18n.t('As the browser has it')}</option>
        {consoleLanguages.map((one) => (
          <option key={one} value={one} lang={one}>
            {languageFacts[one].own}
          </option>
        ))}
      </Choice>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </>
  );
}

/** Ends the session and forgets everything that was read in it. */
export function useSignOut() {
  const client = useQueryClient();
  const { member } = useMe();
  return async () => {
    // Whoever has this browser next is shown nothing. A browser that cannot say so now is told so by its push service later.
    await unsubscribeHere().catch(() => undefined);
    await signOut();
    forgetAllUnsaved(member.id);
    forgetKept('front.');
    client.clear();
    location.assign('/sign-in');
  };
}

/** One's own name, signature, look and sessions. */
export default function MePage() {
  const { member } = useMe();
  const leave = useSignOut();
  const [theme, choose] = useState(themeNow());
  return (
    <Page title={i18n.t('You')} about={member.email}>
      <Panel title={i18n.t('Name and signature')}>
        <SelfForm />
      </Panel>
      <Panel title={i18n.t('Look and language')}>
        <div className="flex max-w-[30rem] flex-col gap-4">
          <LanguageChoice />
          <Choice
            label={i18n.t('Light or dark')}
            value={theme}
            onChange={(event) => {
              const next = event.target.value as Theme;
              setTheme(next);
              choose(next);
            }}
          >
            <option value="system">{i18n.t('As the system has it')}</option>
            <option value="light">{i18n.t('Light')}</option>
            <option value="dark">{i18n.t('Dark')}</option>
          </Choice>
        </div>
      </Panel>
      <Panel title={i18n.t('Password')}>
        <PasswordForm />
      </Panel>
      <Panel title={i18n.t('Second step at signing in')}>
        <SecondFactor />
      </Panel>
      <Panel title={i18n.t('Passkeys')}>
        <Passkeys />
      </Panel>
      <Panel
        title={i18n.t('Where you are signed in')}
        action={
          <Button onClick={() => void leave().catch(() => location.assign('/sign-in'))}>
            {i18n.t('Sign out')}
          </Button>
        }
      >
        <Sessions />
      </Panel>
    </Page>
  );
}
