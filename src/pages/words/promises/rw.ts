import { numberIn, pluralIn } from '../writing.ts';
import type { PromiseWords } from './en.ts';

export const rw: PromiseWords = {
  due: (when) => `Bizakorwa bitarenze ku ya ${when}`,
  late: (when) => `Byaratinze: byagombaga gukorwa bitarenze ku ya ${when}`,
  kept: (when) => `Byakozwe ku gihe, ku ya ${when}`,
  keptLate: (when) => `Byakozwe bitinze, ku ya ${when}`,
  broken: (when) => `Ntibizakorwa, byavuzwe ku ya ${when}`,
  renewals: (n) =>
    pluralIn('rw', n, {
      one: 'Itariki nshya yavuzwe ku gihe, inshuro imwe.',
      other: `Itariki nshya yavuzwe ku gihe, inshuro ${numberIn('rw', n)}.`,
    }),

  didItHappen: 'Byarakozwe?',
  yes: 'Yego, byarakozwe',
  no: 'Oya, ntibyakozwe',
  youSaidYes: 'Wavuze ko byakozwe.',
  staffReadYes: 'Umukozi yasomye mu butumwa bwanyu ko byabaye.',
  hide: 'Ntimwerekane isezerano ryanjye mu ruhame',
  show: 'Ongera uryerekane mu ruhame',
  hidden: 'Mu ruhame rirabarwa, ariko amagambo yaryo ntagaragazwa.',
  all: (institution) => `Amasezerano yose ya ${institution}`,

  title: 'Amasezerano',
  heading: (institution) => `Ibyo ${institution} yasezeranyije`,
  intro:
    'Isezerano ryose ryatanzwe mu gisubizo cyahawe umuntu, n’uko byagenze. Bibarwa na porogaramu; nta muntu ushobora guhindura imibare n’intoki.',
  share: (percent) => `${numberIn('rw', percent)} % yubahirijwe ku gihe`,
  shareOf: (n) =>
    pluralIn('rw', n, {
      one: 'y’isezerano rimwe ryo mu mezi cumi n’abiri ashize ryagejeje igihe cyangwa ryarangiye',
      other: `y’amasezerano ${numberIn('rw', n)} yo mu mezi cumi n’abiri ashize yagejeje igihe cyangwa yarangiye`,
    }),
  nothingDue: 'Nta sezerano ryo mu mezi cumi n’abiri ashize riragera ku gihe cyaryo.',
  counts: 'Mu mibare',
  lastYear: 'Amezi 12 ashize',
  everything: 'Kuva mu ntangiriro',
  columns: {
    made: 'Ayatanzwe',
    keptOnTime: 'Ayubahirijwe ku gihe',
    keptLate: 'Ayubahirijwe atinze',
    late: 'Ayatinze, atarubahirizwa',
    broken: 'Atazubahirizwa',
    open: 'Ataragera ku gihe',
    renewed: 'Ayahawe itariki nshya ku gihe',
  },
  lateNow: 'Ayatinze ubu',
  list: 'Amasezerano, aheruka abanza',
  none: 'Nta kirasezeranywa.',
  wordless: 'Amagambo yaryo ntashyirwa mu ruhame.',
  made: (when) => `Byasezeranyijwe ku ya ${when}`,
  evidence: 'Ikibigaragaza:',
  why: 'Impamvu:',
  older: 'Amasezerano ya kera',
  latest: 'Amasezerano aheruka',
  zone: (zone) => `Amasaha yose ni aya ${zone}.`,
  method: 'Uko bibarwa',
  data: 'Ibyo nk’amakuru (JSON)',
  feed: 'Ibyo nk’umurongo w’amakuru (RSS)',
  author: 'uwanditse',
  staff: 'umukozi',

  hiddenPosts: 'Ubutumwa bw’abandi bwahishwe',
  hidNothing: 'Nta butumwa bw’undi muntu bwahishwe cyangwa bwasibwe ku rubuga mu mezi cumi n’abiri ashize.',
  hidMeans:
    'Umugenzuzi wenyine ni we ushobora guhisha ubutumwa bw’undi muntu ku rubuga rwabwo, kandi agomba kuvuga impamvu. Kunenga si impamvu. Buri bumwe bubarwa hano, n’iyo bwongeye kwerekanwa.',
  hidInMonth: (month, n) =>
    pluralIn('rw', n, {
      one: `${month}: ubutumwa bumwe bwahishwe cyangwa bwasibwe`,
      other: `${month}: ubutumwa ${numberIn('rw', n)} bwahishwe cyangwa bwasibwe`,
    }),
  because: {
    imposter: 'gusubiza mu izina ry’ikigo',
    fraud: 'uburiganya',
    threat: 'iterabwoba',
    hate: 'urwango',
    private_data: 'amakuru bwite y’umuntu',
    sexual: 'ibishegu',
    illegal: 'binyuranyije n’amategeko',
  },

  methodParts: [
    'Isezerano ribarwa igisubizo kiritanga kimaze kugenda. Iyo porogaramu ibonye ko igisubizo gisezeranya ikintu, ucyandika abazwa icyo ari cyo, igihe n’uzabikora; iyo ibizi neza, igisubizo kirategereza. Ibyo nta wabonye ntibibarwa, keretse umukozi abyanditse.',
    'Kubahirizwa ku gihe bivuga ko umuntu yabivuze mbere y’itariki ya nyuma yabwiwe uwanditse, hamwe n’ikibigaragaza, cyangwa ko uwanditse ubwe yavuze ko byakozwe. Igihe cyonyine nticyubahiriza isezerano.',
    'Gutinda bivuga ko itariki yarenze nta muntu uravuga uko byagenze. Isezerano ryatinze rimwe nyuma rikubahirizwa ryubahirijwe ritinze, kabone n’iyo itariki nshya yaba yaravuzwe iya mbere yarangiye.',
    'Itariki nshya ibarwa nk’iyavuzwe ku gihe ari uko gusa uwanditse yayimenye mbere y’uko iya kera irenga. Icyo gihe isezerano rigumana itariki nshya, kandi rikabarwa indi nshuro mu matariki mashya.',
    'Kutazubahirizwa bivuga ko umukozi yavuze ko bitazakorwa, n’impamvu. Uwanditse ashobora kuvuga ko ibyitwa ko byakozwe bitakozwe: icyo gihe isezerano ryongera gufunguka.',
    'Amagambo avanwamo iyo isezerano ryatanzwe mu ibanga, iyo uwanditse yabisabye, iyo uwanditse arinzwe, n’iyo hari umuntu uri mu kaga. Amazina, nimero na aderesi za imeyili bivanwa mu yerekanwa. Yose arabarwa.',
    'Buri mubare ubarwa hashingiwe ku byanditswe icyo gihe. Ibyanditswe ntibishobora guhindurwa, n’ikigo ubwacyo.',
  ],
};
