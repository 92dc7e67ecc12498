import { privateIn } from '../../../src/domain/numbersInText.ts';
import { signed } from '../../../src/domain/reply.ts';
import { Area } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

/** Whether a text may stand in public: it is not empty and shows nothing that may be private. */
export const maySayInPublic = (text: string): boolean => text.trim() !== '' && privateIn(text).length === 0;

/** What everybody will read, as it is typed and as it will stand. `behind` comes after the words: a link. */
export function PublicWords({
  text,
  write,
  behind = '',
  autoFocus = false,
}: {
  text: string;
  write: (text: string) => void;
  behind?: string;
  autoFocus?: boolean;
}) {
  const [found] = privateIn(text);
  return (
    <div className="flex flex-col gap-2">
      <Area
        label={i18n.t('In public')}
        dir="auto"
        rows={3}
        autoFocus={autoFocus}
        value={text}
        onChange={(event) => write(event.target.value)}
      />
      {found !== undefined && (
        <Notice kind="over">
          {i18n.t('Everyone could read {0}. Take it out: numbers and mail addresses stay in private.', {
            0: found.words,
          })}
        </Notice>
      )}
      <AsItStands label={i18n.t('Everyone will read')} text={`${text.trim()}${behind}`} />
    </div>
  );
}

/** Words as they will go out, with the signature. */
export function AsItStands({ label, text }: { label: string; text: string }) {
  const { signature } = useMe().member;
  return (
    <figure className="rounded-8 bg-deep px-3 py-2">
      <figcaption className="text-13 text-quiet">{label}</figcaption>
      <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
        {signed(text, signature)}
      </p>
    </figure>
  );
}
