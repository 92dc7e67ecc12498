/** Promises of Swahili, Kinyarwanda, Hausa, Yoruba, Igbo and Amharic. Said on Wednesday, 25 November 2026 at 9:30 in Kigali. All are invented, and read by no native speaker. */
import { describe, expect, test } from 'vitest';
import { promiseDue } from './promiseDate.ts';

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Africa/Kigali',
  dateStyle: 'short',
  timeStyle: 'short',
});
/** "2026-11-27 15:00 minute", or "none". */
const dueIn = (language: string | null, text: string) => {
  const found = promiseDue(text, {
    at: new Date('2026-11-25T07:30:00Z'),
    timeZone: 'Africa/Kigali',
    language,
  });
  return found === null ? 'none' : `${clock.format(found.due)} ${found.exact}`;
};

describe('Swahili', () => {
  test.each([
    ['Fundi atafika kesho saa nne asubuhi.', '2026-11-26 10:00 minute'],
    ['Tutakupigia ndani ya masaa 24.', '2026-11-26 09:30 minute'],
    ['Maji yatarudi saa tisa alasiri.', '2026-11-25 15:00 minute'],
    ['Umeme utarudi saa moja usiku.', '2026-11-25 19:00 minute'],
    ['Tutafika Ijumaa saa tatu na nusu asubuhi.', '2026-11-27 09:30 minute'],
    ['Tutakujibu ndani ya siku mbili.', '2026-11-27 23:59 day'],
    ['Malipo yatafanyika siku 2 hadi 3 za kazi.', '2026-11-30 23:59 day'],
    ['Fundi atakuja kati ya saa nne na saa sita.', '2026-11-25 12:00 minute'],
    ['Tutamaliza mwisho wa wiki.', '2026-11-29 23:59 week'],
    ['Tutamaliza kabla ya mwisho wa mwezi huu.', '2026-11-30 23:59 month'],
    ['Kadi itakuwa tayari tarehe 15 Machi.', '2027-03-15 23:59 day'],
    ['Kadi itakuwa tayari tarehe 4.', '2026-12-04 23:59 day'],
    ['Fundi atafika keshokutwa jioni.', '2026-11-27 21:00 part'],
    ['Tutatuma gari wiki ijayo.', '2026-12-06 23:59 week'],
    ['Tutapiga simu baada ya saa moja.', '2026-11-25 10:30 minute'],
    ['Maji yatarudi leo usiku.', '2026-11-25 23:59 part'],
    ['Umeme utarudi saa 4:30 asubuhi.', '2026-11-25 10:30 minute'],
    ['Umeme utarudi saa 10 jioni.', '2026-11-25 16:00 minute'],
    ['Tutafika kuanzia Jumatatu hadi Jumatano.', '2026-12-02 23:59 day'],
    ['Tulipokea malalamiko yako Jumatatu.', 'none'],
    ['Tutakuletea baada ya dakika 30.', '2026-11-25 10:00 minute'],
    ['Fundi atafika baada ya nusu saa.', '2026-11-25 10:00 minute'],
    ['Tutarudi saa tano kasoro robo.', '2026-11-25 10:45 minute'],
    ['Tutakupigia jioni.', '2026-11-25 21:00 part'],
    ['Tutakamilisha ndani ya wiki moja.', '2026-12-02 23:59 week'],
    ['Mkaguzi atakuja Jumatatu ijayo.', '2026-11-30 23:59 day'],
    ['Tutakutumia kabla ya saa sita mchana.', '2026-11-25 12:00 minute'],
    ['Mafundi wetu watakuwa hapo kabla ya saa kumi na mbili jioni.', '2026-11-25 18:00 minute'],
    ['Tutakupigia simu Jumatatu tarehe 30 Novemba.', '2026-11-30 23:59 day'],
    ['Huduma itarejea ndani ya saa 3 zijazo.', '2026-11-25 12:30 minute'],
    ['Tutakujibu ifikapo kesho mchana.', '2026-11-26 17:00 part'],
    ['Malipo yako yatafika ndani ya siku tatu za kazi.', '2026-11-30 23:59 day'],
    ['Tutakuja leo kati ya saa nane na saa kumi.', '2026-11-25 16:00 minute'],
    ['Umeme utarejea saa 2:00 usiku.', '2026-11-25 20:00 minute'],
    ['Tutakamilisha mwishoni mwa wiki ijayo.', '2026-12-06 23:59 week'],
    ['Fundi yuko njiani, atafika baada ya dakika kumi na tano.', '2026-11-25 09:45 minute'],
  ])('%s', (text, due) => {
    expect(dueIn('swa', text)).toBe(due);
  });
});

