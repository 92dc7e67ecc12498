/** The public page of promises for programs: as data, and as a feed (RSS 2.0). */
import type { LedgerLine, PublicLedger } from '../../desk/commitments/publicLedger.ts';
import { keptInTime } from '../../domain/commitment.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { inXml } from '../html.ts';
import type { Words } from '../words/words.ts';
import { publicWords } from './publicWords.ts';
import { standingWords } from './standing.ts';

/** GET /promises/:page/data.json: counts, and a page of promises. Times are instants; a day's name is that of `timeZone`. */
export function ledgerData(ledger: PublicLedger, words: Words, base: string): object {
  const { institution, at, lastYear, everything, hidden, next } = ledger;
  const shown = publicWords(ledger.staff, words);
  const address = `${base}/promises/${institution.page}`;
  return {
    institution: institution.name,
    timeZone: institution.timeZone,
    at: at.toISOString(),
    page: address,
    method: `${address}/method`,
    keptInTimePercent: keptInTime(lastYear)?.percent ?? null,
    lastYear,
    everything,
    hiddenPosts: hidden,
    promises: ledger.lines.map((line) => ({
      id: line.id,
      what: line.what === null ? null : shown(line.what, line.authorNames),
      evidence: line.evidence === null ? null : shown(line.evidence, line.authorNames),
      standing: line.standing,
      madeAt: line.madeAt.toISOString(),
      dueAt: line.dueAt.toISOString(),
      endedAt: line.endedAt?.toISOString() ?? null,
      renewals: line.renewals,
    })),
    next: next === null ? null : `${address}/data.json?before=${next.madeAt.toISOString()}_${next.id}`,
  };
}

/** GET /promises/:page/feed.rss: what was promised, and what ended, most lately. One that ends is news again, under another name. */
export function ledgerFeed(
  ledger: PublicLedger,
  words: Words,
  { base, language }: { base: string; language: PublicLanguage },
): string {
  const { institution } = ledger;
  const shown = publicWords(ledger.staff, words);
  const address = `${base}/promises/${institution.page}`;
  const items = ledger.news.map((line) => feedItem(line, { ledger, words, language, address, shown }));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>${inXml(words.promises.heading(institution.name))}</title><link>${inXml(address)}</link><description>${inXml(words.promises.intro)}</description><language>${language}</language><ttl>60</ttl>
${items.join('\n')}
</channel></rss>
`;
}

interface Feed {
  ledger: PublicLedger;
  words: Words;
  language: PublicLanguage;
  address: string;
  shown: (text: string, names: readonly string[]) => string;
}

function feedItem(line: LedgerLine, { ledger, words, language, address, shown }: Feed): string {
  const { timeZone } = ledger.institution;
  const what = line.what === null ? words.promises.wordless : shown(line.what, line.authorNames);
  const stands = standingWords(line, words, { language, timeZone });
  // RFC 822, 5.1, as RSS wants it; the zone by its name that every reader knows.
  const when = (line.endedAt ?? line.madeAt).toUTCString().replace('GMT', '+0000');
  const ended = line.endedAt === null ? '' : `-${line.endedAt.getTime()}`;
  return `<item><title>${inXml(what)}</title><link>${inXml(`${address}#p-${line.id}`)}</link><guid isPermaLink="false">${line.id}${ended}</guid><pubDate>${when}</pubDate><description>${inXml(stands)}</description></item>`;
}
