import { useRef } from 'react';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Area, Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { logByHand, uploadMedia } from '../server/changes.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { WhereFields } from './WhereFields.tsx';

/** Now, as the field for a day and a time writes it. */
function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const pictureTypes = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

function LetterFields() {
  return (
    <>
      <Choice label={i18n.t('How it came')} name="kind" defaultValue="letter">
        <option value="letter">{i18n.t('By letter')}</option>
        <option value="visit">{i18n.t('In person')}</option>
      </Choice>
      <WhereFields />
      <Field
        label={i18n.t('Received')}
        name="receivedAt"
        type="datetime-local"
        required
        defaultValue={localNow()}
      />
      <Field
        label={i18n.t('Name of the author, where known')}
        name="name"
        maxLength={100}
        dir="auto"
        autoComplete="off"
      />
      <Field
        label={i18n.t('How to reach them')}
        name="howToReach"
        maxLength={300}
        dir="auto"
        autoComplete="off"
        help={i18n.t('An address or a phone number. Only this desk sees it.')}
      />
      <Area label={i18n.t('In the author’s words')} name="text" required maxLength={10_000} rows={6} />
      <Field
        label={i18n.t('Pictures of the letter')}
        name="pictures"
        type="file"
        multiple
        accept={pictureTypes}
        className="py-2"
      />
    </>
  );
}

/** What came by letter or was said at the counter becomes a case like any other. */
export default function LogByHand({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const { change, busy, trouble } = useChange([['counts']]);
  // Made once: sent again after a bad line, it is still one letter.
  const id = useRef(crypto.randomUUID());
  const save = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '');
    const pictures = form.getAll('pictures').filter((one) => one instanceof File && one.size > 0) as File[];
    const saved = await change(async () => {
      const uploaded = await Promise.all(pictures.map((one) => uploadMedia(one)));
      return logByHand({
        id: id.current,
        kind: text('kind') === 'visit' ? 'visit' : 'letter',
        institutionId: text('institutionId') || (me.institutions[0]?.id ?? ''),
        unitId: text('unitId') || null,
        receivedAt: new Date(text('receivedAt')).toISOString(),
        name: text('name'),
        howToReach: text('howToReach'),
        text: text('text'),
        mediaIds: uploaded.map((one) => one.mediaId),
      });
    });
    if (saved === undefined) return;
    tell(i18n.t('Logged. The case is in the inbox.'));
    onClose();
  };
  return (
    <Dialog
      title={i18n.t('Log a letter or visit')}
      description={i18n.t(
        'It becomes a case like any other. The answer goes back by hand and is recorded here.',
      )}
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save(new FormData(event.currentTarget));
        }}
      >
        <LetterFields />
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <div className="flex flex-wrap gap-2">
          <Button kind="main" type="submit" disabled={busy}>
            {busy ? i18n.t('Logging it') : i18n.t('Log it')}
          </Button>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
