/** A call for complaints as everybody reads it: what is asked, how to take part, what was heard, what came of it. */
import { callState, endOf } from '../../domain/complaintCall.ts';
import type { CallCounts } from '../../domain/complaintCallCounts.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import type { CallReport, ComplaintCall } from '../../storage/complaintCalls.ts';
import { type Html, html, lines } from '../html.ts';
import { addressIn } from '../language.ts';
import type { Words } from '../words/words.ts';
import { momentIn, numberIn } from '../words/writing.ts';
import type { PublicCall } from './publicCall.ts';

export interface CallPage {
  shown: PublicCall;
  language: PublicLanguage;
  /** The language that the address asks for; null where none. */
  chosen: PublicLanguage | null;
}

/** A question of more letters than that is written smaller. */
const manyLetters = 120;

/** The body of the page. */
export function callBody(page: CallPage, words: Words): Html {
  const { shown, language, chosen } = page;
  const { call, state, endsAt, promised } = shown;
  const { calls: own, promises } = words;
  const ends = momentIn(language, endsAt, call.timeZone);
  const here = (more: string) => addressIn(`/calls/${call.page}/${call.slug}${more}`, chosen);
  return html`<p class="quiet">${own.asks(call.institution)}</p>
<h1 dir="auto"${call.question.length > manyLetters && html` class="long"`}>${call.question}</h1>
${call.signed !== '' && html`<p dir="auto">${call.signed}</p>`}
<p class="state"><time datetime="${endsAt.toISOString()}">${state === 'open' ? own.until(ends) : own.ended(ends)}</time></p>
<p class="quiet">${promises.zone(call.timeZone)}</p>
${state === 'open' ? takingPart(page, words) : report(page, words)}
<h2>${own.numbers}</h2>${numbers(page, words)}
${promised > 0 && html`<p>${own.promised(promised)} <a href="${addressIn(`/promises/${call.page}`, chosen)}">${promises.title}</a></p>`}
${state !== 'open' && html`<p class="quiet">${own.closed}</p>`}
<details><summary>${own.method}</summary>${own.methodParts.map((part) => html`<p>${part}</p>`)}</details>
<p><a href="${addressIn(`/calls/${call.page}`, chosen)}">${own.all(call.institution)}</a><br><a href="${here('/feed.rss')}">${promises.feed}</a><br><a href="${here('/data.json')}">${promises.data}</a></p>`;
}

function takingPart({ shown, chosen }: CallPage, { calls: own }: Words): Html {
  const { call, accounts } = shown;
  const form = call.form === null ? null : `/f/${call.form.slug}?call=${call.slug}`;
  return html`<div class="box"><h2>${own.how}</h2>
<p>${own.byTag}</p><p class="state">#<bdi>${call.hashtag}</bdi></p>
${accounts.length > 0 && html`<p>${own.byAccount}</p><ul>${accounts.map(({ handle, network }) => html`<li><bdi translate="no">${handle}</bdi> <span class="quiet" translate="no">${network}</span></li>`)}</ul>`}
${form !== null && html`<p>${own.byForm}</p><p><a href="${addressIn(form, chosen)}">${own.toForm}</a></p>`}</div>`;
}

function report({ shown, language }: CallPage, { calls: own }: Words): Html {
  const { call, reports, reportDueAt, reportIsLate } = shown;
  const [latest, ...earlier] = reports;
  const due = momentIn(language, reportDueAt, call.timeZone);
  if (latest === undefined)
    return html`<h2>${own.report}</h2><p${reportIsLate && html` class="error"`}>${reportIsLate ? own.reportLate(due) : own.reportDue(due)}</p>`;
  const one = (version: CallReport) => reportText(version, own, language, call.timeZone);
  return html`<h2>${own.report}</h2>${one(latest)}
${earlier.length > 0 && html`<details><summary>${own.earlier}</summary>${earlier.map(one)}</details>`}`;
}

function reportText(
  { heard, done, counts, publishedAt }: CallReport,
  own: Words['calls'],
  language: PublicLanguage,
  timeZone: string,
): Html {
  const { heard: posts, people, answered, takenOut, putIn } = counts;
  const more = (name: string, n: number) => n > 0 && html`<br>${name}: ${numberIn(language, n)}`;
  return html`<div class="box"><h3>${own.heardTitle}</h3><p dir="auto">${lines(heard)}</p><h3>${own.doneTitle}</h3><p dir="auto">${lines(done)}</p>
<p class="quiet"><time datetime="${publishedAt.toISOString()}">${own.published(momentIn(language, publishedAt, timeZone))}</time><br>${own.atThatTime(posts, people, answered)}${more(own.takenOut, takenOut)}${more(own.putIn, putIn)}</p></div>`;
}

