/** Itara Power: an invented electricity utility in Rwanda. */
import type { Institution } from '../words.ts';

export const power: Institution = {
  key: 'power',
  name: 'Itara Power',
  handle: 'itarapower',
  called: ['Itara Power', 'Itara', 'itara', 'ikigo cy\u2019amashanyarazi'],
  country: 'RW',
  places: [
    'Gitaba',
    'Rusekera',
    'Nyabisiga',
    'Kabande',
    'Murindo',
    'Rugezi rwa 2',
    'Mu Kibaya',
    'Umusozi',
    'Kinyoni',
    'Busasira',
  ],
  units: [
    { name: 'Gitaba branch', kind: 'branch' },
    { name: 'Murindo substation', kind: 'station' },
  ],
  speak: { rw: 40, fr: 20, en: 24, mixed: 16 },
  currency: 'RWF',
  topics: [
    {
      tag: 'no power',
      kind: 'complaint',
      severity: 2,
      weight: 9,
      lines: {
        en: [
          'No power in {place} since {hour}. My shop freezer is full of meat. Please act.',
          'Third blackout this week in {place}. Students have exams tomorrow and study by candle.',
          'Power in {place} comes and goes every {n} minutes. It has killed my fridge.',
          'I called {n} times about {place}. They say a team is on the way. Which way??',
        ],
        fr: [
          'Pas de courant à {place} depuis {hour}. Mon atelier est à l\u2019arrêt, qui va me payer ?',
          'Encore une coupure à {place}, la {n}e cette semaine. Prévenez-nous au moins !',
          'Le courant va et vient à {place}, mon frigo est mort. Que faites-vous ?',
          'Bonsoir, à {place} nous sommes dans le noir depuis {n} heures. Une équipe est-elle en route ?',
          'J\u2019appelle depuis ce matin, personne ne répond. {place} est sans électricité.',
        ],
        rw: [
          'Muraho, {place} nta muriro dufite kuva {hour}. Mwadufasha iki?',
          'Umuriro wabuze i {place} iminsi {n}. Ibiribwa byanjye byose byangiritse.',
          'Kuki umuriro ubura buri munsi i {place}? Twishyura neza.',
          'Mwaramutse, i {place} umuriro uraza ukagenda, byatwiciye ibyuma.',
          'Nahamagaye inshuro {n} ntimwitaba. Umuriro i {place} uzagaruka ryari?',
          'Abana bari mu bizamini kandi {place} nta muriro. Mudufashe rwose.',
          'Nta muriro dufite i {place} kandi ntacyo mwatubwiye mbere.',
        ],
        mixed: [
          'Muraho neza, no power i {place} kuva {hour}. Mwatubwira quand ça revient?',
          'Umuriro wagiye again i {place}, c\u2019est la {n}e fois. Ni iki mu by\u2019ukuri?',
          'Please mudufashe i {place}, frigo yanjye yapfuye kubera coupures',
          'Mwiriwe, courant yo muri {place} ni problem, irajya irabura every {n} minutes',
        ],
      },
    },
    {
      tag: 'wire down',
      kind: 'complaint',
      severity: 4,
      vulnerable: true,
      weight: 2,
      lines: {
        en: [
          'A live wire is lying on the path to the school in {place}. Children are passing. COME NOW please',
        ],
        fr: [
          'Un câble électrique est tombé sur le chemin de l\u2019école à {place}. Des enfants passent. Venez tout de suite !',
        ],
        rw: [
          'Urusinga rw\u2019amashanyarazi rwaguye mu nzira i {place}, abana barahanyura. Muze vuba!',
          'Ipoto yaguye ku nzu i {place}, turatinya. Mudutabare.',
        ],
        mixed: ['Cable yaguye hasi i {place}, it is sparking! Muze vite s\u2019il vous plaît'],
      },
    },
    {
      tag: 'prepaid meter',
      kind: 'complaint',
      severity: 1,
      weight: 6,
      lines: {
        en: [
          'Bought {amount} of electricity, no token came. Transaction {ref}.',
          'The meter says error {n} and swallowed my token. We sit in the dark in {place}.',
        ],
        fr: [
          'J\u2019ai acheté pour {amount}, je n\u2019ai reçu aucun code. Transaction {ref}.',
          'Le compteur refuse le code {ref}, nous sommes dans le noir à {place}.',
        ],
        rw: [
          'Naguze umuriro wa {amount} ntabwo nabonye token. Nimero ni {ref}.',
          'Cash power yanze token, iranyandikira error {n}. Mwamfasha?',
          'Naguze umuriro kabiri ku bw\u2019ikosa ryanyu, {ref}. Nsubizwa nte amafaranga yanjye?',
        ],
        mixed: [
          'Naguze {amount} ariko token ntiyaje, ref {ref}. Please check',
          'Compteur yanjye irandika error {n}, mukore something',
        ],
      },
    },
    {
      tag: 'health',
      kind: 'complaint',
      severity: 4,
      vulnerable: true,
      weight: 1,
      lines: {
        en: [
          'My grandmother in {place} is on an oxygen machine and the power has been off since {hour}. The battery lasts {n} hours. Please.',
        ],
        fr: [
          'Ma mère est sous oxygène à {place} et il n\u2019y a plus de courant. La batterie tient {n} heures. Aidez-nous.',
        ],
        rw: [
          'Umubyeyi wanjye akoresha imashini ya oxygène i {place}, umuriro wagiye {hour}. Batiri isigaje amasaha {n}. Mudutabare!',
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
          'How long does a new connection in {place} take, and where do I sign?',
          'Is there planned work in {place} this weekend?',
        ],
        fr: [
          'Bonjour, quels documents faut-il pour un nouveau compteur à {place} ?',
          'Y a-t-il des travaux prévus à {place} ce week-end ?',
          'À quelle heure ouvre l\u2019agence de Gitaba le samedi ?',
        ],
        rw: [
          'Mwaramutse, nasaba compteur nshya i {place} nte?',
          'Ese kuri uyu wa gatandatu hazaba akazi i {place}? Twitegure.',
          'Ishami rya Gitaba rifungura saa ngapi?',
        ],
        mixed: ['Muraho, nifuza new connection i {place}. Ni documents zihe?'],
      },
    },
    {
      tag: 'praise',
      kind: 'praise',
      severity: 0,
      weight: 2,
      lines: {
        en: ['Power back in {place} after {n} minutes. That was fast, thank you Itara!'],
        fr: ['Merci à l\u2019équipe venue à {place} sous la pluie. Le courant est revenu.'],
        rw: [
          'Murakoze cyane, umuriro wagarutse i {place}. Abakozi banyu bakoze neza.',
          'Ndashimira umukozi wo ku ishami rya Gitaba, yanyakiriye neza cyane.',
        ],
        mixed: ['Murakoze vraiment, service nziza cyane i {place} 👏'],
      },
    },
    {
      tag: 'suggestion',
      kind: 'suggestion',
      severity: 0,
      weight: 1,
      lines: {
        fr: ['Un SMS la veille des travaux à {place}, est-ce trop demander ?'],
        rw: ['Mwajya mutubwira mbere y\u2019uko mukata umuriro i {place}, mukoresheje SMS.'],
        en: ['Please publish the planned cuts per village, not per district. {place} is never named.'],
      },
    },
    {
      tag: 'abuse',
      kind: 'abuse',
      severity: 0,
      weight: 1,
      lines: {
        fr: ['Bande d\u2019incapables. Rien à ajouter.'],
        rw: ['Ntacyo mumaze na gato.'],
        en: ['A company of jokers.'],
      },
    },
  ],
  outage: {
    en: [
      'Everything dark in {place}',
      'Whole of {place} went off at {hour}, even the street lamps',
      'Blackout {place}. Health centre on its generator.',
      'What was that bang at the substation? {place} is off',
    ],
    fr: [
      'Tout {place} est dans le noir',
      'Plus rien à {place} depuis {hour}, même l\u2019éclairage public',
      'Coupure générale à {place} ? Le centre de santé tourne sur le groupe.',
      'Un grand bruit puis plus de courant à {place}',
    ],
    rw: [
      '{place} yose nta muriro',
      'Umuriro wagiye {hour} i {place} hose, ni iki cyabaye?',
      'Habaye urusaku rwinshi kuri poste, none {place} hose hari mu mwijima',
      'Ikigo nderabuzima cya {place} kiri kuri generator, mudufashe',
    ],
    mixed: ['Blackout i {place} yose, c\u2019est quoi encore?', 'No power {place}, ni kuri bose cyangwa?'],
  },
  sameHere: {
    en: ['Same in our cell.', 'Here too, since this morning.'],
    fr: ['Pareil chez nous.', 'Ici aussi, depuis ce matin.', 'On nous dit toujours demain.'],
    rw: ['Natwe ni uko.', 'Iwacu naho nta muriro.', 'Ni ukuri rwose.', 'Na hano kuva mu gitondo.'],
    mixed: ['Natwe same problem', 'Ici aussi rwose'],
  },
  answers: {
    outage: {
      en: [
        'We see that {place} is off. A fault at the Murindo substation; the team is there. We write here again when it is over. Our apologies.',
      ],
      fr: [
        'Nous le voyons, {place} est sans courant : une panne au poste de Murindo. L\u2019équipe est sur place, nous vous réécrivons ici. Toutes nos excuses.',
      ],
      rw: [
        'Turabibona, {place} nta muriro ihafite: hari ikibazo kuri poste ya Murindo. Abakozi bariyo, turongera kukwandikira hano. Mutwihanganire.',
      ],
      mixed: ['Turabibona i {place}, ni panne kuri poste ya Murindo. Équipe iriyo, turakwandikira hano.'],
    },
    complaint: {
      en: [
        'I am sorry. I have passed it to the team for {place} and will write here before tonight what they found.',
        'Please send your meter number in private, never here; then I can look at it at once.',
      ],
      fr: [
        'Je suis désolée. J\u2019ai transmis à l\u2019équipe de {place} et je vous réécris ici avant ce soir.',
        'Envoyez-moi le numéro du compteur en privé, jamais ici, et je regarde tout de suite.',
      ],
      rw: [
        'Mutwihanganire. Nabimenyesheje itsinda rya {place}, ndongera kukwandikira hano mbere ya nimugoroba.',
        'Nyoherereza nimero ya compteur mu ibanga, ntuyishyire hano, ndebe ako kanya.',
      ],
      mixed: ['Mutwihanganire, nabibwiye équipe ya {place}. Ndakwandikira hano ce soir.'],
    },
    question: {
      en: [
        'You need your ID and the plot\u2019s UPI. The Gitaba branch is open from 7 to 5; a connection takes about ten days.',
      ],
      fr: [
        'Il faut la carte d\u2019identité et le numéro de la parcelle. L\u2019agence de Gitaba ouvre de 7 h à 17 h.',
      ],
      rw: [
        'Bisaba indangamuntu na nimero y\u2019ikibanza. Ishami rya Gitaba rifungura saa moja kugeza saa kumi n\u2019imwe.',
      ],
      mixed: ['Bisaba indangamuntu na UPI. Branch ya Gitaba ifungura 7 h kugeza 17 h.'],
    },
    praise: {
      en: ['Thank you. The team will hear it.'],
      fr: ['Merci, je le lirai à l\u2019équipe.'],
      rw: ['Murakoze cyane, ndabigeza ku bakozi.'],
      mixed: ['Murakoze, ndabibwira équipe.'],
    },
    suggestion: {
      en: ['We take that up. You hear from us what became of it.'],
      fr: ['Nous prenons l\u2019idée, et vous dirons ce qu\u2019elle devient.'],
      rw: ['Igitekerezo cyiza. Tuzakubwira icyo cyavuyemo.'],
      mixed: ['Igitekerezo cyiza, turakifashe.'],
    },
  },
};
