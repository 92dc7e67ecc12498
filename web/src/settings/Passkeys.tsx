import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasskeyView } from '../../../src/api/contract.ts';
import { PasswordField } from '../door/DoorForm.tsx';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { passkeysQuery, removePasskey, renamePasskey, secondFactorQuery } from '../server/access.ts';
import { tell } from '../shell/told.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { programWords } from './programWords.ts';
import { useChange } from './useChange.ts';

function Add({ done }: { done: () => void }) {
  const hasPassword = useQuery(secondFactorQuery).data?.hasPassword ?? true;
  const { change, busy, trouble } = useChange([passkeysQuery.queryKey, ['audit']]);
  const submit = async (typed: FormData) => {
    const password = hasPassword ? String(typed.get('password')) : null;
    const made = await change(async () => {
      const { makePasskey } = await import('../server/passkeys.ts');
      return makePasskey(String(typed.get('name')).trim(), password);
    });
    if (made === undefined) return;
    tell(i18n.t('The passkey is added.'));
    done();
  };
  return (
    <form
      className="flex max-w-[30rem] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Name of the passkey')}
        name="name"
        required
        maxLength={100}
        defaultValue={programWords(navigator.userAgent)}
        dir="auto"
        autoComplete="off"
        help={i18n.t('By which you know this device again.')}
      />
      {hasPassword && <PasswordField label={i18n.t('Your password, to add it')} />}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Add this device')}
        </Button>
        <Button onClick={done}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}

function Line({ passkey }: { passkey: PasskeyView }) {
  const now = useNow();
  const { change, busy, trouble } = useChange([passkeysQuery.queryKey, ['audit']]);
  const [naming, setNaming] = useState(false);
  const rename = async (typed: FormData) => {
    const named = await change(() => renamePasskey(passkey.id, String(typed.get('name')).trim()));
    if (named !== undefined) setNaming(false);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-b border-line py-2 last:border-b-0">
      {naming ? (
        <form
          className="flex min-w-0 flex-1 flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void rename(new FormData(event.currentTarget));
          }}
        >
          <Field
            label={i18n.t('New name')}
            name="name"
            required
            maxLength={100}
            defaultValue={passkey.name}
            dir="auto"
          />
          <Button type="submit" disabled={busy}>
            {i18n.t('Save')}
          </Button>
        </form>
      ) : (
        <>
          <div className="min-w-0">
            <p dir="auto" className="break-words">
              {passkey.name}
            </p>
            <p className="text-13 text-quiet">
              {i18n.t('added {time}', { time: momentWords(passkey.createdAt, now) })}
              {passkey.lastUsedAt !== null &&
                `, ${i18n.t('last used {time}', { time: momentWords(passkey.lastUsedAt, now) })}`}
            </p>
          </div>
          <div className="flex gap-2">
            <Button disabled={busy} onClick={() => setNaming(true)}>
              {i18n.t('Rename')}
            </Button>
            <Button
              kind="danger"
              disabled={busy}
              onClick={() => void change(() => removePasskey(passkey.id))}
            >
              {i18n.t('Remove')}
            </Button>
          </div>
        </>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </li>
  );
}

/** One's own passkeys. */
export function Passkeys() {
  const passkeys = useQuery(passkeysQuery);
  const [adding, setAdding] = useState(false);
  if (passkeys.data === undefined)
    return passkeys.isError ? (
      <Trouble error={passkeys.error} again={() => void passkeys.refetch()} />
    ) : (
      <Skeleton lines={2} />
    );
  return (
    <>
      <p className="text-quiet">
        {i18n.t(
          'Sign in by the finger, face or PIN of a device, without a password. It counts as both steps.',
        )}
      </p>
      {passkeys.data.length > 0 && (
        <ul>
          {passkeys.data.map((one) => (
            <Line key={one.id} passkey={one} />
          ))}
        </ul>
      )}
      {adding ? (
        <Add done={() => setAdding(false)} />
      ) : (
        <Button className="self-start" onClick={() => setAdding(true)}>
          {i18n.t('Add a passkey')}
        </Button>
      )}
    </>
  );
}
