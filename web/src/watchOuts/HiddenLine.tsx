import type { CaseView, PostView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { caseKey } from '../server/queries.ts';
import { hidePost } from '../server/watchOuts.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { type Shown, standing } from './standing.ts';
import { becauseWords } from './watchWords.ts';

/** That a post is hidden on its network, by whom and why, and the way back; or what became of the last try. */
export default function HiddenLine({ shown, post }: { shown: Shown; post: PostView }) {
  const now = useNow();
  const mayHide = useMay('posts.hide');
  const { change, busy, trouble } = useChange([caseKey(shown.row.id)]);
  const last = standing(shown, post) ?? shown.hidden.findLast(({ postId }) => postId === post.id);
  if (last === undefined) return null;
  const { state, way, because, reason, by, at, sentence } = last;
  const network = networkWords(post.network);
  const ask = async (again: boolean) => {
    const hidden = again ? { because, reason } : null;
    const done = await change(() => hidePost(shown.row.id, { postId: post.id, hidden }));
    if (done !== undefined && !again) tell(i18n.t('Everybody sees the post again. It stays counted.'));
  };
  return (
    <div className="mt-1 flex flex-col gap-1">
      <Notice
        kind={state === 'hidden' || state === 'shown' ? 'info' : 'soon'}
        action={
          mayHide &&
          (state === 'asking' ? (
            <Button disabled={busy} onClick={() => void ask(true)}>
              {i18n.t('Ask once more')}
            </Button>
          ) : (
            state === 'hidden' &&
            way === 'hidden' && (
              <Button disabled={busy} onClick={() => void ask(false)}>
                {i18n.t('Show it again')}
              </Button>
            )
          ))
        }
      >
        <span className="block">{standsWords(state, way, network)}</span>
        {state === 'refused' && sentence !== null && <span className="block">{sentence}</span>}
        <span className="text-13 text-quiet">
          {becauseWords(because)}
          {reason !== '' && (
            <>
              {': '}
              <bdi>{reason}</bdi>
            </>
          )}{' '}
          (<bdi>{by}</bdi>, {momentWords(at, now)})
        </span>
      </Notice>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

function standsWords(
  state: CaseView['hidden'][number]['state'],
  way: CaseView['hidden'][number]['way'],
  network: string,
): string {
  switch (state) {
    case 'hidden':
      return way === 'hidden'
        ? i18n.t('Hidden from everybody on {network}. Here it stays.', { network })
        : i18n.t('Deleted on {network}. Here it stays.', { network });
    case 'asking':
      return i18n.t('{network} was asked to hide it and did not answer: nobody knows whether it is hidden.', {
        network,
      });
    case 'refused':
      return i18n.t('{network} did not hide it.', { network });
    case 'shown':
      return i18n.t('It was hidden on {network}, and is shown again.', { network });
  }
}
