/** The private page of a case: how it stands, what was said, and the ways to write back or to close it. */
import type { PrivatePage, SaidPost } from '../../desk/forms/readPrivatePage.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { maskAnswer, nameMasker } from '../../domain/maskNames.ts';
import { mostText } from '../form/typed.ts';
import { type Html, html, lines } from '../html.ts';
import type { Words } from '../words/words.ts';
import { momentIn } from '../words/writing.ts';
import { promisesPart } from './promisesPart.ts';

export interface CasePage {
  shown: PrivatePage;
  language: PublicLanguage;
  /** The whole address, to be kept. */
  address: string;
  /** Its path, with the proof of the PIN where one is needed. */
  path: string;
  /** The path and the query of its pictures. */
  picture: (postId: string, n: number) => string;
  formId: string;
  /** It was sent just now. */
  fresh: boolean;
  text: string;
  errors: { text?: string; photo?: string };
  refusal: string | null;
  photosLost: boolean;
}

/** The body of the page. */
export function caseBody(page: CasePage, words: Words): Html {
  const { shown } = page;
  const { posts, isMasked } = withoutNames(shown, words.staff);
  return html`<p class="quiet">${words.caseTitle}${shown.caseNumber === null ? '' : `, ${words.caseNumber(shown.caseNumber)}`}</p>
<h1>${words.caseWith(shown.institution)}</h1>
${page.fresh && html`<p role="status"><strong>${words.keepNow}</strong></p>`}
<div class="box"><p>${words.keep}</p><p><strong>${page.address}</strong></p></div>
<h2>${words.state}</h2>
<p class="state">${words.states[shown.state]}</p>
<p class="quiet">${words.since(moment(page, shown.since))}. ${words.stateHints[shown.state]}</p>
<p class="noprint"><a href="${page.path}">${words.again}</a></p>
<h2 id="promises">${words.promised}</h2>${promisesPart(page, words)}
<h2>${words.conversation}</h2>${isMasked && html`<p class="quiet">${words.staffMasked}</p>`}
<ol class="said">${posts.map((post) => said(page, post, words))}</ol>
${writeBack(page, words)}
${closing(page, words)}`;
}

/** The posts as whoever has the address may read them; the console shows them as they came. */
function withoutNames({ posts, staff }: PrivatePage, mask: string): { posts: SaidPost[]; isMasked: boolean } {
  const masker = nameMasker(staff, mask);
  const masked = posts.map((post) =>
    post.text === null ? post : { ...post, text: maskAnswer(post.text, post.signature, masker) },
  );
  return { posts: masked, isMasked: masked.some(({ text }, i) => text !== posts[i]?.text) };
}

function moment({ language, shown }: CasePage, at: Date): string {
  return momentIn(language, at, shown.timeZone);
}

function said(page: CasePage, post: SaidPost, words: Words): Html {
  const pictures = Array.from({ length: post.pictures }, (_, n) => {
    const address = post.id === null ? '' : page.picture(post.id, n);
    return html`<a href="${address}"><img src="${address}" alt="${words.photoNumber(n + 1)}" loading="lazy"></a>`;
  });
  return html`<li${post.ours && html` class="ours"`}><p class="quiet"><strong>${post.ours ? page.shown.institution : words.you}</strong>, <time datetime="${post.at.toISOString()}">${moment(page, post.at)}</time></p>
<p dir="auto">${post.text === null ? words.deleted : lines(post.text)}</p>${post.text === null ? null : pictures}</li>`;
}

function writeBack({ path, formId, text, errors, refusal, photosLost }: CasePage, words: Words): Html {
  const troubles =
    refusal !== null || errors.text !== undefined || errors.photo !== undefined
      ? html`<div class="box over" role="alert"><p><strong>${words.wrongTitle}.</strong> ${refusal ?? words.wrong}${photosLost ? ` ${words.photoAgain}` : ''}</p></div>`
      : null;
  const error = (name: 'text' | 'photo') =>
    errors[name] === undefined ? null : html`<p id="${name}-error" class="error">${errors[name]}</p>`;
  const told = (name: 'text' | 'photo') =>
    errors[name] === undefined ? null : html` aria-invalid="true" aria-describedby="${name}-error"`;
  return html`<h2 class="noprint" id="write">${words.writeBack}</h2>
<form method="post" action="${path}" enctype="multipart/form-data">${troubles}
<div class="field"><label for="text">${words.writeBackText}</label>${error('text')}<textarea id="text" name="text" rows="5" required maxlength="${mostText}"${told('text')}>${text}</textarea></div>
<div class="field"><label for="photo">${words.photo} <small>(${words.optional})</small></label>${error('photo')}<input id="photo" name="photo" type="file" accept="image/jpeg,image/png,image/webp,image/gif" multiple${told('photo')}></div>
<p class="away" aria-hidden="true"><label>${words.trap} <input name="website" tabindex="-1" autocomplete="off"></label></p>
<input type="hidden" name="form" value="${formId}"><input type="hidden" name="act" value="write">
<p><button>${words.send}</button></p></form>`;
}

function closing({ path }: CasePage, words: Words): Html {
  return html`<details class="noprint"><summary>${words.close}</summary><p>${words.closeHint}</p>
<form method="post" action="${path}"><input type="hidden" name="act" value="close"><button class="plain">${words.closeSure}</button></form></details>`;
}

/** Asks for the PIN. */
export function pinBody(
  page: { path: string; fresh: boolean; address: string; error: string | null },
  words: Words,
): Html {
  const { error } = page;
  return html`${page.fresh && html`<p role="status"><strong>${words.keepNow}</strong></p><div class="box"><p>${words.keep}</p><p><strong>${page.address}</strong></p></div>`}
<h1>${words.pinTitle}</h1><p>${words.pinAsk}</p>
<form method="post" action="${page.path}"><input type="hidden" name="act" value="pin">
<div class="field${error === null ? '' : ' wrong'}"><label for="pin">${words.pinLabel}</label>${error !== null && html`<p id="pin-error" class="error" role="alert">${error}</p>`}<input id="pin" name="pin" type="password" inputmode="numeric" pattern="[0-9]{4,8}" maxlength="8" required autocomplete="off"${error !== null && html` aria-invalid="true" aria-describedby="pin-error"`}></div>
<p><button>${words.pinOpen}</button></p></form>`;
}
