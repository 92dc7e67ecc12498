/** A call for complaints for programs: as data, and as a feed (RSS 2.0). */
import type { CallCounts, CountedPart } from '../../domain/complaintCallCounts.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { inXml } from '../html.ts';
import type { Words } from '../words/words.ts';
import { momentIn } from '../words/writing.ts';
import { answeredPercent } from './callPage.ts';
import type { PublicCall } from './publicCall.ts';

const addressOf = (base: string, { call }: PublicCall): string => `${base}/calls/${call.page}/${call.slug}`;

/** GET /calls/:page/:slug/data.json. Small topics and places are left out, as on the page. */
export function callData(shown: PublicCall, base: string): object {
  const { call, state, endsAt, reportDueAt, counts, topics, places, accounts, promised, reports } = shown;
  return {
    institution: call.institution,
    question: call.question,
    signed: call.signed === '' ? null : call.signed,
    hashtag: call.hashtag,
    page: addressOf(base, shown),
    form: call.form === null ? null : `${base}/f/${call.form.slug}?call=${call.slug}`,
    accounts,
    state,
    timeZone: call.timeZone,
    openedAt: call.openedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    reportDueAt: reportDueAt.toISOString(),
    counts: { ...whole(counts), answeredPercent: answeredPercent(counts) },
    days: counts.days,
    topics: topics.named.map(partFor),
    places: places.named.map(partFor),
    unnamed: { topics: topics.others, places: places.others },
    promises: { made: promised, page: `${base}/promises/${call.page}` },
    reports: reports.map(({ version, heard: said, done, publishedAt, counts: then }) => ({
      version,
      heard: said,
      done,
      publishedAt: publishedAt.toISOString(),
      counts: whole(then),
    })),
  };
}

const partFor = ({ name, posts, people }: CountedPart) => ({ name, posts, people });

/** The numbers of all of it. */
const whole = ({
  topics: _topics,
  places: _places,
  days: _days,
  ...numbers
}: CallCounts): Omit<CallCounts, 'topics' | 'places' | 'days'> => numbers;

/** GET /calls/:page/:slug/feed.rss: that it was opened, that it ended, each report. */
export function callFeed(
  shown: PublicCall,
  words: Words,
  { base, language }: { base: string; language: PublicLanguage },
): string {
  const { call, state, endsAt, reports } = shown;
  const { calls: own } = words;
  const address = addressOf(base, shown);
  const ends = momentIn(language, endsAt, call.timeZone);
  const item = (id: string, title: string, at: Date, text: string) =>
    `<item><title>${inXml(title)}</title><link>${inXml(address)}</link><guid isPermaLink="false">${call.id}-${id}</guid><pubDate>${at.toUTCString().replace('GMT', '+0000')}</pubDate><description>${inXml(text)}</description></item>`;
  const items = [
    ...reports.map((one) =>
      item(`report-${one.version}`, own.report, one.publishedAt, `${one.heard}\n\n${one.done}`),
    ),
    ...(state === 'open' ? [] : [item('ended', own.ended(ends), endsAt, call.question)]),
    item('opened', call.question, call.openedAt, own.until(ends)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>${inXml(call.question)}</title><link>${inXml(address)}</link><description>${inXml(own.asks(call.institution))}</description><language>${language}</language><ttl>60</ttl>
${items.join('\n')}
</channel></rss>
`;
}
