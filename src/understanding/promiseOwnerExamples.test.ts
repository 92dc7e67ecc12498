/** Who keeps promises of English, Pidgin, French and Portuguese. All are invented, and read by no native speaker. */
import { describe, expect, test } from 'vitest';
import { ownerIn } from '../../test/factories/ownerIn.ts';

describe('English', () => {
  test.each([
    ['Our technicians will restore your supply by 6pm.', 'team: Our technicians'],
    ['We will call you back tomorrow.', 'house: We'],
    ["I'll check the account and ring you at noon.", 'speaker: I'],
    ['A crew is on the way to Westlands.', 'team: A crew'],
    ['The Kilimani office will issue a new bill on Friday.', 'office: The Kilimani office'],
    ['Hello Amina, the billing department will refund you today.', 'office: the billing department'],
    ['We are sending our engineers to the site this afternoon.', 'team: our engineers'],
    ['I have asked our branch manager to call you.', 'person: our branch manager'],
    ['We have escalated this to the technical team and they will revert by 4.', 'team: the technical team'],
    ['Our customer care will contact you within 24 hours.', 'office: Our customer care'],
    ['A plumber is coming on Monday.', 'person: A plumber'],
    ['Power will be back by 8pm.', 'house: '],
    ['You will receive your refund on Friday.', 'house: '],
    ['It will be fixed by our field team tomorrow.', 'team: our field team'],
    ['Mrs Wanjiku will phone you in the morning.', 'person: Mrs Wanjiku'],
    ['We know, and Shanice will ring you back.', 'person: Shanice'],
    ['One of our agents will reach out shortly.', 'team: One of our agents'],
    [
      'The technicians from our Thika office will be there at 3.',
      'team: The technicians from our Thika office',
    ],
    ['Please visit our Eldoret office and we will print a new card.', 'house: we'],
    ['At our office we will replace the meter.', 'house: we'],
    ['Our team is there, and the power will be back by 6.', 'house: '],
    ['Please send our team your number and I will call.', 'speaker: I'],
    ["We'll have the fraud unit block the card today.", 'office: the fraud unit'],
    ['I am sorry, water will return at 5.', 'house: '],
  ])('%s', (text, expected) => expect(ownerIn(text, 'eng')).toBe(expected));
});

describe('Nigerian Pidgin', () => {
  test.each([
    ['Our people dem go come check the pole tomorrow.', 'team: Our people dem'],
    ['We go fix am before evening.', 'house: We'],
    ['I go call you back by 4.', 'speaker: I'],
    ['Our technicians go reach your street today.', 'team: Our technicians'],
    ['Light go come back by 9pm.', 'house: '],
    ['The branch manager go look this matter on Monday.', 'person: The branch manager'],
    ['Customer care go call you now now.', 'office: Customer care'],
    ['We dey send engineer come your area this night.', 'person: engineer'],
    ['Somebody for our office go call you.', 'person: Somebody for our office'],
    ['Our Ikeja office go pay the money back on Friday.', 'office: Our Ikeja office'],
    ['Una go see the money for account tomorrow.', 'house: '],
    ['Abeg no vex, our crew go dey your side by 2.', 'team: our crew'],
    ['Sister Ngozi from billing go correct the bill.', 'person: Sister Ngozi from billing'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'pcm')).toBe(expected));
});

describe('French', () => {
  test.each([
    ['Notre équipe rétablira le courant avant 18h.', 'team: Notre équipe'],
    ['Nous vous rappellerons demain matin.', 'house: Nous vous'],
    ['Je vais vérifier et je vous écris ce soir.', 'speaker: Je vais'],
    ['Un technicien passera chez vous lundi.', 'person: Un technicien'],
    ['Nous envoyons une équipe sur place cet après-midi.', 'team: une équipe'],
    ['Le service client vous contactera sous 24 heures.', 'office: Le service client'],
    ["L'agence de Plateau va corriger la facture vendredi.", "office: L'agence de Plateau"],
    ['Nos techniciens seront à Limete à 15h.', 'team: Nos techniciens'],
    ["Le responsable d'agence vous appellera demain.", "person: Le responsable d'agence"],
    ["L'eau sera rétablie ce soir.", 'house: '],
    ['Vous recevrez votre remboursement jeudi.', 'house: '],
    ['La fuite sera réparée par nos plombiers demain.', 'team: nos plombiers'],
    ['Votre dossier a été transmis au service facturation qui vous répondra.', 'office: service facturation'],
    ['Moussa vous appelle à midi.', 'person: Moussa'],
    ['On vous rembourse demain.', 'house: On vous'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'fra')).toBe(expected));
});

describe('Portuguese', () => {
  test.each([
    ['A nossa equipa vai repor a luz até às 18h.', 'team: A nossa equipa'],
    ['Vamos ligar-lhe amanhã de manhã.', 'house: Vamos'],
    ['Vou verificar e respondo hoje.', 'speaker: Vou'],
    ['Os técnicos chegarão às 15h.', 'team: Os técnicos'],
    ['Um técnico passa aí na segunda-feira.', 'person: Um técnico'],
    ['Enviaremos uma equipa ao local esta tarde.', 'team: uma equipa'],
    ['O balcão da Matola irá corrigir a fatura na sexta.', 'office: O balcão da Matola'],
    ['O gerente da agência vai contactá-lo amanhã.', 'person: O gerente da agência'],
    ['A água será reposta hoje à noite.', 'house: '],
    ['O departamento de faturação devolverá o valor até terça.', 'office: O departamento de faturação'],
    ['Já encaminhámos o caso para o nosso suporte.', 'office: o nosso suporte'],
    ['A avaria será reparada pelos nossos técnicos amanhã.', 'team: nossos técnicos'],
    ['Devolveremos o dinheiro na quinta.', 'house: Devolveremos'],
    ['Amanhã a Sónia liga para si.', 'person: a Sónia'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'por')).toBe(expected));
});