describe('Kinyarwanda', () => {
  test.each([
    ["Turabahamagara ejo saa yine z'amanywa.", '2026-11-26 10:00 minute'],
    ['Tuzabasubiza bitarenze ku wa gatanu.', '2026-11-27 23:59 day'],
    ['Amazi aragaruka mu masaha abiri.', '2026-11-25 11:30 minute'],
    ["Umuriro uragaruka saa moya z'umugoroba.", '2026-11-25 19:00 minute'],
    ["Umutekinisiye araza saa tatu n'igice za mu gitondo.", '2026-11-26 09:30 minute'],
    ["Tuzabishyura mu minsi itatu y'akazi.", '2026-11-30 23:59 day'],
    ['Bizaba byakemutse mu minsi 2 kugeza kuri 3.', '2026-11-28 23:59 day'],
    ['Tuzaza hagati ya saa yine na saa sita.', '2026-11-25 12:00 minute'],
    ['Ikarita izaboneka ku itariki ya 15 Werurwe.', '2027-03-15 23:59 day'],
    ['Ikarita izaboneka tariki ya 4.', '2026-12-04 23:59 day'],
    ['Ikipe izaza ejobundi mu gitondo.', '2026-11-27 12:00 part'],
    ['Tuzabandikira mu cyumweru gitaha.', '2026-12-06 23:59 week'],
    ["Bizarangira mu mpera z'iki cyumweru.", '2026-11-29 23:59 week'],
    ["Bizarangira bitarenze impera z'uku kwezi.", '2026-11-30 23:59 month'],
    ["Turabahamagara mu gice cy'isaha.", '2026-11-25 10:00 minute'],
    ['Turabahamagara mu minota makumyabiri.', '2026-11-25 09:50 minute'],
    ['Tuzagaruka ku wa mbere utaha.', '2026-11-30 23:59 day'],
    ['Umuriro uragaruka nimugoroba.', '2026-11-25 21:00 part'],
    ['Umuriro uragaruka iri joro.', '2026-11-25 23:59 part'],
    ['Turaza kubasubiza uyu munsi saa cyenda.', '2026-11-25 15:00 minute'],
    ['Tuzaza kuva ku wa mbere kugeza ku wa gatatu.', '2026-12-02 23:59 day'],
    ['Twakiriye ubutumwa bwanyu ku wa mbere.', 'none'],
    ['Ejo hashize twarahageze.', 'none'],
    ['Tuzabikora mu byumweru bibiri.', '2026-12-09 23:59 week'],
    ['Turaza saa munani zuzuye.', '2026-11-25 14:00 minute'],
    ['Amafaranga arabageraho mu masaha 48.', '2026-11-27 09:30 minute'],
    ["Araza saa kumi n'imwe z'umugoroba.", '2026-11-25 17:00 minute'],
    ['Tuzaza ku cyumweru saa tatu.', '2026-11-29 09:00 minute'],
    ["Tuzabasubiza mbere y'umunsi urangira.", '2026-11-25 17:00 part'],
    ['Abatekinisiye bacu barahagera saa kumi za nimugoroba.', '2026-11-25 16:00 minute'],
    ['Tuzabaha igisubizo mu gihe kitarenze iminsi itanu.', '2026-11-30 23:59 day'],
    ["Amazi azagaruka ku wa gatandatu saa tanu z'amanywa.", '2026-11-28 11:00 minute'],
    ['Bizaba byarangiye ku itariki 5 Ukuboza 2026.', '2026-12-05 23:59 day'],
    ['Turabahamagara mu masaha abiri ari imbere.', '2026-11-25 11:30 minute'],
  ])('%s', (text, due) => {
    expect(dueIn('kin', text)).toBe(due);
  });
});

