/** What was promised to the author, how it stands, and what they may say of it. */
import type { PrivatePage, PromiseToAuthor } from '../../desk/forms/readPrivatePage.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { nameMasker } from '../../domain/maskNames.ts';
import { type Html, html, lines } from '../html.ts';
import { standingWords } from '../promises/standing.ts';
import type { Words } from '../words/words.ts';

/** Of the page on which they stand. */
interface PageOfPromises {
  shown: PrivatePage;
  language: PublicLanguage;
  /** Where what is said of them is sent. */
  path: string;
}

export function promisesPart(page: PageOfPromises, words: Words): Html {
  const { promises, promisesPage, institution, staff } = page.shown;
  if (promises.length === 0) return html`<p>${words.promisedNothing}</p>`;
  const mask = nameMasker(staff, words.staff);
  return html`<ol class="said">${promises.map((one) => promiseItem(page, one, words, mask))}</ol>
${promisesPage !== null && html`<p class="noprint"><a href="/promises/${promisesPage}">${words.promises.all(institution)}</a></p>`}`;
}

function promiseItem(
  page: PageOfPromises,
  promise: PromiseToAuthor,
  words: Words,
  mask: (text: string) => string,
): Html {
  const { standing, what, evidence, renewals, confirmed, confirmedByReading, hidden } = promise;
  const own = words.promises;
  const isBad = standing === 'late' || standing === 'broken';
  const stands = standingWords(promise, words, { language: page.language, timeZone: page.shown.timeZone });
  return html`<li class="ours"><p dir="auto" id="p-${promise.id}"><strong>${what === null ? words.deleted : lines(mask(what))}</strong></p>
<p${isBad && html` class="error"`}>${stands}</p>${renewals > 0 && html`<p class="quiet">${own.renewals(renewals)}</p>`}${evidence !== null && html`<p dir="auto"><span class="quiet">${standing === 'broken' ? own.why : own.evidence}</span> ${lines(mask(evidence))}</p>`}${confirmed && html`<p class="quiet">${confirmedByReading ? own.staffReadYes : own.youSaidYes}</p>`}
${(!confirmed || confirmedByReading) && happened(page, promise, words)}${hidden && html`<p class="quiet">${own.hidden}</p>`}${say(page, promise, [{ says: hidden ? 'show' : 'hide', label: hidden ? own.show : own.hide, plain: true }])}</li>`;
}

/** What is open may have happened; what we call kept may not have. */
function happened(page: PageOfPromises, promise: PromiseToAuthor, { promises: own }: Words): Html {
  const isKept = promise.standing === 'kept' || promise.standing === 'kept_late';
  const no = isKept ? [{ says: 'no', label: own.no, plain: true }] : [];
  return html`<p class="noprint"><strong>${own.didItHappen}</strong></p>${say(page, promise, [{ says: 'yes', label: own.yes, plain: false }, ...no])}`;
}

function say(
  { path }: PageOfPromises,
  { id }: PromiseToAuthor,
  ways: readonly { says: string; label: string; plain: boolean }[],
): Html {
  const buttons = ways.map(
    ({ says, label, plain }) =>
      html`<button name="says" value="${says}" aria-describedby="p-${id}"${plain && html` class="plain"`}>${label}</button> `,
  );
  return html`<form method="post" action="${path}" class="noprint"><input type="hidden" name="act" value="promise"><input type="hidden" name="promise" value="${id}"><p>${buttons}</p></form>`;
}
