/** Who keeps promises of Swahili, Kinyarwanda, Hausa, Yoruba, Igbo and Amharic. All are invented, and read by no native speaker. */
import { describe, expect, test } from 'vitest';
import { ownerIn } from '../../test/factories/ownerIn.ts';

describe('Swahili', () => {
  test.each([
    ['Mafundi wetu watafika kesho saa nne.', 'team: Mafundi wetu'],
    ['Tutakupigia simu leo jioni.', 'house: Tutakupigia'],
    ['Nitafuatilia na nitakujulisha kesho.', 'speaker: Nitafuatilia'],
    ['Tutatuma mafundi kesho asubuhi.', 'team: mafundi'],
    ['Timu yetu itarekebisha bomba ndani ya masaa 24.', 'team: Timu yetu'],
    ['Ofisi ya Kilimani itakujibu Ijumaa.', 'office: Ofisi ya Kilimani'],
    ['Meneja wa tawi atakupigia leo.', 'person: Meneja wa tawi'],
    ['Fundi atakuja Jumatatu.', 'person: Fundi'],
    ['Umeme utarudi saa mbili usiku.', 'house: '],
    ['Utapokea pesa zako kesho.', 'house: '],
    ['Wataalamu wetu watachunguza jambo hili wiki hii.', 'team: Wataalamu wetu'],
    ['Kitengo cha malipo kitarudisha pesa yako Ijumaa.', 'office: Kitengo cha malipo'],
    ['Tunatuma kikosi cha dharura sasa hivi.', 'team: kikosi cha dharura'],
    ['Salome atakutembelea Alhamisi.', 'person: Salome'],
    ['Pole Bi Rehema, tutakupigia saa nane.', 'house: tutakupigia'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'swa')).toBe(expected));
});

describe('Kinyarwanda', () => {
  test.each([
    ['Abatekinisiye bacu barahagera saa munani.', 'team: Abatekinisiye bacu'],
    ['Tuzabahamagara ejo mu gitondo.', 'house: Tuzabahamagara'],
    ['Ndabikurikirana mbasubize uyu munsi.', 'speaker: Ndabikurikirana'],
    ['Umutekinisiye wacu azaza kuwa mbere.', 'person: Umutekinisiye wacu'],
    ['Ishami rya Musanze rizabasubiza ejo.', 'office: Ishami rya Musanze'],
    ["Ikipe y'i Huye irasana itiyo iri joro.", "team: Ikipe y'i Huye"],
    ["Umuyobozi w'ishami azabahamagara ejo.", "person: Umuyobozi w'ishami"],
    ['Twohereje abakozi bacu, barahagera saa tanu.', 'team: abakozi bacu'],
    ['Umuriro uragaruka saa moya.', 'house: '],
    ['Amazi azagaruka nimugoroba.', 'house: '],
    ['Muzabona amafaranga yanyu ejo.', 'house: '],
    ['Ushinzwe abakiriya araguhamagara mu isaha imwe.', 'person: Ushinzwe abakiriya'],
    ['Turakosora fagitire yanyu uyu munsi.', 'house: Turakosora'],
    ["Itsinda ry'ubutabazi rirahagera mu minota 20.", "team: Itsinda ry'ubutabazi"],
  ])('%s', (text, expected) => expect(ownerIn(text, 'kin')).toBe(expected));
});

describe('Hausa', () => {
  test.each([
    ["Ma'aikatanmu za su zo gobe.", "team: Ma'aikatanmu"],
    ['Za mu kira ka gobe da safe.', 'house: Za mu'],
    ['Zan duba kuma zan kira ka yau.', 'speaker: Zan'],
    ['Tawagar gyara za ta isa Gwale da karfe hudu.', 'team: Tawagar gyara'],
    ['Manajan reshen Dutse zai kira ki.', 'person: Manajan reshen Dutse'],
    ['Ofishin kuɗi zai biya ka ranar Juma’a.', 'office: Ofishin kuɗi'],
    ['Injiniyanmu zai zo gidanka ranar Litinin.', 'person: Injiniyanmu'],
    ['Mun tura ma’aikata, za su iso nan da awa biyu.', 'team: ma’aikata'],
    ['Wuta za ta dawo da yamma.', 'house: '],
    ['Za ka samu kudinka gobe.', 'house: '],
    ['Za mu tura injiniyoyi yau.', 'team: injiniyoyi'],
    ['Sashen kula zai amsa maka gobe.', 'office: Sashen kula'],
    ['Hakuri Malam Sani, za mu mayar maka da kudin.', 'house: za mu'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'hau')).toBe(expected));
});

