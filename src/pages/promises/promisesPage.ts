/** What an institution promised and what became of it, in numbers and in words. */
import type { LedgerLine, PublicLedger } from '../../desk/commitments/publicLedger.ts';
import { keptInTime, type Ledger } from '../../domain/commitment.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { type Html, html, lines } from '../html.ts';
import { addressIn } from '../language.ts';
import type { Words } from '../words/words.ts';
import { momentIn, monthIn, numberIn } from '../words/writing.ts';
import { publicWords } from './publicWords.ts';
import { standingWords } from './standing.ts';

export interface PromisesPage {
  ledger: PublicLedger;
  language: PublicLanguage;
  /** The language that the address asks for; null where none. */
  chosen: PublicLanguage | null;
  /** True where the page begins with older promises. */
  goesOn: boolean;
}

/** Longer words are cut: the page is read on a cheap phone, and the data beside it has them whole. Characters. */
const mostLetters = 200;

/** The body of the page. */
export function promisesBody(page: PromisesPage, words: Words): Html {
  const { ledger, goesOn } = page;
  const own = words.promises;
  const { institution, next, late } = ledger;
  const shown = publicWords(ledger.staff, words);
  // What is late stands in the list of all, too: it has its address there.
  const list = (some: readonly LedgerLine[], isAll: boolean) =>
    html`<ol class="said">${some.map((one) => lineItem(page, one, words, { shown, isAll }))}</ol>`;
  return html`<h1>${own.heading(institution.name)}</h1>
<p>${own.intro}</p>
${share(page, words)}
<h2>${own.counts}</h2>${counts(page, words)}
${late.length > 0 && !goesOn && html`<h2>${own.lateNow}</h2>${list(late, false)}`}
<h2>${own.list}</h2>${ledger.lines.length === 0 ? html`<p>${own.none}</p>` : list(ledger.lines, true)}
<p>${goesOn && html`<a href="${address(page)}">${own.latest}</a> `}${next !== null && html`<a href="${address(page, `?before=${next.madeAt.toISOString()}_${next.id}`)}">${own.older}</a>`}</p>
${!goesOn && html`<h2>${own.hiddenPosts}</h2>${hiddenPosts(page, words)}`}
<p class="quiet">${own.zone(institution.timeZone)}</p>
<p><a href="${address(page, '/method')}">${own.method}</a><br><a href="${address(page, '/feed.rss')}">${own.feed}</a><br><a href="${address(page, '/data.json')}">${own.data}</a></p>`;
}

/** The body of the page that says how it is counted. */
export function methodBody(page: Pick<PromisesPage, 'chosen'> & { page: string }, words: Words): Html {
  const own = words.promises;
  return html`<h1>${own.method}</h1>${own.methodParts.map((part) => html`<p>${part}</p>`)}
<p><a href="${addressIn(`/promises/${page.page}`, page.chosen)}">${own.title}</a></p>`;
}

const address = ({ ledger, chosen }: PromisesPage, more = ''): string =>
  addressIn(`/promises/${ledger.institution.page}${more}`, chosen);

/** Widths of what became of the promises that were due, in a picture of 100. */
function share({ ledger }: PromisesPage, { promises: own }: Words): Html {
  const kept = keptInTime(ledger.lastYear);
  if (kept === null) return html`<p class="state">${own.nothingDue}</p>`;
  const { keptOnTime, keptLate, late, broken } = ledger.lastYear;
  let from = 0;
  const parts = (
    [
      ['kept', keptOnTime],
      ['slow', keptLate],
      ['over', late + broken],
    ] as const
  ).map(([name, count]) => {
    if (count === 0) return html``;
    const width = (100 * count) / kept.of;
    const part = html`<rect class="${name}" x="${from.toFixed(2)}" width="${width.toFixed(2)}" height="6"/>`;
    from += width;
    return part;
  });
  return html`<p class="state">${own.share(kept.percent)}</p>
<p class="quiet">${own.shareOf(kept.of)}</p>
<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

const columns = ['made', 'keptOnTime', 'keptLate', 'late', 'broken', 'open', 'renewed'] as const;
/** The colour in the picture. */
const sign: Partial<Record<keyof Ledger, string>> = {
  keptOnTime: 'kept',
  keptLate: 'slow',
  late: 'over',
  broken: 'over',
};

function counts({ ledger, language }: PromisesPage, { promises: own }: Words): Html {
  const rows = columns.map((name) => {
    const mark = sign[name];
    return html`<tr><th scope="row">${mark !== undefined && html`<span class="dot ${mark}"></span>`}${own.columns[name]}</th><td>${numberIn(language, ledger.lastYear[name])}</td><td>${numberIn(language, ledger.everything[name])}</td></tr>`;
  });
  return html`<table><thead><tr><td></td><th scope="col">${own.lastYear}</th><th scope="col">${own.everything}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** What the institution hid of others, for everybody to count: by month, with why. */
function hiddenPosts({ ledger, language }: PromisesPage, { promises: own }: Words): Html {
  const { hidden } = ledger;
  if (hidden.length === 0) return html`<p>${own.hidNothing}</p>`;
  const rows = hidden.map(({ month, count, because }) => {
    const why = because
      .map((one) => `${own.because[one.because]} (${numberIn(language, one.count)})`)
      .join(', ');
    return html`<li>${own.hidInMonth(monthIn(language, month), count)}<br><span class="quiet">${why}</span></li>`;
  });
  return html`<p>${own.hidMeans}</p><ul>${rows}</ul>`;
}

function lineItem(
  { language, ledger }: PromisesPage,
  line: LedgerLine,
  words: Words,
  { shown, isAll }: { shown: (text: string, names: readonly string[]) => string; isAll: boolean },
): Html {
  const own = words.promises;
  const { timeZone } = ledger.institution;
  const { what, evidence, authorNames, standing, renewals } = line;
  const isBad = standing === 'late' || standing === 'broken';
  const text = (whole: string) => lines(cut(shown(whole, authorNames)));
  return html`<li class="ours"${isAll && html` id="p-${line.id}"`}><p class="quiet"><time datetime="${line.madeAt.toISOString()}">${own.made(momentIn(language, line.madeAt, timeZone))}</time></p>
<p dir="auto">${what === null ? html`<em>${own.wordless}</em>` : html`<strong>${text(what)}</strong>`}</p>
<p${isBad && html` class="error"`}>${standingWords(line, words, { language, timeZone })}</p>${renewals > 0 && html`<p class="quiet">${own.renewals(renewals)}</p>`}${evidence !== null && html`<p dir="auto"><span class="quiet">${standing === 'broken' ? own.why : own.evidence}</span> ${text(evidence)}</p>`}</li>`;
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length <= mostLetters
    ? text
    : `${letters
        .slice(0, mostLetters - 1)
        .join('')
        .trimEnd()}…`;
}
