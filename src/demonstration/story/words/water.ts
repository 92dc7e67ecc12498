/** Tamba Water: an invented utility in Kenya. */
import type { Institution } from '../words.ts';

export const water: Institution = {
  key: 'water',
  name: 'Tamba Water',
  handle: 'tambawater',
  called: ['Tamba Water', 'tamba water', 'Tamba', 'the water company'],
  country: 'KE',
  places: [
    'Kasuku Estate',
    'Mlima View',
    'Ziwani B',
    'Twiga Court',
    'Old Mill Road',
    'Bahari Close',
    'Kijito',
    'Sokoni',
    'Jua Kali Lane',
    'Phase 3',
  ],
  units: [
    { name: 'Kasuku office', kind: 'office' },
    { name: 'Ziwani pumping station', kind: 'station' },
    { name: 'Sokoni pay point', kind: 'counter' },
  ],
  speak: { en: 38, sw: 36, mixed: 26 },
  currency: 'KSh',
  topics: [
    {
      tag: 'no water',
      kind: 'complaint',
      severity: 2,
      weight: 9,
      lines: {
        en: [
          'Day {n} without water in {place}. We are buying jerricans at {amount} each. Are you people even on duty?',
          'No water in {place} since {hour}. Your hotline plays music and then cuts me off.',
          'Please, when is water coming back to {place}? The whole court is dry and nobody tells us anything.',
          'My taps in {place} have been dry {n} days but the bill came on time as usual 🙃',
          '{place} has no water AGAIN. Last week you said it was maintenance. What is it this week?',
          'Is it only my plot in {place} or is the whole line closed? Not a drop since {hour}',
          'We share one borehole, {n} households, because {place} has no water. This cannot go on.',
          'Neighbours across the road have water, we in {place} have none. Same pipe. Explain',
        ],
        sw: [
          'Maji yamepotea {place} siku ya {n} sasa. Tunanunua mtungi kwa {amount}. Tafadhali tusaidieni.',
          'Habari, {place} hatuna maji tangu {hour}. Yatarudi lini?',
          'Jamani maji! {place} kumekauka kabisa, watoto wanaenda shule bila kuoga.',
          'Kwa nini kila wiki {place} ndiyo inakatiwa maji? Sisi tunalipa bili kama wengine.',
          'Nimepiga simu mara {n} hakuna anayeshika. Maji {place} yako wapi?',
          'Tafadhali mtuambie ukweli, maji {place} yanarudi leo au tutafute mengine?',
          'Bili mmetuma mapema, maji hamtumi. {place} tumechoka.',
        ],
        mixed: [
          'Wadau wa {place}, kuna maji kwenu ama ni mimi tu? Siku {n} hakuna kitu',
          'Maze hii maji ya {place} itarudi lini? Tumechoka na mitungi za {amount}',
          'Tumeoga na soda huku {place} 😂 sasa nyinyi mnatuambia nini?',
          'Yaani niko {place} na tap ni decoration tu. Day {n}. Fanyeni kitu bana',
          'Maji iliisha {hour}, hotline haishikwi, DM hamjibu. Tufanyeje?',
          'Manze si mtume hata bowser moja {place}, wazee huku wanateseka',
        ],
      },
    },
    {
      tag: 'burst pipe',
      kind: 'complaint',
      severity: 3,
      weight: 4,
      lines: {
        en: [
          'Pipe burst at {place} opposite the kiosk, water running on the road for {n} days. I sent you a photo already!',
          'There is a river in {place} and it is your pipe. Meanwhile our taps are dry. Make it make sense.',
          'A manhole at {place} is open and full of water, a child nearly fell in this morning. Please send somebody NOW',
          'Leak at {place} since {hour}, it has started to eat the road. Ref {ref}, nobody came.',
        ],
        sw: [
          'Bomba limepasuka {place}, maji yanamwagika barabarani tangu {hour}. Njooni mrekebishe.',
          'Shimo la maji liko wazi {place}, mtoto ataingia. Tafadhali leteni mtu haraka.',
          'Maji yanapotea {place} siku {n} na nyumba zetu hazina maji. Aibu.',
        ],
        mixed: [
          'Kuna pipe imeburst {place}, maji inaenda tu. Tumereport ref {ref} hakuna mtu amecome',
          'Hii leak ya {place} imekuwa swimming pool sasa, {n} days. Mko na engineer kweli?',
        ],
      },
    },
    {
      tag: 'dirty water',
      kind: 'complaint',
      severity: 3,
      vulnerable: true,
      weight: 3,
      lines: {
        en: [
          'Brown water from the tap in {place}. I have a baby of {n} months. Is this safe to boil??',
          'The water in {place} smells like sewage since {hour}. Two of my children have stomach pain.',
          'Water came back in {place} but it is the colour of tea. Can somebody test it please',
        ],
        sw: [
          'Maji ya {place} yana rangi ya chai na harufu mbaya. Nina mtoto mchanga, ni salama kweli?',
          'Maji yamerudi {place} lakini machafu sana. Wagonjwa tumeanza kuwa wengi.',
        ],
        mixed: ['Maji ya {place} iko na smell mbaya sana, mtoi amekuwa mgonjwa. Mnatest hii kitu kweli?'],
      },
    },
    {
      tag: 'bill',
      kind: 'complaint',
      severity: 1,
      weight: 6,
      lines: {
        en: [
          'My bill jumped to {amount} and I live alone in one room in {place}. The meter was never read.',
          'I paid {amount} on the {n}th, you still sent me a disconnection notice. Ref {ref}.',
          'How can I owe {amount} when we had no water for {n} days? Do we pay for air now?',
          'Estimated again?! Third month. Come and read the meter, it is at the gate in {place}.',
          'You disconnected me in {place} although I have the receipt, {ref}. My mother is on dialysis at home and needs water. PLEASE.',
        ],
        sw: [
          'Bili yangu imepanda hadi {amount} na mita haijasomwa. Naomba mwangalie, akaunti {ref}.',
          'Nimelipa {amount} lakini bado mnasema nina deni. Risiti ninayo, {ref}.',
          'Mbona mnakadiria bili kila mwezi? Mita iko pale langoni {place}.',
        ],
        mixed: [
          'Bill ya {amount} na maji hakuna, ama mnabill hewa? Account {ref}',
          'Nimelipa kwa simu {amount} haijareflect, ref {ref}. Msinikatie please',
        ],
      },
    },
    {
      tag: 'question',
      kind: 'question',
      severity: 0,
      weight: 5,
      lines: {
        en: [
          'Good morning, how do I apply for a new connection in {place}, and what does it cost?',
          'Where can I pay in cash near {place}? The Sokoni counter was closed at {hour}.',
          'Is there a rationing timetable for {place}? So that we can plan.',
          'Moving out of {place} at the end of the month, how do I get my deposit back?',
        ],
        sw: [
          'Naomba kujua, ratiba ya mgao wa maji {place} ikoje wiki hii?',
          'Ninataka kuunganishiwa maji {place}. Ninahitaji nini?',
          'Ofisi ya Sokoni inafunguliwa saa ngapi Jumamosi?',
        ],
        mixed: ['Niaje, ile form ya new connection ndio inapatikana wapi? Niko {place}'],
      },
    },
    {
      tag: 'praise',
      kind: 'praise',
      severity: 0,
      weight: 2,
      lines: {
        en: [
          'Credit where due: called about the leak in {place} at {hour}, the crew was here within {n} hours. Thank you!',
          'Water is back in {place}. And the lady at the Kasuku office was so kind to my father. Asante sana',
        ],
        sw: [
          'Asanteni sana, maji yamerudi {place}. Mafundi wenu walifanya kazi usiku kucha. Mungu awabariki.',
          'Leo nawapongeza. Nimehudumiwa dakika {n} tu Sokoni.',
        ],
        mixed: ['Leo mko juu, maji imerudi {place} na pressure iko sawa 👏'],
      },
    },
    {
      tag: 'suggestion',
      kind: 'suggestion',
      severity: 0,
      weight: 1,
      lines: {
        en: [
          'Why not send an SMS the day before you close the line in {place}? We would forgive a lot.',
          'Idea: put the rationing timetable on the bill. My mother in {place} has no smartphone.',
        ],
        sw: ['Ushauri tu: tumeni ujumbe kabla ya kufunga maji {place}, tutajipanga.'],
      },
    },
    {
      tag: 'abuse',
      kind: 'abuse',
      severity: 0,
      weight: 1,
      lines: {
        en: ['You are all useless and lazy, every single one of you. Close the company.'],
        sw: ['Wezi nyinyi. Bure kabisa.'],
        mixed: ['Mko bure kabisa, clowns 🤡 hamna kazi'],
      },
    },
  ],
  outage: {
    en: [
      'No water in the whole of {place}, it just stopped at {hour}',
      '{place} dry. What happened???',
      'Is the main line closed? All of {place} has no water',
      'Water gone in {place}. School has sent the children home.',
      'We run a small clinic in {place} and our tank is nearly empty. How long will this take?',
      'Again!! {place}!! at least tell us',
      'There was a loud bang near the junction and now no water in {place}',
    ],
    sw: [
      'Maji yamekatika {place} yote, kuna nini?',
      '{place} hakuna maji tangu {hour}. Tuambieni.',
      'Bomba kubwa limepasuka karibu na {place}, maji kila mahali barabarani!',
      'Tunaomba bowser {place}, hospitali ndogo haina maji.',
      'Jamani {place} tena?',
    ],
    mixed: [
      '{place} maji imepotea ghafla, ni nini imehappen?',
      'Kwani leo ni {place} yote? hakuna hata tone',
      'Si mngetuambia mapema tujaze mitungi manze 😩 {place}',
    ],
  },
  sameHere: {
    en: [
      'Same here.',
      'Even us, behind the chief\u2019s camp.',
      'We too since yesterday',
      'Following. Same story in my plot.',
      'They will tell you to DM 😅',
    ],
    sw: ['Hata sisi.', 'Kwetu pia, tangu jana.', 'Ni kweli kabisa, hata huku.', 'Watakuambia uende DM 😂'],
    mixed: ['Hata huku kwetu ni the same', 'Acha tu, na si rent ikifika wanakuja mbio'],
  },
  answers: {
    outage: {
      en: [
        'We know that {place} is dry. A main line broke and the crew is on it; we write here again when it is mended. We are sorry.',
        'You are right, all of {place} is without water. The repair is under way. A bowser goes to the clinic and the school first.',
      ],
      sw: [
        'Ni kweli, {place} haina maji: bomba kuu limepasuka. Mafundi wako kazini. Tutakuandikia hapa likiisha. Pole sana.',
        'Pole. Tunajua kuhusu {place}, mafundi wanalitengeneza sasa. Gari la maji linaenda hospitali na shule kwanza.',
      ],
      mixed: [
        'Pole sana, tunajua {place} hakuna maji. Main line ilipasuka, crew wako site. Tutakuupdate hapa.',
      ],
    },
    complaint: {
      en: [
        'That should not have happened, and I am sorry. I have sent it to the {place} crew and will write here this evening what they found.',
        'Thank you for telling us. Please send your account number in private, never here, and I will look at it myself.',
        'I spoke to the supervisor for {place}: a technician comes tomorrow morning. Please tell me here if nobody does.',
        'You have waited too long for this. It is with the repair team now; your reference stays the same.',
      ],
      sw: [
        'Pole sana kwa usumbufu. Nimewatumia mafundi wa {place}, nitakuandikia hapa jioni walichopata.',
        'Asante kwa kutuambia. Nitumie nambari ya akaunti kwa faragha, nitaangalia mwenyewe.',
        'Nimezungumza na msimamizi wa {place}; fundi anakuja kesho asubuhi. Asipokuja niambie hapa.',
      ],
      mixed: [
        'Pole sana. Nimetuma team ya {place}, nitakujulisha hapa jioni.',
        'Asante kwa kureport. Tuma account number kwa private nikuangalilie.',
      ],
    },
    question: {
      en: [
        'You need a copy of your ID and the plot number; the Kasuku office is open from 8 to 5, also on Saturday until noon.',
        'The timetable for {place} hangs at the Sokoni pay point, and I can send it to you in private.',
      ],
      sw: [
        'Unahitaji nakala ya kitambulisho na nambari ya kiwanja. Ofisi ya Kasuku inafunguliwa saa mbili hadi kumi na moja.',
      ],
      mixed: ['Unahitaji copy ya ID na plot number, ofisi ya Kasuku iko open 8 to 5.'],
    },
    praise: {
      en: ['Thank you, I will read this to the crew tomorrow morning.'],
      sw: ['Asante sana, nitawasomea mafundi kesho asubuhi.'],
      mixed: ['Asante sana, tutawaambia mafundi 🙏'],
    },
    suggestion: {
      en: ['A good idea. I have written it down with your name and will tell you what becomes of it.'],
      sw: ['Wazo zuri. Nimeliandika, nitakuambia litakavyoendelea.'],
      mixed: ['Idea poa sana, tumeiandika.'],
    },
  },
};
