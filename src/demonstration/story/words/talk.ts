/** What people answer back, what stands around their words, and what colleagues write to each other. */
import type { Lines } from '../words.ts';

export const thanks: Lines = {
  en: [
    'Thank you, it works now.',
    'Okay, thank you for answering so fast.',
    'It is back. Thanks.',
    'Appreciated. I will wait.',
  ],
  fr: ['Merci, c\u2019est revenu.', 'Merci pour la réponse rapide.', 'D\u2019accord, j\u2019attends. Merci.'],
  sw: ['Asante sana, imerudi.', 'Sawa, nashukuru kwa kunijibu haraka.', 'Asanteni, nitasubiri.'],
  rw: ['Murakoze cyane, byakemutse.', 'Ni byiza, murakoze kunsubiza vuba.', 'Murakoze, ndategereje.'],
  mixed: ['Thanks sana, imerudi', 'Murakoze, byagarutse', 'Siyabonga, it is back', 'Sawa, nawait basi'],
};

export const stillBad: Lines = {
  en: [
    'Still nothing here.',
    'You said today. It is still the same.',
    'No one came. I am still waiting.',
    'With respect, that is what you said last week.',
  ],
  fr: [
    'Toujours rien ici.',
    'Personne n\u2019est venu. J\u2019attends encore.',
    'Vous aviez dit aujourd\u2019hui.',
  ],
  sw: ['Bado hakuna kitu hapa.', 'Mlisema leo, bado ni vile vile.', 'Hakuna aliyekuja. Bado nangoja.'],
  rw: [
    'Kugeza ubu ntacyahindutse.',
    'Mwavuze uyu munsi, ariko ntacyakozwe.',
    'Nta muntu waje. Ndacyategereje.',
  ],
  mixed: ['Bado, hakuna kitu imechange', 'Ntacyo birahinduka, still waiting', 'Still nothing, angazi'],
};

/** Before and behind a post; an empty one is the most common. */
export const openings: Lines = {
  en: ['', '', '', '', 'Hi ', 'Good morning ', 'Hello ', 'Honestly '],
  fr: ['', '', '', 'Bonjour ', 'Svp '],
  sw: ['', '', '', 'Habari ', 'Hamjambo ', 'Tafadhali '],
  rw: ['', '', '', 'Muraho ', 'Mwiriwe '],
  mixed: ['', '', '', 'Sasa ', 'Eish ', 'Please '],
};

export const endings = [
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  ' 🙏',
  ' 😤',
  '!!',
  ' ...',
  ' #answerus',
  ' Retweet please',
  ' 😭',
];

export const notes = [
  'Called the depot: the crew has it on the list, no time yet.',
  'Third time this author writes about it. Please look at the whole story before answering.',
  'The account was found; the meter was last read in May.',
  'Asked the engineer on duty. He says before nightfall; I would not promise it.',
  'Author prefers to be called after five.',
];

export const handoffReasons = [
  'This one should hear from you in person: three promises were broken here.',
  'The author asks who is responsible. You are.',
  'Needs a decision on making good; above my limit.',
];

/** A story of its own: two people in the same dark street. One is heard by half a country, the other by her daughter. */
export const famous =
  'So my whole street is offline and nobody at Zandela picks up. 412,000 people are reading this. Tick tock.';
export const careful =
  'Good day. My name is Mrs Dlamini, I am seventy-four years old and live alone in Kwezi Park. My telephone has had no signal since this morning and my daughter calls me every evening at six to hear that I am well. I do not wish to trouble anybody. Could you please tell me whether it will be mended before then? With kind regards.';

/** What the two say to whoever answers them, by their posts. */
export const theTwoAnswer: Readonly<Record<string, string>> = {
  lady: 'Thank you for your kind answer. I shall tell my daughter that somebody wrote to me. God bless you.',
  star: 'Okay. A human being, with a name. Noted.',
};
