import { ShieldAlert } from 'lucide-react';
import type { PostView } from '../../../src/api/contract.ts';
import { privateIn } from '../../../src/domain/numbersInText.ts';
import { i18n } from '../words/i18n.ts';

/** Says beside an author's public post that everybody can read a number or mail address in it. */
export default function ShowsNumber({ post }: { post: PostView }) {
  const first = privateIn(post.text ?? '')[0];
  if (first === undefined) return null;
  return (
    <p className="mt-1 flex items-start gap-2 text-13 text-soon">
      <ShieldAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {first.kind === 'mail'
        ? i18n.t('Everyone can read a mail address in this post: go on in private.')
        : i18n.t('Everyone can read a number in this post: go on in private.')}
    </p>
  );
}
