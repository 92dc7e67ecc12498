/** Promises of English, Pidgin, French and Portuguese. Said on Wednesday, 25 November 2026 at 9:30 in Kigali. All are invented, and read by no native speaker. */
import { describe, expect, test } from 'vitest';
import { promiseDue } from './promiseDate.ts';

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Africa/Kigali',
  dateStyle: 'short',
  timeStyle: 'short',
});
/** "2026-11-27 15:00 minute", or "none". */
const dueIn = (language: string | null, text: string) => {
  const found = promiseDue(text, {
    at: new Date('2026-11-25T07:30:00Z'),
    timeZone: 'Africa/Kigali',
    language,
  });
  return found === null ? 'none' : `${clock.format(found.due)} ${found.exact}`;
};

describe('English', () => {
  test.each([
    ['A crew will be there by Friday 3pm.', '2026-11-27 15:00 minute'],
    ['We will call you within 48 hours.', '2026-11-27 09:30 minute'],
    ['We will call tomorrow morning.', '2026-11-26 12:00 part'],
    ['You will have it before end of day.', '2026-11-25 17:00 part'],
    ['It will be paid by 15 March.', '2027-03-15 23:59 day'],
    ['The meter will be changed on 15/03.', '2027-03-15 23:59 day'],
    ['We will come next week.', '2026-12-06 23:59 week'],
    ['Power will be back in 2 hours.', '2026-11-25 11:30 minute'],
    ['Expect us between 2 and 4pm.', '2026-11-25 16:00 minute'],
    ['The refund takes 2 to 3 working days.', '2026-11-30 23:59 day'],
    ['We will be there Monday to Wednesday.', '2026-12-02 23:59 day'],
    ['Allow 1-2 hours.', '2026-11-25 11:30 minute'],
    ['A plumber will visit on Wednesday at 8am.', '2026-12-02 08:00 minute'],
    ['We will visit on Wednesday at 3pm.', '2026-11-25 15:00 minute'],
    ['It will be fixed by the end of the week.', '2026-11-29 23:59 week'],
    ['It will be fixed by the end of the working week.', '2026-11-27 17:00 week'],
    ['We will reply at noon on Thursday.', '2026-11-26 12:00 minute'],
    ['A technician will arrive at 3:30 p.m. tomorrow.', '2026-11-26 15:30 minute'],
    ["We'll have it done within an hour.", '2026-11-25 10:30 minute'],
    ['We shall reply in half an hour.', '2026-11-25 10:00 minute'],
    ['Your card will be ready on 2 December 2026.', '2026-12-02 23:59 day'],
    ['Your card will be ready on December 2nd, 2026.', '2026-12-02 23:59 day'],
    ['We will have news by 2026-12-04.', '2026-12-04 23:59 day'],
    ['The day after tomorrow the tanker comes.', '2026-11-27 23:59 day'],
    ['It will be on again tonight at 10.', '2026-11-25 22:00 minute'],
    ['We will send it by midnight.', '2026-11-26 00:00 minute'],
    ['You will be called from Monday 8am to Wednesday 5pm.', '2026-12-02 17:00 minute'],
    ['We will write to you in two weeks.', '2026-12-09 23:59 week'],
    ['We received your report on 3 March and will call you on Friday.', '2026-11-27 23:59 day'],
    ['On 3 March we received your message.', 'none'],
    ['Between 10 and 11 tomorrow we will call.', '2026-11-26 11:00 minute'],
    ['We will settle it by the end of next month.', '2026-12-31 23:59 month'],
    ['It will be back by 5.', '2026-11-25 17:00 minute'],
    ['In three months the line will be renewed.', '2027-02-25 23:59 month'],
    ['Our engineers are expected on site before 11:30 this morning.', '2026-11-25 11:30 minute'],
    ['You should have your refund by Tuesday 1st December at the latest.', '2026-12-01 23:59 day'],
    ['We aim to restore supply by 21h00 tonight.', '2026-11-25 21:00 minute'],
    ['Expect a call from us in the next two working days.', '2026-11-27 23:59 day'],
    ["I'll have an answer for you by close of play on Friday.", '2026-11-27 17:00 part'],
    ['Restoration is estimated at 1700hrs.', '2026-11-25 17:00 minute'],
    ['It will be credited in 5 to 7 business days.', '2026-12-04 23:59 day'],
    ['It will take no longer than 3 days.', '2026-11-28 23:59 day'],
    ["We'll be with you first thing tomorrow.", '2026-11-26 23:59 day'],
    ['Your order ships Monday and arrives Thursday.', '2026-11-30 23:59 day'],
    ['A tanker will deliver water this afternoon at 4.', '2026-11-25 16:00 minute'],
    ['We will respond within twenty-four (24) hours.', '2026-11-26 09:30 minute'],
    ['The line will be repaired on or before 30/11/2026.', '2026-11-30 23:59 day'],
    ["We'll get back to you by the end of today.", '2026-11-25 17:00 part'],
    ['The meeting is on Dec. 5 at 10am.', '2026-12-05 10:00 minute'],
    ["It'll be sorted early next week.", '2026-12-06 23:59 week'],
    ["We'll call you Mon 30 Nov, 9am-12pm.", '2026-11-30 12:00 minute'],
    ['Give us until Friday.', '2026-11-27 23:59 day'],
    ['Please allow up to 72 hrs.', '2026-11-28 09:30 minute'],
    ["We'll be there at about quarter past 4.", '2026-11-25 16:15 minute'],
    ["We'll be there Saturday morning around 10.", '2026-11-28 10:00 minute'],
    ['The water is back within the week.', '2026-12-02 23:59 week'],
  ])('%s', (text, due) => {
    expect(dueIn('eng', text)).toBe(due);
  });
});

