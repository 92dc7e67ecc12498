import { useQuery } from '@tanstack/react-query';
import { Shapes } from 'lucide-react';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { type OneOpen, useOneOpen } from '../../parts/useOneOpen.ts';
import { topicsQuery } from '../../server/topics.ts';
import { useMay } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { Page, Panel } from '../Page.tsx';
import { PackForm } from './PackForm.tsx';
import { TopicForm } from './TopicForm.tsx';
import { TopicLine } from './TopicLine.tsx';
import { TryTopics } from './TryTopics.tsx';

/** What cases are about, as the organisation names it: names with examples, from which the program learns. */
export default function TopicsPage() {
  const topics = useQuery(topicsQuery);
  const one = useOneOpen();
  return (
    <Page
      title={i18n.t('Topics')}
      about={i18n.t(
        'What your cases are about, as you name it: a name, and sentences as people write them. Each new post is read for them, and its case gets the name as a tag. When you say of a post that it is about a topic, or is not, the next posts are read by that.',
      )}
    >
      <NewTopics one={one} isFirst={topics.data?.length === 0} />
      {topics.data === undefined ? (
        topics.isError ? (
          <Trouble error={topics.error} again={() => void topics.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )
      ) : topics.data.length === 0 ? (
        <Empty icon={<Shapes />} title={i18n.t('No topic yet')}>
          {i18n.t('Take the topics of your sector to begin with, and make them yours.')}
        </Empty>
      ) : (
        <>
          <TryTopics />
          <Panel title={i18n.t('{n, plural, one {One topic} other {# topics}}', { n: topics.data.length })}>
            <ul>
              {topics.data.map((topic) => (
                <TopicLine
                  key={topic.id}
                  topic={topic}
                  editing={one.open === topic.id}
                  edit={(on) => (on ? one.show : one.close)(topic.id)}
                />
              ))}
            </ul>
          </Panel>
        </>
      )}
    </Page>
  );
}

/** A topic of one's own, or those of a sector. */
function NewTopics({ one: { open, show, close }, isFirst }: { one: OneOpen; isFirst: boolean }) {
  if (!useMay('tags.manage')) return null;
  if (open === 'new')
    return (
      <Panel title={i18n.t('A new topic')}>
        <TopicForm topic={null} close={() => close('new')} />
      </Panel>
    );
  if (open === 'pack')
    return (
      <Panel title={i18n.t('Topics to begin with')}>
        <PackForm close={() => close('pack')} />
      </Panel>
    );
  return (
    <div className="flex flex-wrap gap-2">
      <Button kind={isFirst ? 'plain' : 'main'} onClick={() => show('new')}>
        {i18n.t('Write a topic')}
      </Button>
      <Button kind={isFirst ? 'main' : 'plain'} onClick={() => show('pack')}>
        {i18n.t('Take the topics of a sector')}
      </Button>
    </div>
  );
}
