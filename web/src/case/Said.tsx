import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseRow, FindingsView, PostView } from '../../../src/api/contract.ts';
import { corrected } from '../../../src/domain/finding.ts';
import { type Promised, sayings } from '../../../src/domain/saying.ts';
import { dayIn } from '../filters/address.ts';
import { Button } from '../parts/Button.tsx';
import { correctFinding, findingsQuery } from '../server/findings.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { clockWords, dateWords } from '../time/timeWords.ts';
import { findingWords } from '../words/findingWords.ts';
import { i18n } from '../words/i18n.ts';
import { useCaseChange } from './useCase.ts';

type Finding = FindingsView['posts'][number]['found'];

/** Milliseconds after which an answer that is not read yet is asked for again, and how long it may be on its way. */
const again = 1_000;
const fresh = 30_000;

/** What an answer of ours does, as the models see it: each is denied with one press, and what was missed is added. */
export default function Said({ row, post }: { row: CaseRow; post: PostView }) {
  const client = useQueryClient();
  const mayWork = useMay('cases.work') && !row.merged;
  const change = useCaseChange(row);
  const query = findingsQuery(row.id);
  const { data } = useQuery({
    ...query,
    refetchInterval: ({ state }) => !isRead(state.data, post) && isFresh(post) && again,
  });
  const read = data?.posts.find(({ postId }) => postId === post.id);
  const { timeZone } = useMe().organisation;
  if (read === undefined) return null;
  const says = corrected(read.found, 'says', read.said);
  const missing = sayings.filter((name) => !says.includes(name));
  if (says.length === 0 && !mayWork) return null;
  const say = async (name: string, so: boolean) => {
    await change({}, () => correctFinding(row.id, { postId: post.id, aspect: 'says', name, so }));
    await client.invalidateQueries({ queryKey: query.queryKey });
  };
  const words = (name: string) =>
    name === 'promise' ? promiseWords(read.found, post.text ?? '', timeZone) : findingWords('says', name);
  return (
    <ul
      aria-label={i18n.t('What this answer does')}
      className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-quiet"
    >
      {says.map((name) => (
        <li key={name} className="inline-flex items-center rounded-8 border border-line pl-2">
          <span>{words(name)}</span>
          {mayWork ? (
            <Button
              kind="quiet"
              className="-my-1 text-13"
              aria-label={i18n.t('Not so: {finding}', { finding: findingWords('says', name) })}
              onClick={() => void say(name, false)}
            >
              {i18n.t('Not so')}
            </Button>
          ) : (
            <span className="pr-2" />
          )}
        </li>
      ))}
      {mayWork && missing.length > 0 && (
        <li>
          <select
            aria-label={i18n.t('This answer is also')}
            value=""
            onChange={(event) => void say(event.target.value, true)}
            className="target max-w-44 rounded-8 bg-transparent text-13"
          >
            <option value="">{i18n.t('It is also')}</option>
            {missing.map((name) => (
              <option key={name} value={name}>
                {findingWords('says', name)}
              </option>
            ))}
          </select>
        </li>
      )}
    </ul>
  );
}

/** When a promise is due, and who keeps it where the words name somebody other than the house and whoever wrote them. */
function promiseWords({ promised, owner }: Finding, text: string, timeZone: string): string {
  const finding = findingWords('says', 'promise');
  const named = owner !== null && owner.by !== 'speaker' && owner.by !== 'house' ? owner.because : [];
  const names = named.map(([from, to]) => text.slice(from, to)).join(' ');
  const moment = promised === null ? '' : dueWords(promised, timeZone);
  if (moment !== '' && names !== '')
    return i18n.t('{finding}, due {moment}, by “{owner}”', { finding, moment, owner: names });
  if (moment !== '') return i18n.t('{finding}, due {moment}', { finding, moment });
  return names === '' ? finding : i18n.t('{finding}, by “{owner}”', { finding, owner: names });
}

/** A day where only a day was promised; else the moment. */
const dueWords = ({ due, exact }: Promised, timeZone: string): string => {
  if (exact !== 'minute' && exact !== 'part') return dateWords(dayIn(timeZone, due));
  // Times stand on the reader's own clock, everywhere.
  const { timeZone: own } = Intl.DateTimeFormat().resolvedOptions();
  return `${dateWords(dayIn(own, due))}, ${clockWords(due)}`;
};

const isRead = (data: FindingsView | undefined, post: PostView): boolean =>
  data?.posts.some(({ postId }) => postId === post.id) === true;

/** The models are on their way. */
const isFresh = ({ heardAt }: PostView): boolean => Date.now() - new Date(heardAt).getTime() < fresh;