describe('Pidgin', () => {
  test.each([
    ['We go call you tomorrow morning.', '2026-11-26 12:00 part'],
    ['Our people go reach una side by 8am tomorrow.', '2026-11-26 08:00 minute'],
    ['Light go come back for inside 2 hours.', '2026-11-25 11:30 minute'],
    ['We go pay am within 48 hours.', '2026-11-27 09:30 minute'],
    ['Technician go come on Friday by 3pm.', '2026-11-27 15:00 minute'],
    ['We go do am before end of day.', '2026-11-25 17:00 part'],
    ['E go dey ready next week.', '2026-12-06 23:59 week'],
    ['E go dey ready next tomorrow.', '2026-11-27 23:59 day'],
    ['We go settle am before month end.', '2026-11-30 23:59 month'],
    ['We go come between 2 and 4pm.', '2026-11-25 16:00 minute'],
    ['E go take 2 to 3 working days.', '2026-11-30 23:59 day'],
    ['We go fix am dis evening.', '2026-11-25 21:00 part'],
    ['We go fix am dis night.', '2026-11-25 23:59 part'],
    ['We don receive your message on Monday.', 'none'],
    ['We go come on 15 March.', '2027-03-15 23:59 day'],
    ['We go come by 4th December.', '2026-12-04 23:59 day'],
    ['Water go run again tonight by 10.', '2026-11-25 22:00 minute'],
    ['We go call you inside one hour.', '2026-11-25 10:30 minute'],
    ['We go reach there by noon.', '2026-11-25 12:00 minute'],
    ['Dem go bring am Monday to Wednesday.', '2026-12-02 23:59 day'],
    ['We go answer you for like 30 minutes.', '2026-11-25 10:00 minute'],
    ['We go bring am in two weeks.', '2026-12-09 23:59 week'],
    ['We go bring am this weekend.', '2026-11-29 23:59 week'],
    ['We go bring am on Thursday afternoon.', '2026-11-26 17:00 part'],
    ['We go do am before the end of this week.', '2026-11-29 23:59 week'],
    ['We go finish am today by 5pm.', '2026-11-25 17:00 minute'],
    ['We go don fix am before 6pm today.', '2026-11-25 18:00 minute'],
    ['Make you give us till Friday.', '2026-11-27 23:59 day'],
    ['Dem go come reach your side Saturday morning around 10.', '2026-11-28 10:00 minute'],
    ['We go call you back in the next 30 mins.', '2026-11-25 10:00 minute'],
  ])('%s', (text, due) => {
    expect(dueIn('pcm', text)).toBe(due);
  });
});

