import { ImagePlus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PermissionView } from '../../../../src/api/contract.ts';
import { IconButton } from '../../parts/Button.tsx';
import { uploadMedia } from '../../server/changes.ts';
import { sentenceOf } from '../../server/http.ts';
import { tell } from '../../shell/told.ts';
import { i18n } from '../../words/i18n.ts';
import type { Attached } from './writing.ts';

export interface AttachButtonProps {
  limits: NonNullable<PermissionView['attachments']>;
  attached: readonly Attached[];
  add: (one: Attached) => void;
}

/** Takes pictures along, as many and as large as the network permits. */
export function AttachButton({ limits, attached, add }: AttachButtonProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const upload = async (files: readonly File[]) => {
    setBusy(true);
    try {
      for (const file of files.slice(0, limits.most - attached.length)) {
        const { mediaId, address } = await uploadMedia(file);
        add({ mediaId, address, alt: '' });
      }
    } catch (error) {
      tell(sentenceOf(error), 'over');
    } finally {
      setBusy(false);
    }
  };
  const full = attached.length >= limits.most;
  return (
    <>
      <IconButton
        name={full ? i18n.t('No more pictures fit') : i18n.t('Attach a picture')}
        disabled={busy || full}
        onClick={() => picker.current?.click()}
      >
        <ImagePlus aria-hidden className="size-5" />
      </IconButton>
      <input
        ref={picker}
        type="file"
        hidden
        multiple={limits.most > 1}
        accept={limits.types.join(',')}
        onChange={(event) => {
          void upload([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
