/** The page behind a public link: whoever opens it writes, and reads nothing of what was said before. */
import { field, line, troubles } from '../form/formPage.ts';
import { type Errors, lengths, type Typed } from '../form/typed.ts';
import { type Html, html } from '../html.ts';
import type { Words } from '../words/words.ts';

export interface MovePage {
  institution: string;
  /** Where it is sent to: its path, with the language that was chosen. */
  action: string;
  formId: string;
  typed: Typed;
  errors: Errors;
  refusal: string | null;
}

/** The body of the page. */
export function moveBody(page: MovePage, words: Words): Html {
  const { institution, action, formId, typed, errors, refusal } = page;
  const shown = { errors, refusal, photosLost: false };
  const about = { label: words.doorText, required: true, hint: words.doorTextHint };
  return html`<h1>${words.doorTitle(institution)}</h1>
<p>${words.doorIntro}</p>
${troubles(shown, words)}
<form class="paper" method="post" action="${action}">
${field(shown, words, 'text', about, (common) => html`<textarea ${common} rows="6" required maxlength="${lengths.text}">${typed.text}</textarea>`)}
${line(page, words, 'pin', { hint: words.pinHint, more: html` inputmode="numeric" pattern="[0-9]{4,8}" maxlength="8" autocomplete="off"` })}
<p class="away" aria-hidden="true"><label>${words.trap} <input name="website" tabindex="-1" autocomplete="off"></label></p>
<input type="hidden" name="form" value="${formId}">
<p class="quiet">${words.privacy(institution)} ${words.doorBlank}</p>
<p><button>${words.send}</button></p>
</form>`;
}
