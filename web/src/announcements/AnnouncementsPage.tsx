import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { AnnouncementView, ReplyView } from '../../../src/api/contract.ts';
import { useCommands } from '../keys/commands.ts';
import { Notice } from '../parts/Notice.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { withdrawReply } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { accountsQuery, announcementsKey } from '../server/queries.ts';
import { Page } from '../settings/Page.tsx';
import { tell } from '../shell/told.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { AnnouncementList } from './AnnouncementList.tsx';
import { type Announcement, again, blank, isBlank } from './announcementWords.ts';
import { type Announcer, WriteAnnouncement } from './WriteAnnouncement.tsx';

/** Where it can be written, or why it cannot. */
function Writing(props: Omit<Parameters<typeof WriteAnnouncement>[0], 'accounts'>) {
  const accounts = useQuery(accountsQuery);
  const mayConnect = useMay('accounts.manage');
  if (accounts.data === undefined) {
    return accounts.isError ? <Trouble error={accounts.error} /> : <Skeleton lines={4} />;
  }
  const able = accounts.data.filter(
    (one): one is Announcer =>
      one.announces !== null && one.state !== 'removed' && one.state !== 'permission_lost',
  );
  if (able.length > 0) return <WriteAnnouncement accounts={able} {...props} />;
  return (
    <Notice
      kind="soon"
      action={
        mayConnect && (
          <Link to="/settings/accounts" className="target inline-flex items-center text-accent underline">
            {i18n.t('Connected accounts')}
          </Link>
        )
      }
    >
      {i18n.t('No connected account can announce anything now.')}
    </Notice>
  );
}

/** Announcements: the house's own posts, written here, and what became of each. */
export default function AnnouncementsPage() {
  const me = useMe();
  const client = useQueryClient();
  const mayAnnounce = useMay('announcements.send');
  const field = useRef<HTMLTextAreaElement>(null);
  const [written, write] = useRemembered<Announcement>(`unsaved.${me.member.id}.announcement`, blank());
  const read = () => void client.invalidateQueries({ queryKey: announcementsKey });
  const mayExport = useMay('cases.export');
  useCommands([
    mayExport && {
      id: 'export',
      title: i18n.t('Take this list along as CSV'),
      group: i18n.t('Announcements'),
      run: () => window.location.assign('/api/announcements/export'),
    },
    mayAnnounce && {
      id: 'announce',
      title: i18n.t('Write an announcement'),
      group: i18n.t('Announcements'),
      keys: 'r',
      run: () => field.current?.focus(),
    },
  ]);
  /** The words stand in the field again, unless something else does already. */
  const putBack = (one: AnnouncementView) => {
    if (!isBlank(written))
      return tell(i18n.t('You are writing another one. Send or empty it first.'), 'over');
    write(again(one));
    field.current?.focus();
  };
  const rewrite = async (one: AnnouncementView) => {
    if (!isBlank(written)) return putBack(one);
    try {
      await withdrawReply(one.id);
      putBack(one);
    } catch (error) {
      tell(sentenceOf(error), 'over');
    }
    read();
  };
  const changed = (one: AnnouncementView, now: ReplyView) => {
    if (one.state === 'queued' && now.state === 'withdrawn' && isBlank(written)) putBack(one);
  };
  return (
    <Scroll name={i18n.t('Announcements')} className="h-full">
      <Page
        title={i18n.t('Announcements')}
        about={i18n.t('Posts of your own that answer nobody. What becomes of each stays here.')}
      >
        <Link to="/calls" className="target inline-flex items-center self-start text-accent underline">
          {i18n.t('Calls for complaints')}
        </Link>
        {mayAnnounce && <Writing written={written} write={write} queued={read} field={field} />}
        <AnnouncementList rewrite={(one) => void rewrite(one)} changed={changed} />
      </Page>
    </Scroll>
  );
}
