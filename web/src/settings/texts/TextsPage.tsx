import { useQuery } from '@tanstack/react-query';
import { MessageSquareQuote } from 'lucide-react';
import type { TextView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { classes } from '../../parts/classes.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { useOneOpen } from '../../parts/useOneOpen.ts';
import { textsQuery } from '../../server/queries.ts';
import { retireText } from '../../server/settingChanges.ts';
import { useMay } from '../../shell/useMe.ts';
import { dateWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { languageWords } from '../../words/names.ts';
import { LineActs } from '../LineActs.tsx';
import { Page, Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';
import { TextForm } from './TextForm.tsx';

/** What the house says, by topic and language. */
export default function TextsPage() {
  const texts = useQuery(textsQuery);
  const mayManage = useMay('answers.manage');
  const one = useOneOpen();
  return (
    <Page
      title={i18n.t('Approved texts')}
      about={i18n.t(
        'Whoever answers finds them while typing. Each has somebody who answers for it and a day on which it is read again.',
      )}
    >
      {mayManage &&
        (one.open === 'new' ? (
          <Panel title={i18n.t('A new text')}>
            <TextForm text={null} close={() => one.close('new')} />
          </Panel>
        ) : (
          <div>
            <Button kind="main" onClick={() => one.show('new')}>
              {i18n.t('Write a text')}
            </Button>
          </div>
        ))}
      {texts.data === undefined ? (
        texts.isError ? (
          <Trouble error={texts.error} again={() => void texts.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : texts.data.length === 0 ? (
        <Empty icon={<MessageSquareQuote />} title={i18n.t('No approved text yet')}>
          {i18n.t(
            'Write down what you say again and again: it is found as soon as somebody begins to type it.',
          )}
        </Empty>
      ) : (
        [...Map.groupBy(texts.data, ({ topic }) => topic)].map(([topic, those]) => (
          <Panel key={topic} title={<span dir="auto">{topic}</span>}>
            <ul>
              {those.map((text) => (
                <TextLine
                  key={text.id}
                  text={text}
                  editing={one.open === text.id}
                  mayManage={mayManage}
                  edit={(on) => (on ? one.show : one.close)(text.id)}
                />
              ))}
            </ul>
          </Panel>
        ))
      )}
    </Page>
  );
}

function TextLine({
  text,
  editing,
  mayManage,
  edit,
}: {
  text: TextView;
  editing: boolean;
  mayManage: boolean;
  edit: (on: boolean) => void;
}) {
  const { change, busy, trouble } = useChange([textsQuery.queryKey, ['audit']]);
  if (editing) {
    return (
      <li className="border-b border-line py-4 last:border-b-0">
        <TextForm text={text} close={() => edit(false)} />
      </li>
    );
  }
  const isDue = text.reviewOn <= new Date().toISOString().slice(0, 10);
  return (
    <li className="flex flex-col gap-1 border-b border-line py-3 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 dir="auto" className="font-medium">
          {text.title}
          {text.language !== null && (
            <span className="font-normal text-quiet"> {languageWords(text.language)}</span>
          )}
        </h3>
        {mayManage && (
          <LineActs
            title={text.title}
            busy={busy}
            edit={() => edit(true)}
            retire={() => void change(() => retireText(text.id))}
          />
        )}
      </div>
      <p dir="auto" className="whitespace-pre-wrap">
        {text.text}
      </p>
      <p className="text-13 text-quiet">
        <span dir="auto">{text.owner.name}</span>,{' '}
        <span className={classes(isDue && 'font-semibold text-over')}>
          {isDue
            ? i18n.t('to be read again since {date}', { date: dateWords(text.reviewOn) })
            : i18n.t('to be read again by {date}', { date: dateWords(text.reviewOn) })}
        </span>
      </p>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </li>
  );
}
