import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IssuerAnswer } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { issuerQuery, removeIssuer, setIssuer } from '../server/outgoing.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';
import { roleWords } from '../words/names.ts';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

const newcomerRoles = ['guest_agent', 'agent', 'executive', 'supervisor', 'auditor'] as const;
type NewcomerRole = (typeof newcomerRoles)[number];

const inputOf = (form: FormData) => {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const role = text('newcomerRole');
  return {
    name: text('name'),
    issuer: text('issuer'),
    clientId: text('clientId'),
    secret: text('secret') === '' ? null : text('secret'),
    emailDomains: text('emailDomains')
      .split(/[\s,;]+/)
      .filter((domain) => domain !== ''),
    newcomerRole: role === '' ? null : (role as NewcomerRole),
  };
};

function Fields({ issuer }: { issuer: IssuerAnswer['issuer'] }) {
  const off = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;
  return (
    <>
      <Field
        label={i18n.t('Name at the door')}
        name="name"
        required
        maxLength={100}
        defaultValue={issuer?.name}
        dir="auto"
        autoComplete="off"
        help={i18n.t('Stands on a button of the sign-in page, for everybody to read.')}
      />
      <Field
        label={i18n.t('Address of the issuer')}
        name="issuer"
        type="url"
        required
        maxLength={500}
        defaultValue={issuer?.issuer}
        placeholder={'https://login.example.org/realms/staff'}
        {...off}
      />
      <Field
        label={i18n.t('Client ID')}
        name="clientId"
        required
        maxLength={300}
        defaultValue={issuer?.clientId}
        {...off}
      />
      <Field
        label={i18n.t('Client secret')}
        name="secret"
        type="password"
        required={issuer === null}
        maxLength={1000}
        help={issuer === null ? undefined : i18n.t('Leave it empty to keep the one that is set.')}
        {...off}
      />
      <Field
        label={i18n.t('Mail domains')}
        name="emailDomains"
        maxLength={2000}
        defaultValue={issuer?.emailDomains.join(', ')}
        placeholder={'example.org'}
        help={i18n.t(
          'Only addresses of these come in this way. Empty: any address of a member or of who is invited.',
        )}
        {...off}
      />
      <Choice
        label={i18n.t('Who was not invited')}
        name="newcomerRole"
        defaultValue={issuer?.newcomerRole ?? ''}
      >
        <option value="">{i18n.t('Is not let in')}</option>
        {newcomerRoles.map((role) => (
          <option key={role} value={role}>
            {i18n.t('Comes in as: {role}', { role: roleWords(role) })}
          </option>
        ))}
      </Choice>
    </>
  );
}

function IssuerForm({ answer }: { answer: IssuerAnswer }) {
  const { change, busy, trouble } = useChange([issuerQuery.queryKey, ['audit']]);
  const [removing, setRemoving] = useState(false);
  const { issuer } = answer;
  const save = async (form: FormData) => {
    const saved = await change(() => setIssuer(inputOf(form)));
    if (saved !== undefined) tell(i18n.t('Saved. The issuer answered.'));
  };
  const drop = async () => {
    await change(() => removeIssuer());
    setRemoving(false);
  };
  return (
    <form
      key={issuer?.id ?? 'none'}
      className="flex max-w-[36rem] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Return address, for the issuer’s settings')}
        readOnly
        value={answer.returnAddress}
        onFocus={(event) => event.target.select()}
      />
      <Fields issuer={issuer} />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Save')}
        </Button>
        {issuer !== null &&
          (removing ? (
            <>
              <Button kind="danger" disabled={busy} onClick={() => void drop()}>
                {i18n.t('Remove it: nobody comes in this way any more')}
              </Button>
              <Button onClick={() => setRemoving(false)}>{i18n.t('Cancel')}</Button>
            </>
          ) : (
            <Button kind="danger" onClick={() => setRemoving(true)}>
              {i18n.t('Remove')}
            </Button>
          ))}
      </div>
    </form>
  );
}

/** By which issuer (OpenID Connect) members may sign in. */
export default function IssuerPage() {
  const answer = useQuery(issuerQuery);
  return (
    <Page
      title={i18n.t('Sign-in')}
      about={i18n.t(
        'Members can sign in by your organisation’s own issuer (OpenID Connect). It has to say that an email address is proven. Who has a second step here is still asked for it.',
      )}
    >
      {answer.data === undefined ? (
        answer.isError ? (
          <Trouble error={answer.error} again={() => void answer.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )
      ) : (
        <Panel>
          <IssuerForm answer={answer.data} />
        </Panel>
      )}
    </Page>
  );
}
