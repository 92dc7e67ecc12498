import { numberIn, pluralIn } from '../writing.ts';
import type { PromiseWords } from './en.ts';

export const sw: PromiseWords = {
  due: (when) => `Itimizwe kabla ya ${when}`,
  late: (when) => `Imechelewa: ilipaswa kutimizwa kabla ya ${when}`,
  kept: (when) => `Imetimizwa kwa wakati, ${when}`,
  keptLate: (when) => `Imetimizwa kwa kuchelewa, ${when}`,
  broken: (when) => `Haitatimizwa, ilisemwa ${when}`,
  renewals: (n) =>
    pluralIn('sw', n, {
      one: 'Tarehe mpya ilielezwa kwa wakati, mara moja.',
      other: `Tarehe mpya ilielezwa kwa wakati, mara ${numberIn('sw', n)}.`,
    }),

  didItHappen: 'Je, imefanyika?',
  yes: 'Ndiyo, imefanyika',
  no: 'Hapana, haijafanyika',
  youSaidYes: 'Ulisema kwamba imefanyika.',
  staffReadYes: 'Mfanyakazi alisoma katika ujumbe wako kwamba ilifanyika.',
  hide: 'Usionyeshe ahadi yangu hadharani',
  show: 'Ionyeshe tena hadharani',
  hidden: 'Hadharani inahesabiwa, lakini maneno yake hayaonyeshwi.',
  all: (institution) => `Ahadi zote za ${institution}`,

  title: 'Ahadi',
  heading: (institution) => `Yale ${institution} iliyoahidi`,
  intro:
    'Kila ahadi iliyotolewa katika jibu kwa mtu, na jinsi ilivyokwenda. Programu ndiyo inayozihesabu; hakuna anayeweza kubadilisha nambari kwa mkono.',
  share: (percent) => `Asilimia ${numberIn('sw', percent)} zimetimizwa kwa wakati`,
  shareOf: (n) =>
    pluralIn('sw', n, {
      one: 'ya ahadi moja ya miezi kumi na miwili iliyopita iliyofikia tarehe yake au kuisha',
      other: `ya ahadi ${numberIn('sw', n)} za miezi kumi na miwili iliyopita zilizofikia tarehe yake au kuisha`,
    }),
  nothingDue: 'Hakuna ahadi ya miezi kumi na miwili iliyopita ambayo imefikia tarehe yake.',
  counts: 'Kwa nambari',
  lastYear: 'Miezi 12 iliyopita',
  everything: 'Tangu mwanzo',
  columns: {
    made: 'Zilizotolewa',
    keptOnTime: 'Zilizotimizwa kwa wakati',
    keptLate: 'Zilizotimizwa kwa kuchelewa',
    late: 'Zimechelewa, hazijatimizwa',
    broken: 'Hazitatimizwa',
    open: 'Tarehe bado haijafika',
    renewed: 'Zilizopewa tarehe mpya kwa wakati',
  },
  lateNow: 'Zilizochelewa sasa',
  list: 'Ahadi, za karibuni kwanza',
  none: 'Bado hakuna kilichoahidiwa.',
  wordless: 'Maneno yake si ya hadharani.',
  made: (when) => `Iliahidiwa ${when}`,
  evidence: 'Kinachoonyesha hivyo:',
  why: 'Kwa nini:',
  older: 'Ahadi za zamani zaidi',
  latest: 'Ahadi za karibuni',
  zone: (zone) => `Saa zote ni za ${zone}.`,
  method: 'Jinsi zinavyohesabiwa',
  data: 'Hizo hizo kama data (JSON)',
  feed: 'Hizo hizo kama mlisho (RSS)',
  author: 'mwandishi',
  staff: 'mfanyakazi',

  hiddenPosts: 'Machapisho ya wengine yaliyofichwa',
  hidNothing:
    'Hakuna chapisho la mtu mwingine lililofichwa au kufutwa kwenye mtandao katika miezi kumi na miwili iliyopita.',
  hidMeans:
    'Ni msimamizi tu anayeweza kuficha chapisho la mtu mwingine kwenye mtandao wake, na lazima aseme kwa nini. Kukosoa si sababu. Kila moja huhesabiwa hapa, hata likionyeshwa tena.',
  hidInMonth: (month, n) =>
    pluralIn('sw', n, {
      one: `${month}: chapisho moja limefichwa au kufutwa`,
      other: `${month}: machapisho ${numberIn('sw', n)} yamefichwa au kufutwa`,
    }),
  because: {
    imposter: 'kujibu kwa jina la taasisi',
    fraud: 'ulaghai',
    threat: 'vitisho',
    hate: 'chuki',
    private_data: 'taarifa za faragha za mtu',
    sexual: 'maudhui ya ngono',
    illegal: 'kinyume cha sheria',
  },

  methodParts: [
    'Ahadi huhesabiwa mara tu jibu linaloitoa linapoondoka. Programu inapogundua kwamba jibu linaahidi jambo, anayeliandika huulizwa nini, lini na nani; ikiwa na hakika, jibu husubiri hayo. Ambacho hakuna aliyekigundua hakihesabiwi, isipokuwa mfanyakazi akiandike.',
    'Kutimizwa kwa wakati maana yake ni kwamba mtu alisema hivyo kabla ya tarehe ya mwisho aliyoambiwa mwandishi, pamoja na kinachoonyesha hivyo, au mwandishi mwenyewe alisema imefanyika. Muda peke yake hautimizi ahadi.',
    'Kuchelewa maana yake ni kwamba tarehe imepita na hakuna aliyesema ilivyokwenda. Ahadi iliyowahi kuchelewa na mwishowe ikatimizwa imetimizwa kwa kuchelewa, hata kama tarehe mpya ilielezwa baada ya ile ya kwanza kupita.',
    'Tarehe mpya huhesabiwa kuwa ilielezwa kwa wakati pale tu mwandishi alipoipata kabla ya ile ya zamani kupita. Hapo ahadi hubaki na tarehe yake mpya, na huhesabiwa mara moja zaidi kwenye tarehe mpya.',
    'Haitatimizwa maana yake ni kwamba mfanyakazi alisema haitatimizwa, na kwa nini. Mwandishi anaweza kusema kwamba kinachoitwa kimetimizwa hakikufanyika: hapo ahadi huwa wazi tena.',
    'Maneno huachwa pale ahadi ilipotolewa faraghani, pale mwandishi alipoomba hivyo, pale mwandishi analindwa, na pale mtu yuko hatarini. Majina, nambari na anwani za barua pepe huondolewa katika yanayoonyeshwa. Zote huhesabiwa.',
    'Kila nambari hukokotolewa kutokana na kilichoandikwa wakati ule. Kilichoandikwa hakiwezi kubadilishwa, hata na taasisi yenyewe.',
  ],
};
