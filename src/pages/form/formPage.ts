/** The public form as a page. Every field has its label, its hint and its fault beside it, for eyes and ears alike. */
import type { OpenForm } from '../../desk/forms/openForm.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { type Html, html, lines } from '../html.ts';
import type { Words } from '../words/words.ts';
import { type Errors, type FieldName, fieldNames, lengths, type Typed } from './typed.ts';

export interface FormPage {
  form: OpenForm;
  language: PublicLanguage;
  /** Where it is sent to: its path, with the language that was chosen. */
  action: string;
  /** The unit that it is the form of. */
  unitName: string | null;
  /** Units to choose from; none where it is the form of one unit. */
  units: readonly { id: string; name: string }[];
  formId: string;
  /** The call for complaints that it answers, and whether that has ended; null: none. */
  call: { slug: string; question: string; isOver: boolean } | null;
  typed: Typed;
  errors: Errors;
  /** Why it was not taken, besides what is wrong with single fields. */
  refusal: string | null;
  /** Photos were sent and must be chosen again. */
  photosLost: boolean;
}

/** The body of the page. */
export function formBody(page: FormPage, words: Words): Html {
  const { form, unitName } = page;
  return html`<p class="quiet">${form.institution}${unitName === null ? '' : `, ${unitName}`}</p>
<h1${written(page)}>${form.title}</h1>
${form.intro !== '' && html`<p${written(page)}>${lines(form.intro)}</p>`}
${page.call !== null && html`<p class="box" dir="auto">${words.calls.answersTo(page.call.question)}${page.call.isOver && html`<br>${words.calls.answersLate}`}</p>`}
${troubles(page, words)}
<form class="paper" method="post" action="${page.action}" enctype="multipart/form-data">
${choice(
  page,
  words,
  'topic',
  form.topics.map((topic) => ({ id: topic, name: topic })),
  written(page),
)}
${choice(page, words, 'unit', page.units)}
${line(page, words, 'place', { hint: words.placeHint, more: html` maxlength="${lengths.place}" autocomplete="off"` })}
${field(page, words, 'text', { required: true, hint: words.textHint }, (common) => html`<textarea ${common} rows="6" required maxlength="${lengths.text}">${page.typed.text}</textarea>`)}
${field(page, words, 'photo', { hint: words.photoHint }, (common) => html`<input ${common} type="file" accept="image/jpeg,image/png,image/webp,image/gif" multiple>`)}
<fieldset><legend>${words.who}</legend><p class="quiet">${words.whoHint}</p>
${line(page, words, 'name', { more: html` maxlength="${lengths.name}" autocomplete="name"` })}
${line(page, words, 'reach', { hint: words.reachHint, more: html` maxlength="${lengths.reach}" autocomplete="off"` })}
</fieldset>
${line(page, words, 'pin', { hint: words.pinHint, more: html` inputmode="numeric" pattern="[0-9]{4,8}" maxlength="8" autocomplete="off"` })}
<p class="away" aria-hidden="true"><label>${words.trap} <input name="website" tabindex="-1" autocomplete="off"></label></p>
<input type="hidden" name="form" value="${page.formId}">${page.call !== null && html`<input type="hidden" name="call" value="${page.call.slug}">`}
<p class="quiet">${words.privacy(form.institution)}</p>
<p><button>${words.send}</button></p>
</form>`;
}

/** Says in which language the house's own words are, where it is not the page's. */
const written = ({ form, language }: FormPage): Html | null =>
  form.language === language ? null : html` lang="${form.language}"`;

/** What stands in the way, said first and led to. */
export function troubles(
  { errors, refusal, photosLost }: Pick<FormPage, 'errors' | 'refusal' | 'photosLost'>,
  words: Words,
): Html | null {
  const faulty = fieldNames.filter((name) => errors[name] !== undefined);
  if (faulty.length === 0 && refusal === null) return null;
  const links = faulty.map(
    (name) => html`<li><a href="#${name}">${words[name]}</a> ${errors[name] ?? ''}</li>`,
  );
  return html`<div class="box over" role="alert"><h2>${words.wrongTitle}</h2>
<p>${refusal ?? words.wrong}</p>${links.length > 0 && html`<ul>${links}</ul>`}${photosLost && html`<p>${words.photoAgain}</p>`}</div>`;
}

export interface About {
  /** What it is called, where that is not its own word. */
  label?: string;
  required?: boolean;
  hint?: string;
  more?: Html;
}

export function field(
  page: Pick<FormPage, 'errors'>,
  words: Words,
  name: FieldName,
  about: About,
  control: (common: Html) => Html,
): Html {
  const error = page.errors[name];
  const told = [about.hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`];
  const by = told.filter((id) => id !== '').join(' ');
  const common = html`id="${name}" name="${name}"${by !== '' && html` aria-describedby="${by}"`}${error !== undefined && html` aria-invalid="true"`}`;
  return html`<div class="field${error === undefined ? '' : ' wrong'}"><label for="${name}">${about.label ?? words[name]}${about.required !== true && html` <small>(${words.optional})</small>`}</label>
${about.hint !== undefined && html`<p id="${name}-hint">${about.hint}</p>`}${error !== undefined && html`<p id="${name}-error" class="error">${error}</p>`}${control(common)}</div>`;
}

export function line(
  page: Pick<FormPage, 'errors' | 'typed'>,
  words: Words,
  name: FieldName,
  about: About,
): Html {
  const typed = page.typed[name];
  return field(
    page,
    words,
    name,
    about,
    (common) => html`<input ${common} value="${typed}"${about.more ?? null}>`,
  );
}

/** Left out where there is nothing to choose. */
function choice(
  page: FormPage,
  words: Words,
  name: 'topic' | 'unit',
  offered: readonly { id: string; name: string }[],
  attributes: Html | null = null,
): Html | null {
  if (offered.length === 0) return null;
  const options = offered.map(
    (one) =>
      html`<option value="${one.id}"${attributes}${page.typed[name] === one.id && html` selected`}>${one.name}</option>`,
  );
  return field(
    page,
    words,
    name,
    {},
    (common) => html`<select ${common}><option value="">${words.choose}</option>${options}</select>`,
  );
}
