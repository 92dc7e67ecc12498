import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Refusal, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';

/** Why words were not taken; where something in them looks private, a way to say that all may read it. */
export function WhyNot({ error, allRead }: { error: unknown; allRead: (shows: string[]) => void }) {
  const { shows = [] } = (error instanceof Refusal ? error.body : {}) as { shows?: string[] };
  return (
    <Notice kind="over">
      <span className="block">{sentenceOf(error)}</span>
      {shows.length > 0 && (
        <>
          <strong dir="auto" className="block break-words">
            {shows.join(', ')}
          </strong>
          <Button onClick={() => allRead(shows)}>{i18n.t('All may read it')}</Button>
        </>
      )}
    </Notice>
  );
}
