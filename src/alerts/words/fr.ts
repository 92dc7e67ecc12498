import type { AlertWords } from './en.ts';

const s = (count: number, one: string, more: string) => `${count} ${count < 2 ? one : more}`;

export const fr: AlertWords = {
  title: {
    danger: 'Quelqu’un est peut-être en danger',
    incident: 'Beaucoup disent la même chose en même temps',
    grave_late: 'Un cas grave attend au-delà du délai',
    names_me: 'Un message public vous nomme',
    follow_up: 'Un suivi a besoin de vous',
    promise: 'Une de vos promesses vous attend',
    approval: 'Une réponse attend votre accord',
    call_unsent: 'Une annonce de votre appel à plaintes n’est pas partie',
    call_report: 'Le rapport de votre appel à plaintes est attendu',
    spreading: 'Une histoire se répand',
    digest: 'Votre matinée',
  },
  alone: 'Quelque chose n’est écrit qu’à vous',
  notRead: 'Votre propre compte n’est plus lu',
  goneOn: 'Personne ne s’en est encore chargé.',
  sayTheSame: (count) => s(count, 'personne dit la même chose', 'personnes disent la même chose'),
  caseNumber: (number) => `Cas ${number}`,
  open: 'L’ouvrir :',
  test: {
    title: 'Les notifications fonctionnent ici',
    body: 'Les alertes d’Answerable auront cet aspect.',
  },
  whyYou:
    'Vous avez choisi d’en être averti par e-mail. Ce dont on vous avertit, et quand, se choisit dans Réglages > Alertes. Personne ne lit les réponses à cette lettre.',
  digest: {
    subject: (date) => `Votre matinée, ${date}`,
    hello: (name) => `Bonjour, ${name}.`,
    yesterday: 'Hier',
    heard: (count) => s(count, 'message reçu', 'messages reçus'),
    answered: (count) => s(count, 'réponse envoyée', 'réponses envoyées'),
    waiting: (count) => s(count, 'cas en attente', 'cas en attente'),
    grave: (count) => s(count, 'cas grave au-delà du délai', 'cas graves au-delà du délai'),
    forYou: 'Ce qui vous attend',
    ownCases: (count) => s(count, 'de vos cas attend une réponse', 'de vos cas attendent une réponse'),
    approvals: (count) => s(count, 'réponse attend votre accord', 'réponses attendent votre accord'),
    alerts: (count) => s(count, 'alerte que vous n’avez pas vue', 'alertes que vous n’avez pas vues'),
    nothing: 'Rien ne vous attend.',
    promises: 'Promis pour aujourd’hui',
    due: (what, time) => `${time} : ${what}`,
    late: (what) => `en retard : ${what}`,
    praise: 'Quelqu’un a dit',
  },
};
