/** What the desk of the demonstration has approved. */
import type { MemberKey } from '../members.ts';

export const approvedTexts: readonly {
  title: string;
  topic: string;
  language: string | null;
  text: string;
  owner: MemberKey;
}[] = [
  {
    title: 'Outage known',
    topic: 'Outage',
    language: 'en',
    text: 'We know about it and people are on it. I write to you here when it is over. I am sorry, {author}.',
    owner: 'supervisor',
  },
  {
    title: 'Outage known',
    topic: 'Outage',
    language: 'fr',
    text: 'Nous sommes au courant et une équipe est sur place. Je vous réécris ici dès que c\u2019est réparé, {author}.',
    owner: 'power',
  },
  {
    title: 'Outage known',
    topic: 'Outage',
    language: 'sw',
    text: 'Tunajua na mafundi wako kazini. Nitakuandikia hapa likiisha. Pole sana, {author}.',
    owner: 'water',
  },
  {
    title: 'Outage known',
    topic: 'Outage',
    language: 'rw',
    text: 'Turabizi kandi abakozi bari kubikoraho. Ndakwandikira hano nibirangira. Mutwihanganire, {author}.',
    owner: 'power',
  },
  {
    title: 'Into private',
    topic: 'Accounts',
    language: 'en',
    text: 'Please send your account number in private, never here; then I can look at it at once.',
    owner: 'supervisor',
  },
  {
    title: 'Danger',
    topic: 'Safety',
    language: 'en',
    text: 'Please keep everybody at least ten metres away and touch nothing. A crew is on the way; your case is {case}.',
    owner: 'supervisor',
  },
  {
    title: 'Wrong bill',
    topic: 'Bills',
    language: 'en',
    text: 'You are right to ask. {institution} reads the meter again and sends a corrected bill. Until then nothing is cut off.',
    owner: 'phone',
  },
];
