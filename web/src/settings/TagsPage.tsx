import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'lucide-react';
import { useState } from 'react';
import type { TagView } from '../../../src/api/contract.ts';
import { type Progress, runBulk, tellDone } from '../bulk/runBulk.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { tagsQuery } from '../server/queries.ts';
import { renameTag } from '../server/settingChanges.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

const countOfCases = (n: number) =>
  n >= 1000 ? i18n.t('1,000 cases or more') : i18n.t('{n, plural, one {# case} other {# cases}}', { n });

/** What becomes of it when the tag has this name. */
function renamingHelp({ joins, isTopic }: { joins: boolean; isTopic: boolean }): string | null {
  if (isTopic)
    return i18n.t('It is the name of a topic: give that the same new name, or new cases get the old one.');
  return joins ? i18n.t('There is a tag of this name: the two become one.') : null;
}

function Rename({ tag: one, others, close }: { tag: TagView; others: readonly string[]; close: () => void }) {
  const { change, busy, trouble } = useChange([tagsQuery.queryKey, ['cases'], ['counts']]);
  const { tag } = one;
  const [to, setTo] = useState(tag);
  const [progress, setProgress] = useState<Progress | null>(null);
  const joins = others.includes(to.trim());
  const rename = async () => {
    const id = crypto.randomUUID();
    const done = await change(async () => {
      await renameTag({ bulkId: id, from: tag, to: to.trim() });
      return runBulk(id, null, setProgress);
    });
    if (done === undefined) return;
    tellDone(done.bulk);
    close();
  };
  return (
    <form
      className="flex max-w-[30rem] flex-col gap-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      <Field
        label={i18n.t('New name of the tag')}
        required
        maxLength={50}
        dir="auto"
        value={to}
        onChange={(event) => setTo(event.target.value)}
        help={renamingHelp({ joins: joins && to.trim() !== tag, isTopic: one.topic })}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {progress !== null && (
        <p role="status">
          {i18n.t('{done} of {total} cases', { done: progress.done, total: progress.total })}
        </p>
      )}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy || to.trim() === '' || to.trim() === tag}>
          {joins && to.trim() !== tag ? i18n.t('Put together') : i18n.t('Rename')}
        </Button>
        <Button onClick={close} disabled={busy}>
          {i18n.t('Cancel')}
        </Button>
      </div>
    </form>
  );
}

function Line({ one, others }: { one: TagView; others: readonly string[] }) {
  const mayManage = useMay('tags.manage');
  const [open, setOpen] = useState(false);
  return (
    <li className="border-b border-line py-1 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <Link
          to="/inbox/$view"
          params={{ view: 'all' }}
          search={{ tag: one.tag }}
          dir="auto"
          className="target inline-flex min-w-0 items-center font-medium break-all text-accent underline"
        >
          {one.tag}
        </Link>
        <span className="ml-auto text-quiet tabular-nums">{countOfCases(one.count)}</span>
        {mayManage && !open && (
          <Button
            kind="quiet"
            onClick={() => setOpen(true)}
            aria-label={i18n.t('Rename the tag {tag}', { tag: one.tag })}
          >
            {i18n.t('Rename')}
          </Button>
        )}
      </div>
      {open && <Rename tag={one} others={others} close={() => setOpen(false)} />}
    </li>
  );
}

/** The tags in use: how many cases have each, and another name for one, which puts two together. */
export default function TagsPage() {
  const tags = useQuery(tagsQuery);
  if (tags.data === undefined) {
    return tags.isError ? (
      <Trouble error={tags.error} again={() => void tags.refetch()} />
    ) : (
      <Skeleton lines={8} className="p-8" />
    );
  }
  // A topic whose name no case has yet is no tag to be renamed.
  const inUse = tags.data.filter(({ count }) => count > 0);
  const names = inUse.map(({ tag }) => tag);
  return (
    <Page
      title={i18n.t('Tags')}
      about={i18n.t('Whatever cases are tagged with. A tag is there as long as a case has it.')}
    >
      {names.length === 0 ? (
        <Empty icon={<Tag />} title={i18n.t('No tag yet')}>
          {i18n.t('Tag a case beside it, or many at once.')}
        </Empty>
      ) : (
        <Panel>
          <ul>
            {inUse.map((one) => (
              <Line key={one.tag} one={one} others={names} />
            ))}
          </ul>
        </Panel>
      )}
    </Page>
  );
}