function numbers(page: CallPage, words: Words): Html {
  const { shown, language } = page;
  const { calls: own } = words;
  const { counts, topics, places } = shown;
  if (counts.heard + counts.late + counts.folded + counts.takenOut === 0) return html`<p>${own.nothing}</p>`;
  const line = (name: string, value: string) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  const count = (name: string, n: number) => line(name, numberIn(language, n));
  const more = (name: string, n: number) => n > 0 && count(name, n);
  return html`<table><tbody>${count(own.heard, counts.heard)}${count(own.people, counts.people)}${count(own.answered, counts.answered)}${more(own.settled, counts.settled)}${count(own.waiting, counts.waiting)}${counts.medianSeconds !== null && line(own.median, durationIn(own, counts.medianSeconds))}${more(own.late, counts.late)}${more(own.folded, counts.folded)}${more(own.takenOut, counts.takenOut)}${more(own.putIn, counts.putIn)}</tbody></table>
${dayPicture(page, words)}${partsTable(page, own.topics, topics, own)}${partsTable(page, own.places, places, own)}`;
}

/** "40 minutes", "6 hours", "3 days": as much as somebody wants to know. */
export function durationIn(own: Words['calls'], seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 90) return own.minutes(minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? own.hours(hours) : own.days(Math.round(hours / 24));
}

function partsTable(
  { language }: CallPage,
  title: string,
  { named, others }: PublicCall['topics'],
  own: Words['calls'],
): Html | null {
  if (named.length === 0 && others === 0) return null;
  const rows = named.map(
    ({ name, posts, people }) =>
      html`<tr><th scope="row" dir="auto" translate="no">${name}</th><td>${numberIn(language, posts)}</td><td>${numberIn(language, people)}</td></tr>`,
  );
  return html`<h3>${title}</h3>${rows.length > 0 && html`<table><thead><tr><td></td><th scope="col">${own.part}</th><th scope="col">${own.parts}</th></tr></thead><tbody>${rows}</tbody></table>`}${others > 0 && html`<p class="quiet">${own.small(others)}</p>`}`;
}

/** Posts by day, the answered ones below: at a glance, and as a table for who sees no picture. */
function dayPicture({ shown, language }: CallPage, { calls: own }: Words): Html | null {
  const { days } = shown.counts;
  if (days.length < 2) return null;
  const most = Math.max(...days.map(({ posts }) => posts));
  const bars = days.map(({ posts, answered }, n) => {
    const bar = (colour: string, from: number, to: number) =>
      to > from &&
      html`<rect class="${colour}" x="${n + 0.1}" y="${(20 - (20 * to) / most).toFixed(2)}" width="0.8" height="${((20 * (to - from)) / most).toFixed(2)}"/>`;
    return html`${bar('kept', 0, answered)}${bar('slow', answered, posts)}`;
  });
  const rows = days.map(
    ({ day, posts, answered }) =>
      html`<tr><th scope="row"><time datetime="${day}">${dayIn(language, day)}</time></th><td>${numberIn(language, posts)}</td><td>${numberIn(language, answered)}</td></tr>`,
  );
  return html`<h3>${own.byDay}</h3><p class="quiet"><span class="dot kept"></span>${own.answered} &nbsp; <span class="dot slow"></span>${own.notAnswered}</p><svg class="days" viewBox="0 0 ${days.length} 20" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
<details><summary>${own.asTable}</summary><table><thead><tr><th scope="col">${own.day}</th><th scope="col">${own.heard}</th><th scope="col">${own.answered}</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

/** A date at its noon, so that no zone moves it. */
const dayIn = (language: PublicLanguage, day: string): string =>
  momentIn(language, new Date(`${day}T12:00:00Z`), 'UTC').replace(/[, ]*(?:at|à)?\s*12:00.*$/u, '');

/** The body of the page that lists what an institution asked. */
export function callsBody(
  {
    institution,
    calls,
    language,
    chosen,
    now,
  }: {
    institution: string;
    calls: readonly ComplaintCall[];
    language: PublicLanguage;
    chosen: PublicLanguage | null;
    now: Date;
  },
  { calls: own }: Words,
): Html {
  const items = calls.map((call) => {
    const end = endOf(call);
    const ends = momentIn(language, end, call.timeZone);
    const stands = callState(call, now) === 'open' ? own.until(ends) : own.ended(ends);
    return html`<li class="ours"><p dir="auto"><a href="${addressIn(`/calls/${call.page}/${call.slug}`, chosen)}">${call.question}</a></p><p class="quiet"><time datetime="${end.toISOString()}">${stands}</time></p></li>`;
  });
  return html`<h1>${own.all(institution)}</h1>${items.length === 0 ? html`<p>${own.none}</p>` : html`<ol class="said">${items}</ol>`}`;
}

/** The share that was answered, 0 to 100; null of nothing. */
export const answeredPercent = ({ heard, answered }: CallCounts): number | null =>
  heard === 0 ? null : Math.round((100 * answered) / heard);