describe('Hausa', () => {
  test.each([
    ['Za mu kira ka gobe da safe.', '2026-11-26 12:00 part'],
    ["Injiniya zai zo ranar Juma'a da ƙarfe uku na rana.", '2026-11-27 15:00 minute'],
    ['Za a gyara cikin awa 48.', '2026-11-27 09:30 minute'],
    ['Za mu biya ka cikin kwanaki 2 zuwa 3 na aiki.', '2026-11-30 23:59 day'],
    ['Wuta za ta dawo cikin awa biyu.', '2026-11-25 11:30 minute'],
    ['Za mu zo tsakanin ƙarfe biyu da ƙarfe huɗu na rana.', '2026-11-25 16:00 minute'],
    ['Za a gama kafin ƙarshen mako.', '2026-11-29 23:59 week'],
    ['Za a gama a mako mai zuwa.', '2026-12-06 23:59 week'],
    ['Za mu kammala kafin ƙarshen wannan watan.', '2026-11-30 23:59 month'],
    ['Katin zai fito ranar 15 ga Maris.', '2027-03-15 23:59 day'],
    ['Katin zai fito ranar 4 ga Disamba 2026.', '2026-12-04 23:59 day'],
    ['Za mu zo jibi da yamma.', '2026-11-27 21:00 part'],
    ['Za mu amsa nan da rabin awa.', '2026-11-25 10:00 minute'],
    ['Za mu kira ka daren yau.', '2026-11-25 23:59 part'],
    ['Ruwa zai dawo yau kafin ƙarfe goma na dare.', '2026-11-25 22:00 minute'],
    ['Za mu kira ka cikin minti ashirin.', '2026-11-25 09:50 minute'],
    ['Zai zo Litinin mai zuwa.', '2026-11-30 23:59 day'],
    ['Mun karɓi saƙonka ranar Litinin.', 'none'],
    ['Za mu yi aikin daga Litinin zuwa Laraba.', '2026-12-02 23:59 day'],
    ['Za mu ba ka amsa cikin mako biyu.', '2026-12-09 23:59 week'],
    ['Za mu kira ka da ƙarfe 9:30 na safe gobe.', '2026-11-26 09:30 minute'],
    ['Za mu kira ka kafin ƙarshen rana.', '2026-11-25 17:00 part'],
    ['Za a biya ka cikin awanni ashirin da huɗu.', '2026-11-26 09:30 minute'],
    ['Za mu zo ranar Asabar da safe.', '2026-11-28 12:00 part'],
    ['Za mu zo ƙarfe sha biyu na rana.', '2026-11-25 12:00 minute'],
    ['Za mu zo gobe da ƙarfe goma da rabi na safe.', '2026-11-26 10:30 minute'],
    ['Za mu dawo maka kafin ƙarfe 5 na yamma.', '2026-11-25 17:00 minute'],
    ["Za a dawo da wuta cikin sa'o'i uku.", '2026-11-25 12:30 minute'],
    ['Ranar Talata 1 ga Disamba za mu zo.', '2026-12-01 23:59 day'],
    ['Za a kammala kafin ƙarshen wata.', '2026-11-30 23:59 month'],
    ['Za mu zo ranar Litinin tsakanin ƙarfe 9 zuwa 11 na safe.', '2026-11-30 11:00 minute'],
  ])('%s', (text, due) => {
    expect(dueIn('hau', text)).toBe(due);
  });
});

