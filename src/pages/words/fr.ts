/** Every text of the public pages in French. */

import { fr as calls } from './calls/fr.ts';
import type { Words } from './en.ts';
import { fr as promises } from './promises/fr.ts';
import { numberIn, pluralIn } from './writing.ts';

export const fr: Words = {
  languages: 'Langue',
  foot: 'Réalisé avec Answerable',

  optional: 'facultatif',
  choose: 'Choisissez si cela convient',
  topic: 'De quoi s’agit-il ?',
  unit: 'Quelle agence ou quel bureau ?',
  place: 'Où est-ce ?',
  placeHint: 'Une rue, un village, un arrêt : tout ce qui aide à trouver l’endroit.',
  text: 'Que s’est-il passé ?',
  textHint: 'Dites ce qui ne va pas et ce dont vous avez besoin.',
  photo: 'Photos',
  photoHint: 'Trois au plus. Le lieu et l’appareil de la prise de vue sont effacés.',
  who: 'Qui êtes-vous ?',
  whoHint:
    'Laissez les deux champs vides pour rester anonyme. Dans tous les cas, vous pourrez lire notre réponse.',
  name: 'Votre nom',
  reach: 'Comment vous joindre ?',
  reachHint:
    'Un numéro de téléphone ou une adresse e-mail. Seules les personnes qui traitent votre dossier les voient.',
  pin: 'Code PIN de votre page privée',
  pinHint:
    '4 à 8 chiffres, si d’autres personnes utilisent votre téléphone. Il ne peut pas être remplacé s’il est perdu.',
  trap: 'Laissez ce champ vide',
  send: 'Envoyer',
  privacy: (institution) => `Lu uniquement par ${institution}. Ce n’est pas publié.`,

  closedTitle: 'Ce formulaire est fermé',
  closed:
    'Il ne reçoit rien de nouveau pour le moment. Ce qui a été envoyé avant reçoit toujours une réponse.',

  doorTitle: (institution: string) => `Continuer en privé avec ${institution}`,
  doorIntro:
    'Ce que vous écrivez ici ne paraît nulle part en public. Vous recevez votre propre page, où vous lirez notre réponse.',
  doorBlank: 'Rien de ce qui a été dit n’est montré ici : d’autres connaissent aussi cette adresse.',
  doorText: 'Que devons-nous savoir ?',
  doorTextHint: 'Votre numéro de compte ou de téléphone, et où trouver ce dont vous parlez.',

  wrongTitle: 'Rien n’a encore été envoyé',
  wrong:
    'Corrigez ce qui est signalé ci-dessous, puis envoyez de nouveau. Ce que vous avez écrit est toujours là.',
  photoAgain: 'Choisissez de nouveau vos photos : un navigateur ne les garde pas.',
  textEmpty: 'Dites ce qui s’est passé.',
  textLong: (most) =>
    `Ce texte dépasse ${numberIn('fr', most)} caractères. Raccourcissez-le, ou envoyez la suite plus tard.`,
  tooLong: (most) => `Ce texte dépasse ${numberIn('fr', most)} caractères. Raccourcissez-le.`,
  notOffered: 'Choisissez dans la liste.',
  pinWrong: 'Un code PIN compte 4 à 8 chiffres.',
  photosMany: 'Trois photos au plus peuvent être envoyées à la fois.',
  photoLarge: 'Une photo peut peser 10 Mo au plus. Choisissez-en une plus petite.',
  photoRefused: 'Ce n’est pas une photo que nous pouvons montrer : envoyez un JPEG, un PNG ou un WebP.',
  photoLater:
    'Les photos ne peuvent pas être reçues en ce moment. Envoyez votre texte sans elles, et ajoutez-les plus tard sur votre page privée.',
  trapFilled:
    'Un champ caché a été rempli, comme le font les programmes. Il est de nouveau vide : appuyez encore une fois sur Envoyer.',
  tooFast: 'C’est arrivé plus vite que personne n’écrit. Appuyez encore une fois sur Envoyer.',
  tooOld: 'Cette page est restée ouverte trop longtemps. Appuyez encore une fois sur Envoyer.',
  tooMuch:
    'Beaucoup d’envois partent de votre réseau en ce moment. Attendez quelques minutes, puis appuyez de nouveau sur Envoyer.',
  tooMuchTitle: 'Trop d’envois à la fois',
  tooMuchUnread:
    'Tant d’envois partent de votre réseau que plus rien n’est lu pour l’instant. Revenez en arrière : ce que vous avez écrit est toujours là. Réessayez dans un quart d’heure.',
  tooLarge:
    'Ce que vous avez envoyé est trop lourd. Revenez en arrière, choisissez des photos plus petites, et envoyez de nouveau.',
  awayTitle: 'Pas maintenant',
  away: 'Votre texte n’est pas encore enregistré : notre machine ne peut pas le recevoir en ce moment. Attendez une minute, puis appuyez de nouveau sur Envoyer.',
  awayRead: 'Notre machine est injoignable en ce moment. Rechargez cette page dans une minute.',
  unreadable: 'Ce qui est arrivé est illisible. Revenez en arrière et envoyez-le de nouveau.',

  lostTitle: 'Il n’y a rien ici',
  lost: 'L’adresse est fausse, ou la page a été fermée. Vérifiez l’adresse encore une fois, lettre par lettre.',

  caseTitle: 'Votre page privée',
  caseWith: (institution) => `Votre dossier : ${institution}`,
  keep: 'Gardez l’adresse de cette page : c’est le seul moyen d’y revenir. Toute personne qui l’a peut lire et écrire ici.',
  keepNow: 'Nous l’avons bien reçu. Merci.',
  caseNumber: (number) => `dossier ${number}`,
  state: 'Où en est votre dossier',
  states: {
    received: 'Reçu',
    working: 'En cours de traitement',
    answered: 'Réponse donnée',
    settled: 'Réglé',
  },
  stateHints: {
    received: 'Il est devant nous et attend son tour.',
    working: 'Quelqu’un s’en occupe.',
    answered: 'Lisez notre réponse ci-dessous. Écrivez-nous si elle ne vous aide pas.',
    settled: 'Nous pensons que c’est réglé. Écrivez-nous si ce n’est pas le cas.',
  },
  since: (when) => `Depuis le ${when}`,
  promised: 'Ce qui a été promis',
  promisedNothing: 'Rien pour le moment.',
  conversation: 'Ce qui a été dit',
  you: 'Vous',
  deleted: 'Supprimé',
  staff: 'un membre du personnel',
  staffMasked: 'Les noms de notre personnel ne figurent pas ici.',
  photoNumber: (n) => `Photo n° ${numberIn('fr', n)}`,
  again: 'Voir ce qui est nouveau',
  writeBack: 'Répondre',
  writeBackText: 'Votre texte',
  close: 'Fermer cette page pour toujours',
  closeHint: 'Plus personne ne pourra l’ouvrir, vous non plus. Ce que vous avez écrit reste chez nous.',
  closeSure: 'Oui, la fermer',
  closedPageTitle: 'Cette page est fermée',
  closedPage: 'Son adresse n’ouvre plus rien. Nous avons toujours ce que vous avez écrit.',

  pinTitle: 'Votre code PIN, s’il vous plaît',
  pinLabel: 'Code PIN',
  pinAsk: 'Vous avez choisi un code PIN pour cette page.',
  pinOpen: 'Ouvrir',
  pinNotRight: 'Ce n’est pas le bon code PIN.',
  pinLocked: (minutes) =>
    pluralIn('fr', minutes, {
      one: `Trop de codes PIN erronés. Réessayez dans ${numberIn('fr', minutes)} minute.`,
      other: `Trop de codes PIN erronés. Réessayez dans ${numberIn('fr', minutes)} minutes.`,
    }),

  calls,
  promises,
};
