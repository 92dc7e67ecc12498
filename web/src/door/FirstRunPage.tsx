import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { firstRun } from '../server/changes.ts';
import { meQuery } from '../server/queries.ts';
import { ConnectForm } from '../settings/ConnectForm.tsx';
import { ImportForm } from '../settings/ImportForm.tsx';
import { i18n } from '../words/i18n.ts';
import { Door } from './Door.tsx';
import { DoorForm, EmailField, NameField, NewPasswordField, typed } from './DoorForm.tsx';
import { useToken } from './useToken.ts';

const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

function Founding({ token, founded }: { token: string | null; founded: () => void }) {
  return (
    <DoorForm
      action={i18n.t('Set up the desk')}
      ask={(form) =>
        firstRun({
          token: token ?? typed(form, 'token'),
          organisation: typed(form, 'organisation'),
          institution: typed(form, 'institution'),
          name: typed(form, 'name'),
          email: typed(form, 'email'),
          password: String(form.get('password')),
          timeZone: timeZone(),
        })
      }
      came={founded}
    >
      {token === null && (
        <Field
          label={i18n.t('Token')}
          name="token"
          required
          minLength={20}
          autoComplete="off"
          help={i18n.t(
            'It stands in the link that the program printed when it started: the part behind “token=”.',
          )}
        />
      )}
      <Field
        label={i18n.t('Organisation')}
        name="organisation"
        required
        maxLength={200}
        dir="auto"
        autoComplete="organization"
        help={i18n.t('Who runs this desk.')}
      />
      <Field
        label={i18n.t('Institution')}
        name="institution"
        required
        maxLength={200}
        dir="auto"
        autoComplete="off"
        help={i18n.t('Whom people complain about. Often the same name.')}
      />
      <NameField />
      <EmailField />
      <NewPasswordField />
    </DoorForm>
  );
}

function FirstPosts({ done }: { done: () => void }) {
  const me = useQuery(meQuery).data;
  const [way, setWay] = useState<'connect' | 'import' | null>(null);
  if (way === 'connect' && me !== undefined) return <ConnectForm done={done} cancel={() => setWay(null)} />;
  if (way === 'import') {
    return (
      <div className="flex flex-col gap-4">
        <ImportForm />
        <div className="flex gap-2">
          <Button kind="main" onClick={done}>
            {i18n.t('Go to the inbox')}
          </Button>
          <Button onClick={() => setWay(null)}>{i18n.t('Back')}</Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <Button kind="main" onClick={() => setWay('connect')}>
        {i18n.t('Connect Bluesky')}
      </Button>
      <Button onClick={() => setWay('import')}>{i18n.t('Import an archive')}</Button>
      <Button kind="quiet" onClick={done}>
        {i18n.t('Later')}
      </Button>
    </div>
  );
}

/** The first page of an empty house: who we are, who I am, where the first posts come from. */
export default function FirstRunPage() {
  const navigate = useNavigate();
  const token = useToken();
  const [founded, setFounded] = useState(false);
  if (founded) {
    return (
      <Door
        title={i18n.t('Where do posts come from?')}
        about={i18n.t('You can do both now, or later in the settings.')}
      >
        <FirstPosts done={() => void navigate({ to: '/', replace: true })} />
      </Door>
    );
  }
  return (
    <Door title={i18n.t('Welcome')} about={i18n.t('One minute, and the desk is ready to hear people.')}>
      <Founding token={token} founded={() => setFounded(true)} />
    </Door>
  );
}
