import { numberIn } from '../writing.ts';
import type { CallWords } from './en.ts';

export const sw: CallWords = {
  title: 'Wito wa malalamiko',
  asks: (institution) => `${institution} inauliza`,
  all: (institution) => `Yale ambayo ${institution} iliuliza umma`,
  none: 'Hakuna kilichoulizwa hadi sasa.',
  until: (when) => `Wazi hadi ${when}`,
  ended: (when) => `Ulimalizika ${when}`,

  how: 'Jinsi ya kushiriki',
  byTag: 'Andika hadharani kwa alama hii ya reli:',
  byAccount: 'Ili tusikie kwa hakika, jibu au taja mojawapo ya akaunti zetu:',
  byForm: 'Au bila akaunti, kwa macho yetu tu:',
  toForm: 'Tuandikie hapa',
  closed: 'Yanayoandikwa bado yanasomwa na kujibiwa; yanahesabiwa kando, kama yaliyochelewa.',

  numbers: 'Kwa nambari',
  nothing: 'Bado hakuna aliyeandika.',
  heard: 'Machapisho yaliyosikika',
  people: 'Watu walioyaandika',
  answered: 'Yaliyojibiwa',
  waiting: 'Yanayosubiri jibu',
  late: 'Yaliyokuja baada ya mwisho',
  median: 'Nusu ya majibu yalikuja ndani ya',
  minutes: (n) => `dakika ${numberIn('sw', n)}`,
  hours: (n) => `saa ${numberIn('sw', n)}`,
  days: (n) => `siku ${numberIn('sw', n)}`,
  topics: 'Yalihusu nini',
  places: 'Yalitoka wapi',
  part: 'Machapisho',
  parts: 'Watu',
  small: (n) =>
    `Machapisho ${numberIn('sw', n)} hayatajwi hapa: chini ya watu watatu waliandika juu ya jambo hilohilo, na mtu angeweza kuwatambua.`,
  byDay: 'Siku kwa siku',
  notAnswered: 'Bila jibu',
  asTable: 'Kama jedwali',
  day: 'Siku',

  report: 'Ripoti',
  reportDue: (when) => `Yaliyosikika na yanayofanywa kuyahusu yatakuwa hapa ifikapo ${when}.`,
  reportLate: (when) => `Ripoti ilipaswa kuwa hapa ifikapo ${when}. Imechelewa.`,
  heardTitle: 'Yaliyosikika',
  doneTitle: 'Yanayofanywa kuyahusu',
  published: (when) => `Ilichapishwa ${when}`,
  atThatTime: (heard, people, answered) =>
    `Siku hiyo: ${numberIn('sw', heard)} yalisikika, watu ${numberIn('sw', people)}, ${numberIn('sw', answered)} yalijibiwa.`,
  earlier: 'Matoleo ya awali',
  promised: (n) => `Katika majibu ahadi ${numberIn('sw', n)} zilitolewa.`,

  answersTo: (question) => `Maneno yako yanajibu: ${question}`,
  method: 'Jinsi inavyohesabiwa',
  methodParts: [
    'Chapisho huhesabiwa mara moja, hata likisikika na akaunti zetu nyingi: likijibu au kunukuu tangazo, likiwa na alama ya reli, au likitumwa kwa fomu iliyo juu, kati ya kufunguliwa na mwisho. Mfanyakazi anaweza kuliweka au kuliondoa; hilo huandikwa.',
    'Anayefuta chapisho lake analiondoa kwenye hesabu. Maneno na majina ya mtu hayapo hapa.',
    'Limejibiwa maana yake mtu wa taasisi alimjibu mwandishi baada yake. Idadi ya wafuasi haihesabiki kitu.',
    'Mada na mahali hupatikana na programu na kurekebishwa na wafanyakazi. Pale chini ya watu watatu walipoandika juu ya mahali au mada hiyohiyo, haitajwi.',
    'Ripoti iliyochapishwa haibadilishwi kamwe. Iliyorekebishwa huwa toleo jingine, na ya awali hubaki.',
  ],
};
