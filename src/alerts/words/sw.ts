import type { AlertWords } from './en.ts';

export const sw: AlertWords = {
  title: {
    danger: 'Huenda mtu yuko hatarini',
    incident: 'Wengi wanalalamika kwa wakati mmoja',
    grave_late: 'Kesi nzito imepita muda wake',
    names_me: 'Chapisho linakutaja',
    follow_up: 'Ufuatiliaji unakuhitaji',
    promise: 'Ahadi yako imefika wakati wake',
    approval: 'Jibu linasubiri idhini yako',
    call_report: 'Ripoti ya wito wako wa malalamiko inasubiriwa',
    digest: 'Asubuhi yako',
  },
  goneOn: 'Hakuna aliyeichukua bado.',
  caseNumber: (number) => `Kesi ${number}`,
  open: 'Ifungue:',
  test: { title: 'Arifa zinafanya kazi hapa', body: 'Tahadhari za Answerable zitaonekana hivi.' },
  whyYou:
    'Ulichagua kuarifiwa kwa barua pepe. Unachoarifiwa, na lini, unachagua katika Mipangilio > Tahadhari. Hakuna anayesoma majibu ya barua hii.',
  digest: {
    subject: (date) => `Asubuhi yako, ${date}`,
    hello: (name) => `Habari za asubuhi, ${name}.`,
    yesterday: 'Jana',
    heard: (count) => `Machapisho yaliyosikika: ${count}`,
    answered: (count) => `Majibu yaliyotumwa: ${count}`,
    waiting: (count) => `Kesi zinazosubiri: ${count}`,
    grave: (count) => `Kesi nzito zilizopita muda: ${count}`,
    forYou: 'Yanayokusubiri',
    ownCases: (count) => `Kesi zako zinazosubiri jibu: ${count}`,
    approvals: (count) => `Majibu yanayosubiri idhini yako: ${count}`,
    alerts: (count) => `Tahadhari ambazo hujaona: ${count}`,
    nothing: 'Hakuna kinachokusubiri.',
    promises: 'Yaliyoahidiwa leo',
    due: (what, time) => `${time}: ${what}`,
    late: (what) => `imechelewa: ${what}`,
    praise: 'Mtu alisema',
  },
};
