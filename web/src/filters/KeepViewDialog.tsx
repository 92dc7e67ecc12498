import type { SavedViewView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { keepView, removeView } from '../server/changes.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { type Shown, savedViewsQuery } from './savedViews.ts';

/** Keeps what is shown under a name, or changes the name under which it is kept. */
export default function KeepViewDialog({
  shown,
  saved,
  close,
}: {
  shown: Shown;
  saved: SavedViewView | undefined;
  close: () => void;
}) {
  const mayShare = useMay('views.share');
  const { change, busy, trouble } = useChange([savedViewsQuery.queryKey, ['counts', 'saved']]);
  const keep = async (form: FormData) => {
    const name = String(form.get('name')).trim();
    const wanted = { ...shown, name, shared: form.get('shared') === 'on' };
    if ((await change(() => keepView(saved?.id ?? null, wanted))) === undefined) return;
    tell(i18n.t('The view “{name}” is kept.', { name }));
    close();
  };
  const remove = async (one: SavedViewView) => {
    if ((await change(async () => (await removeView(one.id)) ?? true)) === undefined) return;
    const again = () => void change(() => keepView(null, { ...shown, name: one.name, shared: one.shared }));
    tell(i18n.t('The view “{name}” is removed.', { name: one.name }), 'ok', again);
    close();
  };
  return (
    <Dialog
      title={saved === undefined ? i18n.t('Keep this view') : i18n.t('Change this view')}
      description={i18n.t('You find it again by its name, in the choice of views and under More.')}
      onClose={close}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void keep(new FormData(event.currentTarget));
        }}
      >
        <Field
          label={i18n.t('Name')}
          name="name"
          required
          maxLength={60}
          dir="auto"
          defaultValue={saved?.name}
        />
        {mayShare && (
          <label className="target flex items-center gap-2">
            <input
              type="checkbox"
              name="shared"
              defaultChecked={saved?.shared ?? false}
              className="size-5 accent-accent"
            />
            {i18n.t('For everybody here')}
          </label>
        )}
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <div className="flex flex-wrap justify-end gap-2">
          {saved !== undefined && (
            <Button kind="danger" disabled={busy} onClick={() => void remove(saved)}>
              {i18n.t('Remove')}
            </Button>
          )}
          <Button kind="main" type="submit" disabled={busy}>
            {i18n.t('Keep')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
