/** Every text of the public pages in Swahili, as it is written in Kenya and Tanzania. */

import { sw as calls } from './calls/sw.ts';
import type { Words } from './en.ts';
import { sw as promises } from './promises/sw.ts';
import { numberIn } from './writing.ts';

export const sw: Words = {
  languages: 'Lugha',
  foot: 'Imetengenezwa kwa Answerable',

  optional: 'si lazima',
  choose: 'Chagua ikifaa',
  topic: 'Inahusu nini?',
  unit: 'Tawi gani au ofisi gani?',
  place: 'Ni wapi?',
  placeHint: 'Barabara, kijiji, kituo: chochote kinachosaidia kupapata.',
  text: 'Nini kilitokea?',
  textHint: 'Eleza tatizo ni nini na unahitaji nini.',
  photo: 'Picha',
  photoHint: 'Zisizidi tatu. Taarifa za mahali zilipopigwa na kifaa kilichotumika huondolewa.',
  who: 'Wewe ni nani?',
  whoHint: 'Acha sehemu zote mbili wazi ikiwa hutaki kujulikana. Kwa vyovyote vile utaweza kusoma jibu letu.',
  name: 'Jina lako',
  reach: 'Tukupate vipi?',
  reachHint: 'Namba ya simu au anwani ya barua pepe. Huonwa tu na wanaoshughulikia suala lako.',
  pin: 'PIN ya ukurasa wako wa faragha',
  pinHint: 'Tarakimu 4 hadi 8, ikiwa wengine wanatumia simu yako. Ikipotea haiwezi kubadilishwa.',
  trap: 'Acha sehemu hii wazi',
  send: 'Tuma',
  privacy: (institution) => `Haya yanasomwa na ${institution} pekee. Hayachapishwi.`,

  closedTitle: 'Fomu hii imefungwa',
  closed: 'Kwa sasa haipokei chochote kipya. Yaliyotumwa awali bado yanajibiwa.',

  doorTitle: (institution: string) => `Endelea faraghani na ${institution}`,
  doorIntro:
    'Unachoandika hapa hakionekani hadharani popote. Utapata ukurasa wako mwenyewe, ambapo utasoma jibu letu.',
  doorBlank: 'Hakuna kilichosemwa hadi sasa kinachoonyeshwa hapa: wengine pia wanaijua anwani hii.',
  doorText: 'Tunapaswa kujua nini?',
  doorTextHint: 'Namba yako ya akaunti au ya simu, na mahali lilipo jambo uliloandika.',

  wrongTitle: 'Bado haijatumwa',
  wrong: 'Rekebisha palipowekwa alama hapa chini, kisha utume tena. Ulichoandika bado kipo.',
  photoAgain: 'Chagua picha zako tena: kivinjari hakizihifadhi.',
  textEmpty: 'Eleza kilichotokea.',
  textLong: (most) =>
    `Maandishi haya yanazidi herufi ${numberIn('sw', most)}. Yafupishe, au utume yaliyobaki baadaye.`,
  tooLong: (most) => `Maandishi haya yanazidi herufi ${numberIn('sw', most)}. Yafupishe.`,
  notOffered: 'Chagua mojawapo kwenye orodha.',
  pinWrong: 'PIN ni tarakimu 4 hadi 8.',
  photosMany: 'Picha zinazotumwa kwa mara moja zisizidi tatu.',
  photoLarge: 'Picha isizidi MB 10. Chagua iliyo ndogo zaidi.',
  photoRefused: 'Hii si picha inayoweza kuonyeshwa: tuma JPEG, PNG au WebP.',
  photoLater:
    'Picha haziwezi kupokelewa kwa sasa. Tuma bila picha, kisha uziongeze baadaye kwenye ukurasa wako wa faragha.',
  trapFilled:
    'Sehemu iliyofichwa ilijazwa, kama programu zinavyofanya. Sasa iko wazi tena: bonyeza Tuma mara nyingine.',
  tooFast: 'Imefika haraka kuliko mtu yeyote anavyoweza kuandika. Bonyeza Tuma mara nyingine.',
  tooOld: 'Ukurasa huu ulikaa wazi kwa muda mrefu mno. Bonyeza Tuma mara nyingine.',
  tooMuch:
    'Mambo mengi sana yanatumwa kutoka kwenye mtandao wako kwa sasa. Subiri dakika chache, kisha ubonyeze Tuma tena.',
  tooMuchTitle: 'Mengi mno kwa wakati mmoja',
  tooMuchUnread:
    'Mambo mengi mno yanatumwa kutoka kwenye mtandao wako, kwa hiyo kwa sasa hakuna kinachosomwa zaidi. Rudi nyuma: ulichoandika bado kipo. Jaribu tena baada ya robo saa.',
  tooLarge: 'Ulichotuma ni kikubwa mno. Rudi nyuma, chagua picha ndogo zaidi, kisha utume tena.',
  awayTitle: 'Haiwezekani kwa sasa',
  away: 'Maneno yako bado hayajahifadhiwa: mashine yetu haiwezi kuyapokea kwa sasa. Subiri dakika moja, kisha ubonyeze Tuma tena.',
  awayRead: 'Mashine yetu haipatikani kwa sasa. Fungua ukurasa huu tena baada ya dakika moja.',
  unreadable: 'Kilichofika hakisomeki. Rudi nyuma ukitume tena.',

  lostTitle: 'Hakuna kitu hapa',
  lost: 'Anwani si sahihi, au ukurasa uliokuwapo umefungwa. Iangalie tena, herufi kwa herufi.',

  caseTitle: 'Ukurasa wako wa faragha',
  caseWith: (institution) => `Suala lako kwa ${institution}`,
  keep: 'Tunza anwani ya ukurasa huu: ndiyo njia pekee ya kuurudia. Yeyote aliye nayo anaweza kusoma na kuandika hapa.',
  keepNow: 'Tumeipokea. Asante.',
  caseNumber: (number) => `suala namba ${number}`,
  state: 'Hali ya suala lako',
  states: {
    received: 'Limepokelewa',
    working: 'Linashughulikiwa',
    answered: 'Limejibiwa',
    settled: 'Limetatuliwa',
  },
  stateHints: {
    received: 'Liko mbele yetu na linasubiri zamu yake.',
    working: 'Kuna mtu aliyelichukua.',
    answered: 'Soma jibu letu hapa chini. Tuandikie tena ikiwa halisaidii.',
    settled: 'Tunadhani limekwisha. Tuandikie tena ikiwa sivyo.',
  },
  since: (when) => `Tangu ${when}`,
  promised: 'Kilichoahidiwa',
  promisedNothing: 'Bado hakuna.',
  conversation: 'Yaliyosemwa',
  you: 'Wewe',
  deleted: 'Imefutwa',
  staff: 'mfanyakazi wetu',
  staffMasked: 'Majina ya wafanyakazi wetu hayaonyeshwi hapa.',
  photoNumber: (n) => `Picha ya ${numberIn('sw', n)}`,
  again: 'Angalia yaliyo mapya',
  writeBack: 'Tuandikie tena',
  writeBackText: 'Maneno yako',
  close: 'Funga ukurasa huu kabisa',
  closeHint: 'Hakuna atakayeweza kuufungua tena, hata wewe. Ulichoandika kinabaki kwetu.',
  closeSure: 'Ndiyo, ufunge',
  closedPageTitle: 'Ukurasa huu umefungwa',
  closedPage: 'Anwani yake haifungui chochote tena. Bado tunacho ulichoandika.',

  pinTitle: 'PIN yako, tafadhali',
  pinLabel: 'PIN',
  pinAsk: 'Uliweka PIN kwa ukurasa huu.',
  pinOpen: 'Fungua',
  pinNotRight: 'Hiyo si PIN sahihi.',
  // "Dakika" is the same for one and for many.
  pinLocked: (minutes) =>
    `PIN zisizo sahihi zimekuwa nyingi mno. Jaribu tena baada ya dakika ${numberIn('sw', minutes)}.`,

  calls,
  promises,
};
