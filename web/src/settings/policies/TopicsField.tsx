import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { TagList } from '../../parts/TagList.tsx';
import { i18n } from '../../words/i18n.ts';
import { withTopic } from './policyDraft.ts';

/** Tags of the case, any of which is enough; those in use are suggested. */
export function TopicsField({
  topics,
  change,
}: {
  topics: readonly string[];
  change: (topics: readonly string[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const listId = useId();
  const add = () => {
    change(withTopic(topics, typed));
    setTyped('');
  };
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={i18n.t('Only where the case is tagged')}
        help={i18n.t('Type a tag and press Enter. Any of them is enough; without one every case counts.')}
        list={listId}
        dir="auto"
        maxLength={50}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <TagList id={listId} />
      {topics.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {topics.map((topic) => (
            <li key={topic}>
              <Button
                aria-label={i18n.t('Leave out: {tag}', { tag: topic })}
                onClick={() => change(topics.filter((one) => one !== topic))}
                className="max-w-full"
              >
                <span dir="auto" className="min-w-0 truncate">
                  {topic}
                </span>
                <X aria-hidden className="size-4 shrink-0" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
