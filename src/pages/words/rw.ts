/** Every text of the public pages in Kinyarwanda. */

import { rw as calls } from './calls/rw.ts';
import type { Words } from './en.ts';
import { rw as promises } from './promises/rw.ts';
import { numberIn, pluralIn } from './writing.ts';

export const rw: Words = {
  languages: 'Ururimi',
  foot: 'Bikoresha Answerable',

  optional: 'si ngombwa',
  choose: 'Hitamo niba hari ibihuye',
  topic: 'Ikibazo cyawe kijyanye n’iki?',
  unit: 'Ni irihe shami cyangwa ibihe biro?',
  place: 'Biri he?',
  placeHint: 'Umuhanda, umudugudu, aho imodoka zihagarara: icyo ari cyo cyose cyafasha kuhabona.',
  text: 'Habaye iki?',
  textHint: 'Vuga ikitagenda neza n’icyo ukeneye.',
  photo: 'Amafoto',
  photoHint: 'Ntarenze atatu. Amakuru y’aho yafatiwe n’igikoresho yafatishijwe akurwamo.',
  who: 'Uri nde?',
  whoHint:
    'Niba udashaka kumenyekana, ntugire icyo wandika muri ibi byombi. Uko byagenda kose uzashobora gusoma igisubizo cyacu.',
  name: 'Amazina yawe',
  reach: 'Twakugeraho dute?',
  reachHint: 'Nimero ya telefone cyangwa aderesi ya imeyili. Bibonwa gusa n’abakurikirana ikibazo cyawe.',
  pin: 'PIN y’urupapuro rwawe bwite',
  pinHint:
    'Imibare 4 kugeza ku 8, niba hari abandi bakoresha telefone yawe. Iyo itakaye ntishobora gusimbuzwa.',
  trap: 'Ntugire icyo wandika aha',
  send: 'Ohereza',
  privacy: (institution) => `Ibi bisomwa na ${institution} gusa. Ntibitangazwa.`,

  closedTitle: 'Iyi fomu irafunze',
  closed: 'Muri iki gihe ntiyakira ibishya. Ibyoherejwe mbere biracyasubizwa.',

  doorTitle: (institution: string) => `Komeza mu ibanga na ${institution}`,
  doorIntro:
    'Ibyo wandika hano ntibigaragara na hamwe mu ruhame. Uhabwa urupapuro rwawe bwite, aho uzasomera igisubizo cyacu.',
  doorBlank: 'Nta kintu na kimwe cyavuzwe kugeza ubu cyerekanwa hano: iyi aderesi izwi n’abandi.',
  doorText: 'Ni iki tugomba kumenya?',
  doorTextHint: 'Nimero ya konti yawe cyangwa ya telefone, n’aho ibyo wanditse biherereye.',

  wrongTitle: 'Ntibiroherezwa',
  wrong: 'Kosora ibigaragajwe hasi aha, hanyuma wongere wohereze. Ibyo wanditse biracyahari.',
  photoAgain: 'Ongera uhitemo amafoto yawe: ntiyabitswe.',
  textEmpty: 'Vuga ibyabaye.',
  textLong: (most) =>
    `Ibi birengeje inyuguti ${numberIn('rw', most)}. Bigabanye, cyangwa ibisigaye ubyohereze nyuma.`,
  tooLong: (most) => `Ibi birengeje inyuguti ${numberIn('rw', most)}. Bigabanye.`,
  notOffered: 'Hitamo kimwe mu biri ku rutonde.',
  pinWrong: 'PIN igizwe n’imibare 4 kugeza ku 8.',
  photosMany: 'Amafoto yoherezwa icyarimwe ntarenga atatu.',
  photoLarge: 'Ifoto ntigomba kurenza MB 10. Hitamo into kurushaho.',
  photoRefused: 'Iyi si ifoto dushobora kwerekana: ohereza JPEG, PNG cyangwa WebP.',
  photoLater:
    'Amafoto ntashobora kwakirwa ubu. Ohereza nta mafoto, uzayongereho nyuma ku rupapuro rwawe bwite.',
  trapFilled:
    'Ahantu hahishe hujujwe, nk’uko porogaramu zibikora. Ubu nta kirimo: ongera ukande kuri Ohereza.',
  tooFast: 'Byaje vuba kurusha uko umuntu yandika. Ongera ukande kuri Ohereza.',
  tooOld: 'Uru rupapuro rumaze igihe kinini cyane rufunguye. Ongera ukande kuri Ohereza.',
  tooMuch:
    'Muri aka kanya haroherezwa byinshi cyane bivuye ku muyoboro ukoresha. Tegereza iminota mike, hanyuma wongere ukande kuri Ohereza.',
  tooMuchTitle: 'Ni byinshi cyane icyarimwe',
  tooMuchUnread:
    'Ku muyoboro ukoresha haroherezwa byinshi cyane ku buryo ubu nta kindi gisomwa. Subira inyuma: ibyo wanditse biracyahari. Ongera ugerageze nyuma y’iminota cumi n’itanu.',
  tooLarge: 'Ibyo wohereje ni binini cyane. Subira inyuma, uhitemo amafoto mato, hanyuma wongere wohereze.',
  awayTitle: 'Ntibishoboka ubu',
  away: 'Amagambo yawe ntarabikwa: imashini yacu ntishobora kuyakira ubu. Tegereza umunota umwe, hanyuma wongere ukande kuri Ohereza.',
  awayRead: 'Imashini yacu ntigerwaho ubu. Ongera ufungure uru rupapuro nyuma y’umunota umwe.',
  unreadable: 'Ibyatugezeho ntibisomeka. Subira inyuma wongere ubyohereze.',

  lostTitle: 'Nta kintu kiri hano',
  lost: 'Aderesi si yo, cyangwa urupapuro rwayo rwarafunzwe. Ongera uyirebe neza, inyuguti ku yindi.',

  caseTitle: 'Urupapuro rwawe bwite',
  caseWith: (institution) => `Ikibazo wagejeje kuri ${institution}`,
  keep: 'Bika aderesi y’uru rupapuro: ni yo nzira yonyine yo kurugarukaho. Uyifite wese ashobora gusoma no kwandika hano.',
  keepNow: 'Twabyakiriye. Murakoze.',
  caseNumber: (number) => `ikibazo nimero ${number}`,
  state: 'Aho bigeze',
  states: {
    received: 'Byakiriwe',
    working: 'Birakurikiranwa',
    answered: 'Byasubijwe',
    settled: 'Byakemutse',
  },
  stateHints: {
    received: 'Turabifite, bitegereje ko bigerwaho.',
    working: 'Hari uwatangiye kubikurikirana.',
    answered: 'Soma igisubizo cyacu hasi aha. Niba kitagufashije, ongera utwandikire.',
    settled: 'Twibwira ko byarangiye. Niba atari ko biri, ongera utwandikire.',
  },
  since: (when) => `Kuva ku itariki ya ${when}`,
  promised: 'Ibyasezeranyijwe',
  promisedNothing: 'Kugeza ubu nta byo.',
  conversation: 'Ibyavuzwe',
  you: 'Wowe',
  deleted: 'Byasibwe',
  staff: 'umukozi wacu',
  staffMasked: 'Amazina y’abakozi bacu ntagaragara hano.',
  photoNumber: (n) => `Ifoto ya ${numberIn('rw', n)}`,
  again: 'Reba ibishya',
  writeBack: 'Ongera utwandikire',
  writeBackText: 'Amagambo yawe',
  close: 'Funga uru rupapuro burundu',
  closeHint: 'Nta muntu uzongera kurufungura, nawe ubwawe. Ibyo wanditse turabigumana.',
  closeSure: 'Yego, rufunge',
  closedPageTitle: 'Uru rupapuro rurafunze',
  closedPage: 'Aderesi yarwo ntikigira icyo ifungura. Ibyo wanditse turacyabifite.',

  pinTitle: 'Andika PIN yawe',
  pinLabel: 'PIN',
  pinAsk: 'Wahisemo PIN y’uru rupapuro.',
  pinOpen: 'Fungura',
  pinNotRight: 'Iyo PIN si yo.',
  pinLocked: (minutes) =>
    pluralIn('rw', minutes, {
      one: 'Wibeshye PIN inshuro nyinshi. Ongera ugerageze nyuma y’umunota umwe.',
      other: `Wibeshye PIN inshuro nyinshi. Ongera ugerageze nyuma y’iminota ${numberIn('rw', minutes)}.`,
    }),

  calls,
  promises,
};
