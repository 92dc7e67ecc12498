import { FileDown, Paperclip, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { FollowUpFileView } from '../../../src/api/contract.ts';
import { Button, IconButton } from '../parts/Button.tsx';
import { post, remove, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { sizeWords } from '../words/sizes.ts';

const most = 4;
/** What a dialog of files offers first; the server tells by the bytes. */
const kinds =
  'image/*,audio/*,video/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.rtf,.txt,.md,.csv,.tsv,.log,.ics,.vcf';

export interface Attaching {
  files: readonly FollowUpFileView[];
  /** Something is on its way up: what is sent now would go without it. */
  busy: boolean;
  trouble: string | null;
  add: (picked: readonly File[]) => Promise<void>;
  leaveOut: (file: FollowUpFileView) => void;
}

function upload(file: File): Promise<FollowUpFileView> {
  const path = `/api/follow-ups/files?${new URLSearchParams({ name: file.name.slice(-500) })}`;
  // What it is the bytes say: the kind that a browser guesses is not taken by every server on the way.
  return post<FollowUpFileView>(path, new Blob([file], { type: 'application/octet-stream' }));
}

/** The files that go along with what is being written: each stands there once it is up, and says so where it is not taken. */
export function useAttaching(changed: () => void = () => undefined): Attaching {
  const [files, setFiles] = useState<readonly FollowUpFileView[]>([]);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const add = async (picked: readonly File[]) => {
    const room = most - files.length;
    const troubles: string[] = [];
    setBusy(true);
    setTrouble(null);
    for (const file of picked.slice(0, room)) {
      try {
        const added = await upload(file);
        setFiles((before) => [...before, added]);
        changed();
      } catch (error) {
        troubles.push(`${file.name}: ${sentenceOf(error)}`);
      }
    }
    const names = picked.slice(room).map(({ name }) => name);
    if (names.length > 0)
      troubles.push(i18n.t('At most {most} files fit. Left out: {names}', { most, names: names.join(', ') }));
    setTrouble(troubles.length === 0 ? null : troubles.join('\n'));
    setBusy(false);
  };
  const leaveOut = ({ id }: FollowUpFileView) => {
    setFiles((before) => before.filter((file) => file.id !== id));
    setTrouble(null);
    changed();
    // What cannot be removed now, the server removes the next day.
    remove(`/api/follow-ups/files/${id}`).then(undefined, () => undefined);
  };
  return { files, busy, trouble, add, leaveOut };
}

/** Files that go along with a question or a report: taken, shown, left out. */
export function AttachFiles({ attaching }: { attaching: Attaching }) {
  const picker = useRef<HTMLInputElement>(null);
  const limits = useId();
  const { files: attached, busy, trouble } = attaching;
  const full = attached.length >= most;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {attached.map((file) => (
        <span key={file.id} className="relative max-w-full min-w-0">
          <Attached file={file} room="pr-11" />
          <IconButton
            name={i18n.t('Leave {name} out', { name: nameOf(file) })}
            className="absolute top-0 right-0 rounded-8 bg-raised"
            onClick={() => attaching.leaveOut(file)}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </span>
      ))}
      <Button
        kind="quiet"
        disabled={busy || full}
        aria-describedby={limits}
        onClick={() => picker.current?.click()}
      >
        <Paperclip aria-hidden className="size-5" />
        {busy ? i18n.t('Uploading') : full ? i18n.t('No more files fit') : i18n.t('Attach a file')}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={kinds}
        onChange={(event) => {
          void attaching.add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <p id={limits} className="basis-full text-13 text-quiet">
        {i18n.t('PDF, office documents, texts, recordings, pictures: at most {most} of 10 MB each.', {
          most,
        })}
      </p>
      {trouble !== null && (
        <p role="alert" className="basis-full text-13 whitespace-pre-line text-over wrap-anywhere">
          {trouble}
        </p>
      )}
    </div>
  );
}

const nameOf = ({ name }: FollowUpFileView): string => name ?? i18n.t('Attached picture');

/** A picture in small, or the name and size of another file. */
function Attached({ file, room = 'pr-3' }: { file: FollowUpFileView; room?: string }) {
  if (file.picture)
    return (
      <img
        src={file.address}
        alt={nameOf(file)}
        loading="lazy"
        className="size-20 rounded-8 border border-line bg-deep object-cover"
      />
    );
  return (
    <span
      className={`flex min-h-11 max-w-full items-center gap-2 rounded-8 border border-line bg-deep py-1 pl-3 ${room}`}
    >
      <FileDown aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0">
        <span dir="auto" className="line-clamp-2 text-13 wrap-anywhere">
          {nameOf(file)}
        </span>
        <span className="block text-13 text-quiet">{sizeWords(file.bytes)}</span>
      </span>
    </span>
  );
}

/** Files as they came along: a picture opens in its size, every other file is a download. */
export function Files({ files }: { files: readonly FollowUpFileView[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-2">
      {files.map((file) => (
        <li key={file.id} className="max-w-full min-w-0">
          <a
            href={file.address}
            {...(file.picture ? { target: '_blank', rel: 'noreferrer' } : { download: nameOf(file) })}
            className="block"
          >
            <Attached file={file} />
          </a>
        </li>
      ))}
    </ul>
  );
}
