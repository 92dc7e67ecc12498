import { numberIn, pluralIn } from '../writing.ts';
import type { PromiseWords } from './en.ts';

export const fr: PromiseWords = {
  due: (when) => `À faire avant le ${when}`,
  late: (when) => `En retard : c’était à faire avant le ${when}`,
  kept: (when) => `Fait à temps, le ${when}`,
  keptLate: (when) => `Fait en retard, le ${when}`,
  broken: (when) => `Ne sera pas fait, annoncé le ${when}`,
  renewals: (n) =>
    pluralIn('fr', n, {
      one: 'Une nouvelle date a été annoncée à temps, une fois.',
      other: `Une nouvelle date a été annoncée à temps, ${numberIn('fr', n)} fois.`,
    }),

  didItHappen: 'Est-ce que cela a été fait ?',
  yes: 'Oui, c’est fait',
  no: 'Non, ce n’est pas fait',
  youSaidYes: 'Vous avez dit que c’est fait.',
  staffReadYes: 'Un membre du personnel a lu dans votre message que c’est arrivé.',
  hide: 'Ne pas montrer ma promesse en public',
  show: 'La montrer de nouveau en public',
  hidden: 'En public elle est comptée, et ses mots ne sont pas montrés.',
  all: (institution) => `Toutes les promesses de ${institution}`,

  title: 'Promesses',
  heading: (institution) => `Ce que ${institution} a promis`,
  intro:
    'Chaque promesse faite dans une réponse à quelqu’un, et ce qu’elle est devenue. Un programme les compte ; personne ne peut changer les nombres à la main.',
  share: (percent) => `${numberIn('fr', percent)} % tenues à temps`,
  shareOf: (n) =>
    pluralIn('fr', n, {
      one: 'de la seule promesse des douze derniers mois arrivée à échéance ou terminée',
      other: `des ${numberIn('fr', n)} promesses des douze derniers mois arrivées à échéance ou terminées`,
    }),
  nothingDue: 'Aucune promesse des douze derniers mois n’est encore arrivée à échéance.',
  counts: 'En nombres',
  lastYear: '12 derniers mois',
  everything: 'Depuis le début',
  columns: {
    made: 'Faites',
    keptOnTime: 'Tenues à temps',
    keptLate: 'Tenues en retard',
    late: 'En retard, pas encore tenues',
    broken: 'Non tenues',
    open: 'Pas encore à échéance',
    renewed: 'Nouvelle date annoncée à temps',
  },
  lateNow: 'En retard maintenant',
  list: 'Les promesses, les dernières d’abord',
  none: 'Rien n’a été promis pour le moment.',
  wordless: 'Ses mots ne sont pas publics.',
  made: (when) => `Promis le ${when}`,
  evidence: 'Ce qui le montre :',
  why: 'Pourquoi :',
  older: 'Promesses plus anciennes',
  latest: 'Les dernières promesses',
  zone: (zone) => `Toutes les heures sont celles de ${zone}.`,
  method: 'Comment on compte',
  data: 'Les mêmes en données (JSON)',
  feed: 'Les mêmes en flux (RSS)',
  author: 'l’auteur',
  staff: 'un membre du personnel',

  hiddenPosts: 'Messages d’autres personnes qui ont été masqués',
  hidNothing:
    'Aucun message de quelqu’un d’autre n’a été masqué ou supprimé sur un réseau au cours des douze derniers mois.',
  hidMeans:
    'Seul un superviseur peut masquer le message de quelqu’un d’autre sur son réseau, et il doit dire pourquoi. La critique n’est pas une raison. Chacun est compté ici, même s’il a été affiché de nouveau.',
  hidInMonth: (month, n) =>
    pluralIn('fr', n, {
      one: `${month} : ${numberIn('fr', n)} message masqué ou supprimé`,
      other: `${month} : ${numberIn('fr', n)} messages masqués ou supprimés`,
    }),
  because: {
    imposter: 'répondait au nom de l’institution',
    fraud: 'escroquerie',
    threat: 'menaces',
    hate: 'haine',
    private_data: 'données privées de quelqu’un',
    sexual: 'contenu sexuel',
    illegal: 'contraire à la loi',
  },

  methodParts: [
    'Une promesse est comptée dès que la réponse qui la fait est partie. Quand un programme remarque qu’une réponse promet quelque chose, on demande à qui l’écrit quoi, pour quand et par qui ; quand il en est sûr, la réponse attend cela. Ce que personne n’a remarqué n’est pas compté, sauf si un membre du personnel le note.',
    'Tenue à temps veut dire que quelqu’un l’a dit avant la dernière date annoncée à l’auteur, avec de quoi le montrer, ou que l’auteur a dit que c’est fait. Le temps seul ne tient aucune promesse.',
    'En retard veut dire que la date est passée et que personne n’a dit ce qu’elle est devenue. Une promesse qui a été en retard une fois et qui est finalement tenue est tenue en retard, même si une nouvelle date a été annoncée après la première.',
    'Une nouvelle date ne compte comme annoncée à temps que si l’auteur l’a eue avant que l’ancienne passe. La promesse vaut alors avec sa nouvelle date, et elle est comptée une fois de plus sous les nouvelles dates.',
    'Non tenue veut dire qu’un membre du personnel a dit qu’elle ne le sera pas, et pourquoi. L’auteur peut dire que ce qui est donné pour tenu n’a pas été fait : la promesse est alors de nouveau ouverte.',
    'Les mots sont laissés de côté quand la promesse a été faite en privé, quand l’auteur l’a demandé, quand l’auteur est protégé et quand quelqu’un est en danger. Les noms, les numéros et les adresses sont retirés de ceux qui sont montrés. Toutes sont comptées.',
    'Chaque nombre est calculé à partir de ce qui a été noté sur le moment. Ce qui a été noté ne peut plus être changé, par l’institution non plus.',
  ],
};
