import { numberIn, pluralIn } from '../writing.ts';
import type { CallWords } from './en.ts';

export const fr: CallWords = {
  title: 'Appel à plaintes',
  asks: (institution) => `${institution} demande`,
  all: (institution) => `Ce que ${institution} a demandé au public`,
  none: 'Rien n’a été demandé jusqu’ici.',
  until: (when) => `Ouvert jusqu’au ${when}`,
  ended: (when) => `Terminé le ${when}`,

  how: 'Comment participer',
  byTag: 'Écrivez-en en public avec ce mot-dièse :',
  byAccount: 'Pour être sûr d’être entendu, répondez à l’un de nos comptes ou nommez-le :',
  byForm: 'Ou sans compte, pour nous seuls :',
  toForm: 'Écrivez-nous ici',
  closed: 'Ce qui s’écrit encore est lu et reçoit une réponse ; c’est compté à part, comme tardif.',

  numbers: 'En chiffres',
  nothing: 'Personne n’a encore écrit.',
  heard: 'Messages entendus',
  people: 'Personnes qui les ont écrits',
  answered: 'Répondus',
  settled: 'Clos sans réponse',
  waiting: 'En attente d’une réponse',
  late: 'Arrivés après la fin',
  folded: 'Tenus pour des injures ou du spam, non comptés',
  takenOut: 'Retirés par le personnel, non comptés',
  putIn: 'Parmi les entendus, ajoutés par le personnel',
  median: 'La moitié des réponses est venue en moins de',
  minutes: (n) =>
    pluralIn('fr', n, { one: `${numberIn('fr', n)} minute`, other: `${numberIn('fr', n)} minutes` }),
  hours: (n) =>
    pluralIn('fr', n, { one: `${numberIn('fr', n)} heure`, other: `${numberIn('fr', n)} heures` }),
  days: (n) => pluralIn('fr', n, { one: `${numberIn('fr', n)} jour`, other: `${numberIn('fr', n)} jours` }),
  topics: 'De quoi il s’agissait',
  places: 'D’où cela venait',
  part: 'Messages reçus',
  parts: 'Personnes',
  small: (n) =>
    pluralIn('fr', n, {
      one: 'Un message n’est pas nommé ici : moins de trois personnes ont écrit sur la même chose, et on pourrait les reconnaître.',
      other: `${numberIn('fr', n)} messages ne sont pas nommés ici : moins de trois personnes ont écrit sur la même chose, et on pourrait les reconnaître.`,
    }),
  byDay: 'Jour par jour',
  notAnswered: 'Sans réponse',
  asTable: 'En tableau',
  day: 'Jour',

  report: 'Le rapport',
  reportDue: (when) => `Ce qui a été entendu et ce qu’on en fait sera écrit ici d’ici au ${when}.`,
  reportLate: (when) => `Le rapport devait être ici pour le ${when}. Il est en retard.`,
  heardTitle: 'Ce qui a été entendu',
  doneTitle: 'Ce qu’on en fait',
  published: (when) => `Publié le ${when}`,
  atThatTime: (heard, people, answered) =>
    `Ce jour-là : ${numberIn('fr', heard)} entendus, ${numberIn('fr', people)} personnes, ${numberIn('fr', answered)} répondus.`,
  earlier: 'Versions précédentes',
  promised: (n) =>
    pluralIn('fr', n, {
      one: `${numberIn('fr', n)} promesse a été faite dans les réponses.`,
      other: `${numberIn('fr', n)} promesses ont été faites dans les réponses.`,
    }),

  answersTo: (question) => `Vos mots répondent à : ${question}`,
  answersLate:
    'Il est terminé : vos mots sont lus et reçoivent une réponse, et sont comptés à part, comme tardifs.',
  method: 'Comment c’est compté',
  methodParts: [
    'Un message compte une fois, quel que soit le nombre de nos comptes qui l’entendent : s’il répond à l’annonce ou la cite, porte le mot-dièse ou a été envoyé par le formulaire ci-dessus, entre l’ouverture et la fin. Ce qui s’y dit encore une fois que son auteur a reçu une réponse n’est pas compté de nouveau. Un membre du personnel peut en ajouter ou en retirer un ; cela est noté, et leur nombre figure dans les chiffres, comme celui des messages tenus pour des injures ou du spam.',
    'Qui supprime son message le retire du compte. Ni mots ni noms de personne ne figurent ici.',
    'Répondu veut dire qu’une personne de l’institution a répondu à son auteur après lui. Clos sans réponse veut dire qu’un membre du personnel a clos l’affaire et n’a répondu à personne. Répondus, clos et en attente font ensemble tout ce qui a été entendu. Le nombre d’abonnés ne compte pour rien.',
    'Les sujets et les lieux sont trouvés par un programme et corrigés par le personnel. Si moins de trois personnes ont écrit sur le même lieu ou sujet, il n’est pas nommé. Ce qui vient par le formulaire y compte pour une seule personne, quel que soit le nombre de ceux qui ont écrit : rien ne les distingue.',
    'Un rapport publié n’est jamais changé. Celui qu’on corrige devient une autre version, et les précédentes restent.',
  ],
};
