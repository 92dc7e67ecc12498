import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import {
  type Correction,
  kinds,
  nuisances,
  sentimentNames,
  severities,
  targetNames,
  vulnerabilities,
} from '../../../src/domain/finding.ts';
import { privateKinds } from '../../../src/domain/privateData.ts';
import { threats } from '../../../src/domain/threat.ts';
import { useCaseChange } from '../case/useCase.ts';
import { useCommands } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { Choice } from '../parts/Field.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { correctFinding, findingsQuery } from '../server/findings.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { aspectWords, findingWords, type TopicNames } from '../words/findingWords.ts';
import { i18n } from '../words/i18n.ts';
import {
  type FindingLine,
  findingLines,
  graverBefore,
  isUnread,
  type ReadOne,
  readOnes,
  sayable,
} from './findingLines.ts';
import { Line, titleOf } from './OneFinding.tsx';
import { Part } from './Part.tsx';
import { usePostsWithGraver } from './usePostsWithGraver.ts';

const languages = ['eng', 'fra', 'swa', 'kin', 'pcm', 'hau', 'yor', 'ibo', 'amh', 'por', 'mixed'];
const sayables = {
  severity: severities,
  kind: kinds,
  vulnerable: vulnerabilities,
  threat: threats,
  sentiment: sentimentNames,
  target: targetNames,
  nuisance: nuisances,
  private: privateKinds,
  language: languages,
};

/** Milliseconds after which a post that is not read yet is asked for again. */
const again = 1_000;
/** Lines that have a key of their own. */
const mostKeys = 9;

/** What was found in a post of the author's, the last one unless another is chosen, why, and what members say of it: each is corrected by one key. */
export default function Findings({ shown }: { shown: CaseView }) {
  const { row } = shown;
  const client = useQueryClient();
  const mayWork = useMay('cases.work');
  const change = useCaseChange(row);
  const query = useQuery(findingsQuery(row.id));
  const posts = usePostsWithGraver(shown, query.data);
  const unread = isUnread(query.data, posts);
  useEffect(() => {
    if (!unread) return;
    const timer = setInterval(() => void query.refetch(), again);
    return () => clearInterval(timer);
  }, [unread, query.refetch]);
  const [chosen, setChosen] = useState<string | null>(null);
  const all = readOnes(query.data, posts);
  const read = all.find(({ post }) => post.id === chosen) ?? all[0] ?? null;
  const graver = read === all[0] ? graverBefore(all) : null;
  const lines = read === null ? [] : findingLines(read.one, read.post);
  const say = async (said: Correction) => {
    if (read === null) return;
    await change({}, () => correctFinding(row.id, { postId: read.post.id, ...said }));
    await client.invalidateQueries({ queryKey: findingsQuery(row.id).queryKey });
  };
  const named = query.data?.topics ?? [];
  const topics: TopicNames = new Map(named.map(({ id, name }) => [id, name]));
  const turn = ({ aspect, name, holds }: FindingLine) => void say({ aspect, name, so: !holds });
  const group = i18n.t('Findings');
  useCommands(
    mayWork && shown.mergedInto === null
      ? lines.slice(0, mostKeys).map((line, n) => ({
          id: `finding-${n}`,
          title: titleOf(line, topics),
          group,
          keys: String(n + 1),
          run: () => turn(line),
        }))
      : [],
  );
  return (
    <Part
      title={
        read === null || read === all[0]
          ? i18n.t('What was found in the last post')
          : i18n.t('What was found in an earlier post')
      }
    >
      {query.isError && <Trouble error={query.error} again={() => void query.refetch()} />}
      {read === null && !query.isError && (
        <p className="text-13 text-quiet">
          {unread ? i18n.t('It is being read.') : i18n.t('Nothing of this case was read by the models.')}
        </p>
      )}
      {graver !== null && (
        <p className="flex flex-wrap items-center gap-x-2 text-13">
          {i18n.t('An earlier post is graver.')}
          <Button kind="quiet" className="text-13" onClick={() => setChosen(graver.post.id)}>
            {i18n.t('Show what was found in it')}
          </Button>
        </p>
      )}
      <ul className="flex flex-col">
        {lines.map((line, n) => (
          <Line
            key={`${line.aspect} ${line.name}`}
            line={line}
            topics={topics}
            number={mayWork && n < mostKeys ? n + 1 : null}
            turn={mayWork ? () => turn(line) : null}
          />
        ))}
      </ul>
      {all.length > 1 && read !== null && <PostChoice all={all} chosen={read.post.id} choose={setChosen} />}
      {mayWork && read !== null && (
        <Say
          lines={lines}
          topics={topics}
          inUse={named.filter(({ inUse }) => inUse).map(({ id }) => id)}
          isPublic={read.post.visibility === 'public'}
          say={(said) => void say(said)}
        />
      )}
    </Part>
  );
}

function PostChoice({
  all,
  chosen,
  choose,
}: {
  all: readonly ReadOne[];
  chosen: string;
  choose: (id: string) => void;
}) {
  const now = useNow();
  return (
    <Choice label={i18n.t('In this post')} value={chosen} onChange={(event) => choose(event.target.value)}>
      {all.map(({ post }) => (
        <option key={post.id} value={post.id}>
          {`${momentWords(post.at, now)}: ${(post.text ?? '').slice(0, 40)}`}
        </option>
      ))}
    </Choice>
  );
}

function Say({
  lines,
  topics,
  inUse,
  isPublic,
  say,
}: {
  lines: readonly FindingLine[];
  topics: TopicNames;
  inUse: readonly string[];
  isPublic: boolean;
  say: (said: Correction) => void;
}) {
  const offered = sayable(lines, { ...sayables, topic: inUse }).filter(
    ({ aspect }) => isPublic || aspect !== 'private',
  );
  return (
    <Choice
      label={i18n.t('It is also')}
      value=""
      onChange={(event) => {
        const said = offered[Number(event.target.value)];
        if (event.target.value !== '' && said !== undefined) say(said);
      }}
    >
      <option value="">{i18n.t('Choose what was missed')}</option>
      {offered.map(({ aspect, name }, n) => (
        <option key={`${aspect} ${name}`} value={n}>
          {`${aspectWords(aspect)}: ${findingWords(aspect, name, topics)}`}
        </option>
      ))}
    </Choice>
  );
}
