import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { renderSVG } from 'uqr';
import type { BegunFactorView, SecondFactorView } from '../../../src/api/contract.ts';
import { PasswordField } from '../door/DoorForm.tsx';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  secondFactorQuery,
} from '../server/access.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { useChange } from './useChange.ts';

const form = 'flex max-w-[30rem] flex-col gap-4';

/** Drawn here: the secret goes to no other server. White around it, also in the dark: cameras need it. */
function Code({ address }: { address: string }) {
  const drawn = `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(address, { border: 2 }))}`;
  return (
    <img
      src={drawn}
      alt={i18n.t('QR code for your authenticator app')}
      className="size-52 rounded-8 border border-line bg-white"
    />
  );
}

function Confirm({
  begun,
  cancel,
  confirmed,
}: {
  begun: BegunFactorView;
  cancel: () => void;
  confirmed: (codes: string[]) => void;
}) {
  const { change, busy, trouble } = useChange([secondFactorQuery.queryKey, ['audit']]);
  const submit = async (typed: FormData) => {
    const answer = await change(() => confirmSecondFactor(String(typed.get('code'))));
    if (answer !== undefined) confirmed(answer.backupCodes);
  };
  return (
    <form
      className={form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <p>{i18n.t('Read this with an authenticator app, then type the six digits that it shows.')}</p>
      <Code address={begun.address} />
      <p className="text-13 text-quiet">
        {i18n.t('No camera? Type this into the app:')}{' '}
        <code className="break-all select-all">{begun.secret}</code>
      </p>
      <Field
        label={i18n.t('Code')}
        name="code"
        required
        minLength={6}
        maxLength={7}
        inputMode="numeric"
        autoComplete="one-time-code"
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Turn it on')}
        </Button>
        <Button onClick={cancel}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}

function Begin({ hasPassword, begun }: { hasPassword: boolean; begun: (answer: BegunFactorView) => void }) {
  const { change, busy, trouble } = useChange([]);
  const submit = async (typed: FormData) => {
    const password = hasPassword ? String(typed.get('password')) : null;
    const answer = await change(() => beginSecondFactor(password));
    if (answer !== undefined) begun(answer);
  };
  return (
    <form
      className={form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <p className="text-quiet">
        {i18n.t('Then a password alone opens nothing: a code of an app on your phone is asked for too.')}
      </p>
      {hasPassword && <PasswordField label={i18n.t('Your password, to begin')} />}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <Button type="submit" className="self-start" disabled={busy}>
        {i18n.t('Set up a second step')}
      </Button>
    </form>
  );
}

function Remove({ factor }: { factor: SecondFactorView }) {
  const now = useNow();
  const { change, busy, trouble } = useChange([secondFactorQuery.queryKey, ['audit']]);
  const [asking, setAsking] = useState(false);
  const submit = async (typed: FormData) => {
    const proof = String(typed.get('proof')).trim();
    await change(() => removeSecondFactor(factor.hasPassword ? { password: proof } : { code: proof }));
  };
  return (
    <div className={form}>
      <p>
        {i18n.t('It is on, since {time}.', { time: momentWords(factor.since ?? '', now) })}{' '}
        {i18n.t(
          '{n, plural, =0 {No backup code is left.} one {One backup code is left.} other {# backup codes are left.}}',
          {
            n: factor.backupCodesLeft,
          },
        )}
      </p>
      {factor.backupCodesLeft < 3 && (
        <Notice kind="soon">
          {i18n.t('Few backup codes are left. Turn it off and on again to get new ones.')}
        </Notice>
      )}
      {asking ? (
        <form
          className={form}
          onSubmit={(event) => {
            event.preventDefault();
            void submit(new FormData(event.currentTarget));
          }}
        >
          <Field
            label={
              factor.hasPassword ? i18n.t('Your password, to turn it off') : i18n.t('A code, to turn it off')
            }
            name="proof"
            type={factor.hasPassword ? 'password' : 'text'}
            required
            autoComplete={factor.hasPassword ? 'current-password' : 'one-time-code'}
          />
          {trouble !== null && <Notice kind="over">{trouble}</Notice>}
          <div className="flex flex-wrap gap-2">
            <Button kind="danger" type="submit" disabled={busy}>
              {i18n.t('Turn it off')}
            </Button>
            <Button onClick={() => setAsking(false)}>{i18n.t('Cancel')}</Button>
          </div>
        </form>
      ) : (
        <Button className="self-start" onClick={() => setAsking(true)}>
          {i18n.t('Turn it off')}
        </Button>
      )}
    </div>
  );
}

/** One's own second factor: set up, its backup codes, taken away. */
export function SecondFactor() {
  const factor = useQuery(secondFactorQuery);
  const [begun, setBegun] = useState<BegunFactorView>();
  const [codes, setCodes] = useState<string[]>();
  if (factor.data === undefined)
    return factor.isError ? (
      <Trouble error={factor.error} again={() => void factor.refetch()} />
    ) : (
      <Skeleton lines={3} />
    );
  if (codes !== undefined) {
    return (
      <ShownOnce name={i18n.t('Backup codes')} secret={codes.join('\n')} close={() => setCodes(undefined)}>
        {i18n.t(
          'The second step is on. Keep these backup codes where your phone is not: each opens the door once. They are shown only now.',
        )}
      </ShownOnce>
    );
  }
  if (factor.data.on) return <Remove factor={factor.data} />;
  if (begun === undefined) return <Begin hasPassword={factor.data.hasPassword} begun={setBegun} />;
  return (
    <Confirm
      begun={begun}
      cancel={() => setBegun(undefined)}
      confirmed={(all) => {
        setBegun(undefined);
        setCodes(all);
      }}
    />
  );
}