describe('Yoruba', () => {
  test.each([
    ['A ó pè yín lọ́la ní àárọ̀.', '2026-11-26 12:00 part'],
    ['Iná yóò padà láàrin wákàtí méjì.', '2026-11-25 11:30 minute'],
    ['A ó san owó yín láàrin wákàtí méjìdínláàádọ́ta.', '2026-11-27 09:30 minute'],
    ['Onímọ̀ ẹ̀rọ yóò dé ní ọjọ́ Ẹtì ní aago mẹ́ta ọ̀sán.', '2026-11-27 15:00 minute'],
    ['A ó wá ní ọjọ́ Ajé.', '2026-11-30 23:59 day'],
    ['A ó dá yín lóhùn láàrin ọjọ́ iṣẹ́ méjì sí mẹ́ta.', '2026-11-30 23:59 day'],
    ['A ó parí rẹ̀ ní òpin ọ̀sẹ̀ yìí.', '2026-11-29 23:59 week'],
    ['A ó parí rẹ̀ ní ọ̀sẹ̀ tó ń bọ̀.', '2026-12-06 23:59 week'],
    ['Omi yóò dé lónìí ní aago mẹ́wàá alẹ́.', '2026-11-25 22:00 minute'],
    ['A ó dé ní ọ̀túnla.', '2026-11-27 23:59 day'],
    ['A ó pè yín láàrin ìṣẹ́jú ogún.', '2026-11-25 09:50 minute'],
    ['A ó pè yín láàrin ìlàjì wákàtí.', '2026-11-25 10:00 minute'],
    ['A ó parí rẹ̀ kí oṣù yìí tó parí.', '2026-11-30 23:59 month'],
    ['A ó wá láàrin aago méjì sí mẹ́rin ọ̀sán.', '2026-11-25 16:00 minute'],
    ['A ó wá ní ọjọ́ 15 oṣù Kẹta.', '2027-03-15 23:59 day'],
    ['A ó wá ní alẹ́ òní.', '2026-11-25 23:59 part'],
    ['A ó ṣe é kí agogo méjìlá ọ̀sán tó lù.', '2026-11-25 12:00 minute'],
    ['A ó wá ní ìrọ̀lẹ́.', '2026-11-25 21:00 part'],
    ['A ti gba ìfiránṣẹ́ yín ní ọjọ́ Ajé.', 'none'],
    ['A ó wá láti ọjọ́ Ajé sí ọjọ́rú.', '2026-12-02 23:59 day'],
    ['A ó dá owó padà láàrin ọ̀sẹ̀ méjì.', '2026-12-09 23:59 week'],
    ['A ó pè yín ní aago 9:30 àárọ̀ ọ̀la.', '2026-11-26 09:30 minute'],
    ['A ó dé ní Ọjọ́bọ̀ ní ọ̀sán.', '2026-11-26 17:00 part'],
    ['A ó wá lọ́jọ́ Ìṣẹ́gun.', '2026-12-01 23:59 day'],
    ['A ó wá ní ọjọ́ kẹrìnlá oṣù tó ń bọ̀.', '2026-12-14 23:59 day'],
    ['A ó pè yín ní òpin ọjọ́.', '2026-11-25 17:00 part'],
    ['A ó dá yín lóhùn kí ọ̀la tó parí.', '2026-11-26 23:59 day'],
    ['Iná yóò padà ní aago mẹ́jọ alẹ́ òní.', '2026-11-25 20:00 minute'],
    ['A ó parí iṣẹ́ náà láàrin ọjọ́ mẹ́ta.', '2026-11-28 23:59 day'],
    ['Ní ọjọ́ Àbámẹ́ta ní aago mẹ́wàá àárọ̀.', '2026-11-28 10:00 minute'],
  ])('%s', (text, due) => {
    expect(dueIn('yor', text)).toBe(due);
  });
});

