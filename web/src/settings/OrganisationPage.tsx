import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { meQuery } from '../server/queries.ts';
import { changeOrganisation } from '../server/settingChanges.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

/** The organisation's name and the times in which it wants to answer. */
export default function OrganisationPage() {
  const { organisation, rights } = useMe();
  const { change, busy, trouble } = useChange([meQuery.queryKey, ['cases'], ['audit']]);
  const mayManage = rights.includes('organisation.manage');
  const save = async (form: FormData) => {
    const saved = await change(() =>
      changeOrganisation({
        name: String(form.get('name')),
        firstResponseMinutes: Number(form.get('first')),
        nextResponseMinutes: Number(form.get('next')),
        resolutionMinutes: form.get('settled') === '' ? null : Number(form.get('settled')),
      }),
    );
    if (saved !== undefined) tell(i18n.t('Saved.'));
  };
  const minutes = {
    type: 'number',
    required: true,
    min: 1,
    max: 43_200,
    step: 1,
    inputMode: 'numeric' as const,
  };
  return (
    <Page title={i18n.t('Organisation')}>
      <Panel>
        <form
          className="flex max-w-[30rem] flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void save(new FormData(event.currentTarget));
          }}
        >
          <fieldset disabled={!mayManage} className="contents">
            <Field
              label={i18n.t('Name')}
              name="name"
              required
              maxLength={200}
              defaultValue={organisation.name}
              dir="auto"
            />
            <Field
              label={i18n.t('First response time, in minutes')}
              name="first"
              {...minutes}
              defaultValue={organisation.firstResponseMinutes}
              help={i18n.t(
                'From the first post of an author to our first answer. Graver cases get a smaller share of it.',
              )}
            />
            <Field
              label={i18n.t('Next response time, in minutes')}
              name="next"
              {...minutes}
              defaultValue={organisation.nextResponseMinutes}
              help={i18n.t('From a later post to the answer to it.')}
            />
            <Field
              label={i18n.t('Time until settled, in minutes')}
              name="settled"
              {...minutes}
              required={false}
              max={525_600}
              defaultValue={organisation.resolutionMinutes ?? ''}
              help={i18n.t(
                'From the first post until the matter is settled, less the time in which you wait for the author. Empty: nothing is promised.',
              )}
            />
          </fieldset>
          {trouble !== null && <Notice kind="over">{trouble}</Notice>}
          <Button kind="main" type="submit" className="self-start" disabled={busy || !mayManage}>
            {i18n.t('Save')}
          </Button>
          <p className="text-13 text-quiet">{i18n.t('Time zone: {zone}', { zone: organisation.timeZone })}</p>
        </form>
      </Panel>
    </Page>
  );
}