describe('Yoruba', () => {
  test.each([
    ['Àwọn òṣìṣẹ́ wa yóò dé lọ́la.', 'team: Àwọn òṣìṣẹ́ wa'],
    ['A máa pè yín lọ́la.', 'house: A máa'],
    ['Mo máa wádìí rẹ̀ lónìí.', 'speaker: Mo máa'],
    ['Onímọ̀ ẹ̀rọ wa yóò dé ilé yín ní ọjọ́ Ajé.', 'person: Onímọ̀ ẹ̀rọ wa'],
    ['Ẹ̀ka ìṣúná yóò san owó yín lọ́la.', 'office: Ẹ̀ka ìṣúná'],
    ['Mánẹ́jà ẹ̀ka Àkúrẹ́ yóò pè yín.', 'person: Mánẹ́jà ẹ̀ka Àkúrẹ́'],
    ['Ikọ̀ àtúnṣe yóò dé Gbàgì ní aago mẹ́ta.', 'team: Ikọ̀ àtúnṣe'],
    ['Iná yóò padà ní alẹ́.', 'house: '],
    ['Ẹ ó gba owó yín lọ́la.', 'house: '],
    ['A ó san owó náà padà.', 'house: A ó'],
    ['Awon osise maa wa tun waya naa se.', 'team: Awon osise'],
    ['A ti rán àwọn òṣìṣẹ́ síbẹ̀.', 'team: àwọn òṣìṣẹ́'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'yor')).toBe(expected));
});

describe('Igbo', () => {
  test.each([
    ['Ndị ọrụ anyị ga-abịa echi.', 'team: Ndị ọrụ anyị'],
    ['Anyị ga-akpọ gị echi.', 'house: Anyị ga'],
    ['Aga m elele ya taa.', 'speaker: Aga m'],
    ['Onye teknịshan ga-abịa n’ogbe unu na Mọnde.', 'person: Onye teknịshan'],
    ['Ngalaba ego ga-akwụ gị echi.', 'office: Ngalaba ego'],
    ['Manịja alaka Awka ga-akpọ gị oku.', 'person: Manịja alaka Awka'],
    ['Ndị injinia ga-edozi ọkụ taa.', 'team: Ndị injinia'],
    ['Ọkụ ga-alọta n’abalị.', 'house: '],
    ['Ị ga-enweta ego gị echi.', 'house: '],
    ['Anyị na-eziga ndị ọrụ ugbu a.', 'team: ndị ọrụ'],
    ['Ọfịs Enugu ga-aza gị na Fraịde.', 'office: Ọfịs Enugu'],
    ['Draịva ahụ ga-akpọ gị.', 'person: Draịva ahụ'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'ibo')).toBe(expected));
});

describe('Amharic', () => {
  test.each([
    ['ባለሙያዎቻችን ነገ ይመጣሉ።', 'team: ባለሙያዎቻችን'],
    ['ነገ ጠዋት እንደውላለን።', 'house: እንደውላለን'],
    ['ዛሬ አረጋግጬ እደውላለሁ።', 'speaker: እደውላለሁ'],
    ['የጥገና ቡድኑ ዛሬ ከሰዓት በኋላ ይደርሳል።', 'team: የጥገና ቡድኑ'],
    ['የፋይናንስ ክፍሉ ገንዘብዎን አርብ ይመልሳል።', 'office: የፋይናንስ ክፍሉ'],
    ['የሃዋሳ ቅርንጫፍ ሥራ አስኪያጅ ነገ ይደውልልዎታል።', 'person: የሃዋሳ ቅርንጫፍ ሥራ አስኪያጅ'],
    ['ቴክኒሻን ሰኞ ይመጣል።', 'person: ቴክኒሻን'],
    ['መብራት በ2 ሰዓት ይመለሳል።', 'house: '],
    ['ችግሩን ዛሬ እናስተካክላለን።', 'house: እናስተካክላለን'],
    ['የመስመር ሠራተኞቻችን ሽቦውን ዛሬ ይቀይራሉ።', 'team: የመስመር ሠራተኞቻችን'],
    ['ገንዘብዎን ነገ ያገኛሉ።', 'house: '],
    ['ባለሙያው ነገ 3 ሰዓት ይመጣል።', 'person: ባለሙያው'],
  ])('%s', (text, expected) => expect(ownerIn(text, 'amh')).toBe(expected));
});
