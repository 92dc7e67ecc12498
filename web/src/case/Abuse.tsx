import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseRow, CaseView, PostView } from '../../../src/api/contract.ts';
import { abuseReasons } from '../../../src/domain/abuse.ts';
import { commandsNow, useCommands } from '../keys/commands.ts';
import { Button, IconButton } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { markAbuse, readFolded } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { abuseReadingQuery, caseKey } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { i18n } from '../words/i18n.ts';
import { abuseWords, foldReason } from '../words/names.ts';
import { useCaseChange } from './useCase.ts';

type Reason = NonNullable<PostView['abusive']>;

/** Marks posts of the case, and takes marks away; each can be undone. */
export function useAbuse(row: CaseRow) {
  const change = useCaseChange(row);
  const mark = async (postId: string, reason: Reason | null, before: Reason | null) => {
    if (!(await change({}, () => markAbuse(row.id, postId, reason)))) return;
    const sentence = reason === null ? i18n.t('The post is shown again.') : i18n.t('The post is folded.');
    tell(sentence, 'ok', () => void change({}, () => markAbuse(row.id, postId, before)));
  };
  return mark;
}

/** The key that folds the author's last post, or shows it again. */
export function AbuseKey({ row, post }: { row: CaseRow; post: PostView | undefined }) {
  const mark = useAbuse(row);
  const mayWork = useMay('cases.work');
  useCommands([
    mayWork &&
      post !== undefined && {
        id: 'abuse',
        title:
          post.abusive === null ? i18n.t('Fold the last post: abusive') : i18n.t('Show the last post again'),
        group: i18n.t('Case'),
        keys: 'm',
        run: () => void mark(post.id, post.abusive === null ? 'insult' : null, post.abusive),
      },
  ]);
  return null;
}

/** A small button beside an author's post that folds it. */
export function FoldButton({ row, post }: { row: CaseRow; post: PostView }) {
  const mark = useAbuse(row);
  const mayWork = useMay('cases.work');
  if (!mayWork || post.direction !== 'inbound' || post.text === null || post.abusive !== null) return null;
  return (
    <IconButton
      name={i18n.t('Abusive: fold it')}
      className="-my-2"
      onClick={() => void mark(post.id, 'insult', null)}
    >
      <ShieldAlert aria-hidden className="size-3.5" />
    </IconButton>
  );
}

/** Says calmly that a member has read as much abuse as is asked of one in a shift, and hands the case to somebody else. */
function EnoughRead() {
  const reading = useQuery(abuseReadingQuery).data;
  if (reading === undefined || !reading.reached) return null;
  return (
    <Notice
      kind="soon"
      action={
        <Button
          onClick={() =>
            commandsNow()
              .find(({ id }) => id === 'handoff')
              ?.run()
          }
        >
          {i18n.t('Hand off')}
        </Button>
      }
    >
      {i18n.t(
        'Folded posts that you opened in this shift: {count}. That is enough for one person. Others can take this case; you need not say why.',
        { count: reading.read },
      )}
    </Notice>
  );
}

/** What is abusive, or by a blocked author, is folded with its reason; one click shows it. The reason can be put right, and the mark taken away. */
export function Folded({ row, post, children }: { row: CaseRow; post: PostView; children: ReactNode }) {
  const mark = useAbuse(row);
  const mayWork = useMay('cases.work');
  const { abusive } = post;
  const now = useNow();
  const client = useQueryClient();
  const why = foldReason(post, now);
  const opened = async () => {
    try {
      await readFolded(row.id, post.id);
      await client.invalidateQueries({ queryKey: ['abuse'] });
    } catch (error) {
      tell(sentenceOf(error), 'over');
    }
  };
  if (why === null || post.text === null) return children;
  const posts = client.getQueryData<CaseView>(caseKey(row.id))?.posts ?? [];
  const lastFolded = posts.findLast((one) => foldReason(one, now) !== null && one.text !== null);
  return (
    <div className="mt-1 flex flex-col gap-1">
      {mayWork && lastFolded?.id === post.id && <EnoughRead />}
      <details
        onToggle={(event) => {
          if (event.currentTarget.open && mayWork) void opened();
        }}
      >
        <summary className="target inline-flex cursor-pointer items-center gap-2 rounded-8 text-quiet">
          <ShieldAlert aria-hidden className="size-4" />
          {i18n.t('Folded: {reason}. Show it', { reason: why })}
        </summary>
        {children}
      </details>
      {mayWork && abusive !== null && (
        <select
          aria-label={i18n.t('Why it is folded')}
          value={abusive}
          onChange={(event) => {
            const next = event.target.value as Reason | '';
            void mark(post.id, next === '' ? null : next, abusive);
          }}
          className="target self-start rounded-8 bg-transparent px-1 text-13 text-quiet hover:bg-deep"
        >
          {abuseReasons.map((reason) => (
            <option key={reason} value={reason} className="bg-raised text-ink">
              {abuseWords(reason)}
            </option>
          ))}
          <option value="" className="bg-raised text-ink">
            {i18n.t('It is not abusive')}
          </option>
        </select>
      )}
    </div>
  );
}