describe('French', () => {
  test.each([
    ['Nous vous rappelons demain avant midi.', '2026-11-26 12:00 minute'],
    ['Une équipe passera vendredi à 15h.', '2026-11-27 15:00 minute'],
    ['Vous serez remboursé sous 48 heures.', '2026-11-27 09:30 minute'],
    ["Réponse d'ici 2 jours ouvrables.", '2026-11-27 23:59 day'],
    ['Le courant reviendra à 15h30.', '2026-11-25 15:30 minute'],
    ['Nous passerons entre 14h et 16h.', '2026-11-25 16:00 minute'],
    ["Ce sera fait d'ici la fin de la semaine.", '2026-11-29 23:59 week'],
    ['Le technicien vient après-demain dans la matinée.', '2026-11-27 12:00 part'],
    ['Ce sera réglé le 15 mars.', '2027-03-15 23:59 day'],
    ['Ce sera réglé le 1er décembre 2026.', '2026-12-01 23:59 day'],
    ['Nous vous écrivons la semaine prochaine.', '2026-12-06 23:59 week'],
    ['Comptez 2 à 3 jours ouvrés.', '2026-11-30 23:59 day'],
    ['Le camion arrive dans une heure et demie.', '2026-11-25 11:00 minute'],
    ['Le camion arrive dans une demi-heure.', '2026-11-25 10:00 minute'],
    ['Livraison du lundi au mercredi.', '2026-12-02 23:59 day'],
    ['Nous avons reçu votre message le 3 mars.', 'none'],
    ['Une équipe sera là ce soir avant 20h.', '2026-11-25 20:00 minute'],
    ['Nous répondrons avant la fin de la journée.', '2026-11-25 17:00 part'],
    ['Ce sera prêt lundi prochain à midi.', '2026-11-30 12:00 minute'],
    ["Vous l'aurez au plus tard le 04/12.", '2026-12-04 23:59 day'],
    ['Nous vous appelons dans les 24 heures.', '2026-11-26 09:30 minute'],
    ["Le service reprend à 3 heures de l'après-midi.", '2026-11-25 15:00 minute'],
    ["Ce sera fini d'ici fin décembre.", '2026-12-31 23:59 month'],
    ['Dans deux semaines la ligne sera neuve.', '2026-12-09 23:59 week'],
    ['La réponse viendra jeudi prochain.', '2026-11-26 23:59 day'],
    ["Nous revenons vers vous d'ici demain 10h.", '2026-11-26 10:00 minute'],
    ['Il y a 3 jours nous avons écrit.', 'none'],
    ['Votre dossier sera traité dans un délai de 15 jours.', '2026-12-10 23:59 day'],
    ['Retour à la normale prévu vers 18 h 30.', '2026-11-25 18:30 minute'],
    ['Un technicien passera mardi 1er décembre entre 8h et 12h.', '2026-12-01 12:00 minute'],
    ['Nous vous recontactons sous 2 à 3 jours.', '2026-11-28 23:59 day'],
    ['Ce sera fait avant vendredi midi.', '2026-11-27 12:00 minute'],
    ['Rétablissement prévu dans la nuit de jeudi à vendredi.', '2026-11-27 23:59 day'],
    ['Nous vous répondons dans la semaine.', '2026-12-02 23:59 week'],
    ['Au plus tard lundi à 17 heures.', '2026-11-30 17:00 minute'],
    ['Dans les deux prochaines heures.', '2026-11-25 11:30 minute'],
    ["Vous serez livré d'ici le 10 décembre.", '2026-12-10 23:59 day'],
    ['Nous avons reçu la semaine dernière votre lettre.', 'none'],
  ])('%s', (text, due) => {
    expect(dueIn('fra', text)).toBe(due);
  });
});

describe('Portuguese', () => {
  test.each([
    ['Ligamos amanhã às 9h.', '2026-11-26 09:00 minute'],
    ['O técnico chega sexta-feira às 15h30.', '2026-11-27 15:30 minute'],
    ['Vamos responder dentro de 48 horas.', '2026-11-27 09:30 minute'],
    ['A água volta em 2 horas.', '2026-11-25 11:30 minute'],
    ['Resolvemos até ao fim da semana.', '2026-11-29 23:59 week'],
    ['O reembolso sai em 2 a 3 dias úteis.', '2026-11-30 23:59 day'],
    ['Passamos entre as 14h e as 16h.', '2026-11-25 16:00 minute'],
    ['Fica pronto no dia 15 de março.', '2027-03-15 23:59 day'],
    ['Fica pronto até 15/03/2027.', '2027-03-15 23:59 day'],
    ['A equipa vai depois de amanhã de manhã.', '2026-11-27 12:00 part'],
    ['Escrevemos na próxima semana.', '2026-12-06 23:59 week'],
    ['A luz volta esta noite.', '2026-11-25 23:59 part'],
    ['Respondemos até ao fim do dia.', '2026-11-25 17:00 part'],
    ['O camião chega ao meio-dia.', '2026-11-25 12:00 minute'],
    ['O cartão chega na segunda-feira que vem.', '2026-11-30 23:59 day'],
    ['Ligamos daqui a meia hora.', '2026-11-25 10:00 minute'],
    ['Ligamos às 3 da tarde.', '2026-11-25 15:00 minute'],
    ['Vamos estar aí de segunda a quarta.', '2026-12-02 23:59 day'],
    ['Pagamos até ao fim do mês.', '2026-11-30 23:59 month'],
    ['Recebemos a sua mensagem no dia 3 de março.', 'none'],
    ['Respondemos no prazo de cinco dias úteis.', '2026-12-02 23:59 day'],
    ['O técnico vai aí hoje às 17h.', '2026-11-25 17:00 minute'],
    ['Em duas semanas a linha está nova.', '2026-12-09 23:59 week'],
    ['Ligamos amanhã às nove horas.', '2026-11-26 09:00 minute'],
    ['Voltamos dentro de uma hora e meia.', '2026-11-25 11:00 minute'],
    ['Respondemos até dia 4.', '2026-12-04 23:59 day'],
    ['Resolvemos antes das 18h de sexta.', '2026-11-27 18:00 minute'],
    ['A energia volta por volta das 19h30.', '2026-11-25 19:30 minute'],
    ['O reembolso cai na conta até 5 dias úteis.', '2026-12-02 23:59 day'],
    ['Ligamos na terça, dia 1 de dezembro, de manhã.', '2026-12-01 12:00 part'],
    ['A equipa estará aí entre as 8h e as 10h de amanhã.', '2026-11-26 10:00 minute'],
    ['Fica resolvido até ao final desta semana.', '2026-11-29 23:59 week'],
  ])('%s', (text, due) => {
    expect(dueIn('por', text)).toBe(due);
  });
});
