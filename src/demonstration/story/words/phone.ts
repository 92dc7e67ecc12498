/** Zandela Mobile: an invented telecom in South Africa. */
import type { Institution } from '../words.ts';

export const phone: Institution = {
  key: 'phone',
  name: 'Zandela Mobile',
  handle: 'zandela',
  called: ['Zandela', 'zandela', 'Zandela Mobile', 'you guys'],
  country: 'ZA',
  places: [
    'Kwezi Park',
    'Thornveld',
    'Lerato Heights',
    'Blouklip',
    'Umhlatini',
    'Mopane Ridge',
    'Soetdal',
    'Ext 9',
    'Ndlovu Street',
    'Duinebos',
  ],
  units: [
    { name: 'Kwezi Mall shop', kind: 'shop' },
    { name: 'Thornveld shop', kind: 'shop' },
  ],
  speak: { en: 72, mixed: 28 },
  currency: 'R',
  topics: [
    {
      tag: 'no signal',
      kind: 'complaint',
      severity: 2,
      weight: 8,
      lines: {
        en: [
          'No signal in {place} since {hour}. I work from home, I have missed {n} meetings.',
          'One bar in {place}, and only if I stand on the roof. I pay for 5G?',
          'Day {n} of calls dropping in {place}. I am paying {amount} a month for this.',
          'Your tower in {place} goes down with every power cut. Batteries, people!',
          'Elderly people in {place} cannot phone an ambulance. That is not a small thing.',
        ],
        mixed: [
          'Eish, no signal again e-{place}. {n} days now bafethu',
          'Yho, le network yenu e-{place} iyacasula straight',
          'Ag nee man, no signal in {place} since {hour}. Weer!',
          'Haibo, kanti niyasebenza na? {place} is dead',
        ],
      },
    },
    {
      tag: 'data gone',
      kind: 'complaint',
      severity: 1,
      weight: 7,
      lines: {
        en: [
          'I loaded {n} gigs last night and by {hour} it was gone. I was ASLEEP. Where did my data go?',
          'You took {amount} for a service that I never asked for. Reverse it. Ref {ref}.',
          'Bought airtime for {amount}, got an SMS, got no airtime. {ref}',
          'Data expires at midnight, the network was down until {hour}. So you robbed me, basically.',
        ],
        mixed: [
          'Data yami iphelile after one video, hayi suka. {n} gigs!',
          'Nizothi what now? {amount} airtime disappeared, ref {ref}',
          'My data is klaar and I didn\u2019t even use it hey, {ref}',
        ],
      },
    },
    {
      tag: 'fibre',
      kind: 'complaint',
      severity: 1,
      weight: 5,
      lines: {
        en: [
          'Fibre in {place} down since {hour}. The light on the box is red, I switched it off and on {n} times.',
          'Technician was to come between 8 and 5. Took a day\u2019s leave. Nobody came. Ref {ref}.',
          'Cancelled in March, you still debit {amount} every month. This is theft with a smile.',
          'You closed my fault {ref} as "resolved". Nobody called, nobody came, nothing works.',
        ],
        mixed: [
          'Fibre is af in {place}, {n} dae al. Kom nou.',
          'Technician akafikanga futhi, ref {ref}. Ngikhathele.',
        ],
      },
    },
    {
      tag: 'SIM swap',
      kind: 'complaint',
      severity: 3,
      weight: 2,
      lines: {
        en: [
          'Somebody swapped my SIM at your shop and emptied my bank account. {amount}. I need a human being NOW.',
          'My number stopped working at {hour} and now my banking app says new device. Block it please!! {ref}',
        ],
        mixed: ['Hey guys somebody swapped my SIM, imali yami yonke ihambile. Please help manje!'],
      },
    },
    {
      tag: 'question',
      kind: 'question',
      severity: 0,
      weight: 5,
      lines: {
        en: [
          'Which shop in {place} can do a SIM swap for a deceased father\u2019s number? We only want to keep his voicemail.',
          'Does the {n} gig bundle roll over? Your page says yes, your SMS says no.',
          'When is fibre coming to {place}? The poles have been standing there for a year.',
          'How do I port my number in, and does it cost anything?',
        ],
        mixed: [
          'Sawubona, can I use my SIM in Kenya or kuyabiza?',
          'Môre, is the {place} shop open on Sunday?',
        ],
      },
    },
    {
      tag: 'praise',
      kind: 'praise',
      severity: 0,
      weight: 2,
      lines: {
        en: [
          'Okay I take it back. Somebody phoned ME and fixed it in {n} minutes. Respect.',
          'Shout out to the guy at the Kwezi Mall shop who stayed after closing to help my gran.',
        ],
        mixed: ['Siyabonga Zandela, network is back e-{place} 🙌', 'Lekker man, dankie! Fibre works.'],
      },
    },
    {
      tag: 'suggestion',
      kind: 'suggestion',
      severity: 0,
      weight: 1,
      lines: { en: ['Give us a map of which towers are down. We would phone you {n} times less.'] },
    },
    {
      tag: 'abuse',
      kind: 'abuse',
      severity: 0,
      weight: 1,
      lines: {
        en: ['Worst company on the continent. Clowns, all of you.', 'Thieves.'],
        mixed: ['Nx, niyi-joke nonke'],
      },
    },
  ],
  outage: {
    en: [
      'Network down in {place}?',
      'No service at all in {place}, phone says emergency calls only',
      'Is it just me or is the whole of {place} offline',
      'Our shop in {place} cannot take cards, network is down since {hour}',
      'No calls, no data, {place}. Say something please',
      'Down again. {place}. Had an online interview at {hour}, thanks for nothing.',
      'My husband is at sea and this is the only number he has. {place} no signal. Please hurry',
      'We are a taxi rank in {place}, {n} drivers, nobody can be reached',
    ],
    mixed: [
      'Network is dead e-{place}, kwenzakalani?',
      'Hayibo {place} no network at all, ingozi straight',
      'Niks sein in {place} nie, wat gaan aan?',
      'Is it off everywhere or only mo {place}?',
    ],
  },
  sameHere: {
    en: [
      'Same.',
      'Same here in the next street',
      'Been like this for weeks to be honest',
      'Good luck getting an answer lol',
      '+1',
    ],
    mixed: ['Nathi lapha', 'Same hier by ons', 'Le rona, since morning'],
  },
  answers: {
    outage: {
      en: [
        'Yes, {place} is down and it is our fault, not your phone. Engineers are at the site; I write to you again the moment it is back. I am sorry.',
        'You are not alone: all of {place} lost service. We are on it now and stay with you until it is back.',
      ],
      mixed: [
        'Yes, {place} is down, siyaxolisa. Engineers are on site, I will tell you here as soon as it is back.',
      ],
    },
    complaint: {
      en: [
        'That is not good enough and I am sorry. I have opened it again and asked the {place} team for an answer by tonight. I will write here.',
        'Please send me your number in private, never here, and I will trace it now.',
        'I have booked a technician for tomorrow before noon. If nobody comes, tell me here and I will phone them myself.',
        'I looked: the charge was wrong. It goes back to you within two days.',
      ],
      mixed: [
        'Siyaxolisa kakhulu. I have asked the {place} team and will write here tonight.',
        'Jammer oor dit. Send me your number in private and I trace it now.',
      ],
    },
    question: {
      en: [
        'Yes, at the Kwezi Mall shop, with an ID and the papers. Ask for the manager, she knows.',
        'It does roll over once, for thirty days. The SMS is wrong; I have told the team.',
      ],
      mixed: ['Yebo, the shop is open until 1 on Sunday. Bring your ID.'],
    },
    praise: {
      en: ['That made our day. I am passing it on to them.'],
      mixed: ['Siyabonga! Passing it on 🙌'],
    },
    suggestion: {
      en: ['A fair idea. It is on the list with your name, and I will tell you what becomes of it.'],
    },
  },
};
