import type { TopicView } from '../../../../src/api/contract.ts';
import { examplesNeeded } from '../../../../src/domain/topic.ts';
import { Notice } from '../../parts/Notice.tsx';
import { retireTopic, topicsQuery } from '../../server/topics.ts';
import { useMay } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { LineActs } from '../LineActs.tsx';
import { useChange } from '../useChange.ts';
import { TopicForm } from './TopicForm.tsx';

/** A topic with what it is learned from; its examples are shown when they are asked for. */
export function TopicLine({
  topic,
  editing,
  edit,
}: {
  topic: TopicView;
  editing: boolean;
  edit: (on: boolean) => void;
}) {
  const { change, busy, trouble } = useChange([topicsQuery.queryKey, ['tags'], ['audit']]);
  const mayManage = useMay('tags.manage');
  if (editing)
    return (
      <li className="border-b border-line py-4 last:border-b-0">
        <TopicForm topic={topic} close={() => edit(false)} />
      </li>
    );
  return (
    <li className="flex flex-col gap-1 border-b border-line py-3 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 dir="auto" className="font-medium">
          {topic.name}
        </h3>
        {mayManage && (
          <LineActs
            title={topic.name}
            busy={busy}
            edit={() => edit(true)}
            retire={() => void change(() => retireTopic(topic.id))}
          />
        )}
      </div>
      {topic.names.length > 0 && (
        <p dir="auto" className="text-13 text-quiet">
          {topic.names.join(', ')}
        </p>
      )}
      <LearnedFrom topic={topic} />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </li>
  );
}

function LearnedFrom({ topic: { examples, learned } }: { topic: TopicView }) {
  const few = examples.length + learned < examplesNeeded;
  return (
    <>
      <details>
        <summary className="target cursor-pointer content-center text-13">
          {i18n.t('{n, plural, =0 {No example} one {One example} other {# examples}}', {
            n: examples.length,
          })}
          {learned > 0 && (
            <span className="pl-2 text-quiet">
              {i18n.t('{n, plural, one {learned from one correction} other {learned from # corrections}}', {
                n: learned,
              })}
            </span>
          )}
        </summary>
        <ul className="flex list-disc flex-col gap-1 py-1 pl-5 text-13">
          {examples.map((one) => (
            <li key={one} dir="auto" className="break-words">
              {one}
            </li>
          ))}
        </ul>
      </details>
      {few && (
        <p className="text-13 font-medium text-soon">
          {i18n.t('Too few: from ten examples on it is found well.')}
        </p>
      )}
    </>
  );
}
