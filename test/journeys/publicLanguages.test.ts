/** The public pages in each of their languages, over HTTP: which one somebody gets, and that a choice holds from page to page without a cookie. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicLanguages } from '../../src/domain/languages.ts';
import { escaped } from '../../src/pages/html.ts';
import { wordsIn } from '../../src/pages/words/words.ts';
import type { Answer } from '../factories/apiServer.ts';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';

let desk: FormDesk;

beforeAll(async () => {
  desk = await openFormDesk();
});
afterAll(async () => {
  await desk.close();
});

/** Loads a page with a browser that asks for these languages. */
const load = (url: string, wish?: string): Promise<Answer> =>
  desk.server.ask({
    url,
    remoteAddress: '203.0.113.9',
    headers: { origin: undefined, ...(wish === undefined ? {} : { 'accept-language': wish }) },
  });
const languageOf = ({ text }: Answer) => /<html lang="(\w+)"/.exec(text)?.[1];
const actionOf = ({ text }: Answer) =>
  (/<form[^>]* action="([^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');
const switchOf = ({ text }: Answer) =>
  [...text.matchAll(/<a href="([^"]*)" lang="(\w+)" hreflang="\2">/g)].map(([, to, language]) => [
    language,
    (to ?? '').replaceAll('&amp;', '&'),
  ]);

describe('the language of the form', () => {
  it('is the one that was chosen, else the browser’s, else the one that it is written in', async () => {
    expect(languageOf(await load('/f/water?lang=rw', 'fr'))).toBe('rw');
    expect(languageOf(await load('/f/water', 'am, fr-RW;q=0.9, en;q=0.2'))).toBe('fr');
    expect(languageOf(await load('/f/water?lang=xx', 'sw-KE'))).toBe('sw');
    expect(languageOf(await load('/f/water'))).toBe('en');
    await desk.api('PATCH', `/api/forms/${desk.form.id}`, { language: 'rw' });
    expect(languageOf(await load('/f/water', 'am'))).toBe('rw');
    expect((await load('/f/water', 'fr')).text).toContain('<h1 lang="rw">Tell us about your water</h1>');
    await desk.api('PATCH', `/api/forms/${desk.form.id}`, { language: 'en' });
  });

  it('is switched at the top, by names that their own speakers know', async () => {
    const page = await load('/f/water', 'fr');
    expect(page.text.indexOf('<nav')).toBeLessThan(page.text.indexOf('<main'));
    expect(page.text).toContain('<li aria-current="true">Français</li>');
    expect(switchOf(page)).toEqual([
      ['en', '/f/water?lang=en'],
      ['sw', '/f/water?lang=sw'],
      ['rw', '/f/water?lang=rw'],
    ]);
    for (const name of ['English', 'Kiswahili', 'Ikinyarwanda']) expect(page.text).toContain(`>${name}</a>`);
  });

  it('costs nobody what they typed: a form that comes back has no switch', async () => {
    const back = await desk.send('/f/water?lang=sw', { form: 'old', text: 'Maji hakuna.' });
    expect([back.status, languageOf(back), switchOf(back)]).toEqual([400, 'sw', []]);
    expect(back.text).toContain('Maji hakuna.');
  });
});

describe.each(publicLanguages)('a story in the language %s', (language) => {
  const words = wordsIn(language);
  const says = (answer: Answer, ...texts: string[]) => {
    expect(languageOf(answer)).toBe(language);
    for (const text of texts) expect(answer.text).toContain(escaped(text));
  };

  it('holds from the form to the private page and back, whatever the browser asks for', async () => {
    const wish = language === 'en' ? 'fr' : 'en';
    const form = await load(`/f/water?lang=${language}`, wish);
    says(form, words.text, words.textHint, words.who, words.privacy('Karoo Water Board'), words.foot);
    const action = actionOf(form);
    says(await desk.send(action, { form: 'old', text: '', pin: '1' }), words.wrong, words.textEmpty);
    says(await desk.send(action, { form: 'old', text: '1', pin: '1' }), words.pinWrong);

    const id = await desk.formId(action);
    const text = `Story ${language}`;
    const sent = await desk.send(action, { form: id, text });
    expect(sent.status).toBe(303);
    const place = String(sent.headers.location);
    says(await load(place, wish), words.keepNow, words.states.received, words.you, text);
    const path = place.replace('?new=1', '');

    const theCase = await desk.caseWith(text);
    await desk.answer(theCase, 'We come today.');
    says(await load(path, wish), words.caseNumber(theCase.row.number), words.states.answered);
    says(await desk.send(path, { act: 'close' }), words.closedPageTitle, words.closedPage);
    says(await load(`${path}?lang=${language}`, wish), words.lostTitle, words.lost);
  });

  it('asks for the PIN, and keeps the language behind it', async () => {
    const id = await desk.formId('/f/water');
    const sent = await desk.send(`/f/water?lang=${language}`, {
      form: id,
      text: `PIN ${language}`,
      pin: '1357',
    });
    const path = String(sent.headers.location).replace('?new=1', '');
    const asked = await load(path, 'en');
    says(asked, words.pinTitle, words.pinAsk, words.pinOpen);
    says(await desk.send(actionOf(asked), { act: 'pin', pin: '1' }), words.pinNotRight);
    const opened = await desk.send(actionOf(asked), { act: 'pin', pin: '1357' });
    const inside = await load(String(opened.headers.location), 'en');
    says(inside, `PIN ${language}`, words.writeBack);
    for (const [other, to] of switchOf(inside)) {
      const there = await load(to ?? '', 'en');
      expect(languageOf(there)).toBe(other);
      expect(there.text).toContain(`PIN ${language}`);
    }
  });
});

describe('the private page', () => {
  it('changes its language for good when its author writes back in another', async () => {
    const path = await desk.complain({ text: 'First in English.' });
    const other = await load(`${path}?lang=rw`, 'en');
    expect(languageOf(other)).toBe('rw');
    expect(languageOf(await load(path, 'fr'))).toBe('en');
    const action = actionOf(other);
    expect(action).toBe(`${path}?lang=rw`);
    const form = await desk.formId(action);
    const back = await desk.send(action, { form, act: 'write', text: 'Noneho mu Kinyarwanda.' });
    expect(back).toMatchObject({ status: 303, headers: { location: action } });
    expect(languageOf(await load(path, 'fr'))).toBe('rw');
  });
});