describe('Igbo', () => {
  test.each([
    ["Anyị ga-akpọ gị echi n'ụtụtụ.", '2026-11-26 12:00 part'],
    ["Ọkụ ga-alọta n'ime awa abụọ.", '2026-11-25 11:30 minute'],
    ["Anyị ga-akwụ gị ụgwọ n'ime awa 48.", '2026-11-27 09:30 minute'],
    ["Onye ọrụ ga-abịa na Fraịde n'elekere atọ nke ehihie.", '2026-11-27 15:00 minute'],
    ["Anyị ga-aza gị n'ime ụbọchị ọrụ abụọ ruo atọ.", '2026-11-30 23:59 day'],
    ['Anyị ga-emecha ya na ngwụcha izu a.', '2026-11-29 23:59 week'],
    ["Anyị ga-emecha ya n'izu na-abịa.", '2026-12-06 23:59 week'],
    ["Mmiri ga-abịa taa n'elekere iri nke abalị.", '2026-11-25 22:00 minute'],
    ['Anyị ga-abịa nwanne echi.', '2026-11-27 23:59 day'],
    ["Anyị ga-akpọ gị n'ime nkeji iri abụọ.", '2026-11-25 09:50 minute'],
    ["Anyị ga-akpọ gị n'ime ọkara awa.", '2026-11-25 10:00 minute'],
    ['Anyị ga-emecha ya tupu ngwụcha ọnwa a.', '2026-11-30 23:59 month'],
    ["Anyị ga-abịa n'etiti elekere abụọ na elekere anọ nke ehihie.", '2026-11-25 16:00 minute'],
    ['Anyị ga-abịa na 15 Maachị.', '2027-03-15 23:59 day'],
    ["Anyị ga-abịa n'ụbọchị 4 Disemba 2026.", '2026-12-04 23:59 day'],
    ["Anyị ga-abịa n'abalị a.", '2026-11-25 23:59 part'],
    ['Anyị ga-abịa na Mọnde na-abịa.', '2026-11-30 23:59 day'],
    ['Anyị ga-abịa site na Mọnde ruo Wenezde.', '2026-12-02 23:59 day'],
    ["Anyị ga-akwụghachi n'ime izu abụọ.", '2026-12-09 23:59 week'],
    ["Anyị ga-akpọ gị echi n'elekere 9:30 nke ụtụtụ.", '2026-11-26 09:30 minute'],
    ["Anyị ga-abịa n'elekere iri na ọkara nke ụtụtụ echi.", '2026-11-26 10:30 minute'],
    ["Anyị ga-abịa na Tọọzde n'ehihie.", '2026-11-26 17:00 part'],
    ['Anyị ga-abịa na mgbede.', '2026-11-25 21:00 part'],
    ['Anyị ga-aza gị tupu ngwụcha ụbọchị.', '2026-11-25 17:00 part'],
    ["Anyị ga-abịa n'ime ụbọchị atọ.", '2026-11-28 23:59 day'],
    ['Anyị natara ozi gị na Mọnde.', 'none'],
    ["Anyị ga-emecha ya n'ime otu izu.", '2026-12-02 23:59 week'],
    ['Anyị ga-alaghachi kwuru gị tupu elekere ise nke mgbede.', '2026-11-25 17:00 minute'],
    ["A ga-edozi ya n'ime awa iri abụọ na anọ.", '2026-11-26 09:30 minute'],
    ["Anyị ga-abịa na Satọde n'elekere iri nke ụtụtụ.", '2026-11-28 10:00 minute'],
  ])('%s', (text, due) => {
    expect(dueIn('ibo', text)).toBe(due);
  });
});

