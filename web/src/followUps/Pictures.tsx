import { ImagePlus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button, IconButton } from '../parts/Button.tsx';
import { post, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';

const most = 4;

/** Pictures that go along with a question or a report: taken, shown, left out. */
export function AttachPictures({
  attached,
  change,
}: {
  attached: readonly string[];
  change: (attached: string[]) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const upload = async (files: readonly File[]) => {
    setBusy(true);
    setTrouble(null);
    const added: string[] = [];
    try {
      for (const file of files.slice(0, most - attached.length))
        added.push((await post<{ mediaId: string }>('/api/media', file)).mediaId);
    } catch (error) {
      setTrouble(sentenceOf(error));
    } finally {
      change([...attached, ...added]);
      setBusy(false);
    }
  };
  const full = attached.length >= most;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {attached.map((id, at) => (
        <span key={id} className="relative">
          <Picture id={id} n={at + 1} />
          <IconButton
            name={i18n.t('Leave picture {n} out', { n: at + 1 })}
            className="absolute top-0 right-0 rounded-8 bg-raised"
            onClick={() => change(attached.filter((other) => other !== id))}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </span>
      ))}
      <Button kind="quiet" disabled={busy || full} onClick={() => picker.current?.click()}>
        <ImagePlus aria-hidden className="size-5" />
        {full ? i18n.t('No more pictures fit') : i18n.t('Attach a picture')}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept="image/*"
        onChange={(event) => {
          void upload([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {trouble !== null && (
        <p role="alert" className="basis-full text-13 text-over">
          {trouble}
        </p>
      )}
    </div>
  );
}

const Picture = ({ id, n }: { id: string; n: number }) => (
  <img
    src={`/api/media/${id}`}
    alt={i18n.t('Attached picture {n}', { n })}
    loading="lazy"
    className="size-20 rounded-8 border border-line bg-deep object-cover"
  />
);

/** Pictures as they came along; each opens in its size. */
export function Pictures({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-2">
      {ids.map((id, at) => (
        <li key={id}>
          <a href={`/api/media/${id}`} target="_blank" rel="noreferrer" className="block">
            <Picture id={id} n={at + 1} />
          </a>
        </li>
      ))}
    </ul>
  );
}
