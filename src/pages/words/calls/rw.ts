import { numberIn } from '../writing.ts';
import type { CallWords } from './en.ts';

export const rw: CallWords = {
  title: 'Guhamagarira abantu kuvuga ibibazo',
  asks: (institution) => `${institution} irabaza`,
  all: (institution) => `Ibyo ${institution} yabajije abaturage`,
  none: 'Nta kirabazwa kugeza ubu.',
  until: (when) => `Birakinguye kugeza ku ya ${when}`,
  ended: (when) => `Byarangiye ku ya ${when}`,

  how: 'Uko wabigiramo uruhare',
  byTag: 'Byandike mu ruhame ukoresheje iri jambo:',
  byAccount: 'Kugira ngo tubyumve nta gushidikanya, subiza cyangwa uvuge imwe muri konti zacu:',
  byForm: 'Cyangwa nta konti, bibonwa natwe gusa:',
  toForm: 'Twandikire hano',
  closed: 'Ibyandikwa nyuma birasomwa kandi bigasubizwa; bibarwa ukwabyo, nk’ibyatinze.',

  numbers: 'Mu mibare',
  nothing: 'Nta muntu urandika.',
  heard: 'Ubutumwa bwumviswe',
  people: 'Abantu babwanditse',
  answered: 'Ubwasubijwe',
  waiting: 'Ubutegereje igisubizo',
  late: 'Ubwaje nyuma y’iherezo',
  median: 'Kimwe cya kabiri cy’ibisubizo cyaje mu gihe cya',
  minutes: (n) => `iminota ${numberIn('rw', n)}`,
  hours: (n) => `amasaha ${numberIn('rw', n)}`,
  days: (n) => `iminsi ${numberIn('rw', n)}`,
  topics: 'Ibyo bwavugaga',
  places: 'Aho bwaturutse',
  part: 'Ubutumwa',
  parts: 'Abantu',
  small: (n) =>
    `Ubutumwa ${numberIn('rw', n)} ntibuvugwa hano: abantu batageze kuri batatu ni bo banditse ku kintu kimwe, kandi umuntu yabamenya.`,
  byDay: 'Umunsi ku wundi',
  notAnswered: 'Ubutarasubizwa',
  asTable: 'Mu mbonerahamwe',
  day: 'Umunsi',

  report: 'Raporo',
  reportDue: (when) => `Ibyumviswe n’ibikorwa kuri byo bizaba biri hano bitarenze ku ya ${when}.`,
  reportLate: (when) => `Raporo yagombaga kuba iri hano bitarenze ku ya ${when}. Yaratinze.`,
  heardTitle: 'Ibyumviswe',
  doneTitle: 'Ibikorwa kuri byo',
  published: (when) => `Yatangajwe ku ya ${when}`,
  atThatTime: (heard, people, answered) =>
    `Uwo munsi: ${numberIn('rw', heard)} bwumviswe, abantu ${numberIn('rw', people)}, ${numberIn('rw', answered)} bwasubijwe.`,
  earlier: 'Izabanje',
  promised: (n) => `Mu bisubizo hatanzwe amasezerano ${numberIn('rw', n)}.`,

  answersTo: (question) => `Amagambo yawe arasubiza: ${question}`,
  method: 'Uko bibarwa',
  methodParts: [
    'Ubutumwa bubarwa rimwe, nubwo konti zacu nyinshi zabwumva: iyo busubiza cyangwa busubira mu itangazo, burimo iryo jambo, cyangwa bwoherejwe n’urupapuro ruri hejuru, hagati yo gutangira n’iherezo. Umukozi ashobora kubushyiramo cyangwa kubukuramo; ibyo birandikwa.',
    'Usibye ubutumwa bwe aba abukuye mu mibare. Amagambo n’amazina y’umuntu ntari hano.',
    'Bwasubijwe bivuga ko umuntu w’ikigo yasubije uwabwanditse nyuma yabwo. Umubare w’abamukurikira nta cyo uvuze.',
    'Ingingo n’ahantu bishakwa na porogaramu bigakosorwa n’abakozi. Aho abantu batageze kuri batatu banditse ku hantu cyangwa ku ngingo imwe, ntihavugwa.',
    'Raporo yatangajwe ntihindurwa na rimwe. Ikosowe iba indi, izabanje zikagumaho.',
  ],
};