describe('Amharic', () => {
  test.each([
    ['ነገ ጠዋት እንደውልልዎታለን።', '2026-11-26 12:00 part'],
    ['ባለሙያው ከጠዋቱ 3 ሰዓት ይመጣል።', '2026-11-26 09:00 minute'],
    ['ባለሙያው ከሰዓት 9 ሰዓት ይመጣል።', '2026-11-25 15:00 minute'],
    ['መብራቱ በሁለት ሰዓት ውስጥ ይመለሳል።', '2026-11-25 11:30 minute'],
    ['ገንዘቡ በ48 ሰዓት ውስጥ ይመለሳል።', '2026-11-27 09:30 minute'],
    ['ዓርብ ከሰዓት በኋላ እንመጣለን።', '2026-11-27 17:00 part'],
    ['አርብ ከቀኑ 8 ሰዓት እንመጣለን።', '2026-11-27 14:00 minute'],
    ['ከ2 እስከ 3 የሥራ ቀናት ውስጥ እንመልሳለን።', '2026-11-30 23:59 day'],
    ['በዚህ ሳምንት መጨረሻ እንጨርሳለን።', '2026-11-29 23:59 week'],
    ['በሚቀጥለው ሳምንት እንጨርሳለን።', '2026-12-06 23:59 week'],
    ['በዚህ ወር መጨረሻ እንጨርሳለን።', '2026-11-30 23:59 month'],
    ['ዛሬ ማታ 4 ሰዓት ውሃ ይመለሳል።', '2026-11-25 22:00 minute'],
    ['ከነገ ወዲያ እንመጣለን።', '2026-11-27 23:59 day'],
    ['በ20 ደቂቃ ውስጥ እንደውላለን።', '2026-11-25 09:50 minute'],
    ['በግማሽ ሰዓት ውስጥ እንደውላለን።', '2026-11-25 10:00 minute'],
    ['ከ3 እስከ 5 ሰዓት እንመጣለን።', '2026-11-25 11:00 minute'],
    ['ካርዱ መጋቢት 6 ዝግጁ ይሆናል።', '2027-03-15 23:59 day'],
    ['ካርዱ ማርች 15 ዝግጁ ይሆናል።', '2027-03-15 23:59 day'],
    ['ካርዱ ኅዳር 25 ቀን 2019 ዝግጁ ይሆናል።', '2026-12-04 23:59 day'],
    ['ሰኞ ጠዋት 3 ሰዓት ተኩል ላይ እንመጣለን።', '2026-11-30 09:30 minute'],
    ['እስከ ሰኞ ድረስ እንመልሳለን።', '2026-11-30 23:59 day'],
    ['ከሰኞ እስከ ረቡዕ እንመጣለን።', '2026-12-02 23:59 day'],
    ['በሁለት ሳምንት ውስጥ እንመልሳለን።', '2026-12-09 23:59 week'],
    ['በሦስት ቀናት ውስጥ እንመልሳለን።', '2026-11-28 23:59 day'],
    ['ከስድስት ሰዓት በፊት እንደውላለን።', '2026-11-25 12:00 minute'],
    ['ዛሬ ምሽት እንመጣለን።', '2026-11-25 21:00 part'],
    ['የሥራ ሰዓት ከማብቃቱ በፊት እንደውላለን።', '2026-11-25 17:00 part'],
    ['መልእክትዎን ሰኞ ተቀብለናል።', 'none'],
    ['በሚቀጥሉት 24 ሰዓታት እንመልሳለን።', '2026-11-26 09:30 minute'],
    ['ነገ 3:30 ሰዓት ላይ እንመጣለን።', '2026-11-26 09:30 minute'],
    ['እስከ ነገ 6 ሰዓት ድረስ እናሳውቅዎታለን።', '2026-11-26 12:00 minute'],
    ['በ3 የሥራ ቀናት ውስጥ ገንዘቡ ይገባል።', '2026-11-30 23:59 day'],
    ['ቅዳሜ ጠዋት ከ3 እስከ 5 ሰዓት ባለሙያ ይመጣል።', '2026-11-28 11:00 minute'],
    ['ከምሽቱ 2 ሰዓት ላይ መብራት ይመለሳል።', '2026-11-25 20:00 minute'],
  ])('%s', (text, due) => {
    expect(dueIn('amh', text)).toBe(due);
  });
});
