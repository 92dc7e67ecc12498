/** What a caller hears, read aloud by the network. French, Swahili and Kinyarwanda were written here and not yet read by native speakers. */
export const spoken = ['en', 'sw', 'fr', 'rw'] as const;
export type Spoken = (typeof spoken)[number];

interface Words {
  name: string;
  /** `{key}`: the key to press. */
  choose: string;
  recorded: string;
  wait: string;
  closed: string;
  withheld: string;
  leave: string;
  thanks: string;
}

export const words: Record<Spoken, Words> = {
  en: {
    name: 'English',
    choose: 'For English, press {key}.',
    recorded:
      'This call is recorded, so that what is said can be read again. Tell us if you do not want that.',
    wait: 'Please hold the line. We connect you.',
    closed: 'Nobody can take your call now.',
    withheld: 'Your number is not shown to us: please say it.',
    leave:
      'After the tone, tell us what happened, and when we can call you back. Press hash when you have finished. Your message is recorded.',
    thanks: 'Thank you. We have your message and will call you back.',
  },
  sw: {
    name: 'Kiswahili',
    choose: 'Kwa Kiswahili, bonyeza {key}.',
    recorded: 'Simu hii inarekodiwa, ili yaliyosemwa yasomwe tena. Tuambie kama hutaki.',
    wait: 'Tafadhali subiri kwenye laini. Tunakuunganisha.',
    closed: 'Hakuna anayeweza kupokea simu yako sasa.',
    withheld: 'Hatuoni namba yako: tafadhali itaje.',
    leave:
      'Baada ya mlio, tuambie kilichotokea, na lini tunaweza kukupigia. Bonyeza alama ya reli ukimaliza. Ujumbe wako unarekodiwa.',
    thanks: 'Asante. Tumepata ujumbe wako na tutakupigia.',
  },
  fr: {
    name: 'Français',
    choose: 'Pour le français, tapez {key}.',
    recorded:
      'Cet appel est enregistré, afin que ce qui est dit puisse être relu. Dites-nous si vous ne le voulez pas.',
    wait: 'Veuillez patienter. Nous vous mettons en relation.',
    closed: 'Personne ne peut prendre votre appel maintenant.',
    withheld: 'Votre numéro est masqué : veuillez le dire.',
    leave:
      'Après le signal, dites-nous ce qui s’est passé et quand nous pouvons vous rappeler. Tapez dièse pour terminer. Votre message est enregistré.',
    thanks: 'Merci. Nous avons votre message et vous rappellerons.',
  },
  rw: {
    name: 'Ikinyarwanda',
    choose: 'Ku Kinyarwanda, kanda {key}.',
    recorded: 'Iyi telefoni irafatwa amajwi, kugira ngo ibyavuzwe byongere gusomwa. Tubwire niba utabishaka.',
    wait: 'Tegereza gato. Tugiye kuguhuza n’umukozi.',
    closed: 'Nta muntu ushobora kwakira telefoni yawe ubu.',
    withheld: 'Ntitubona nimero yawe: yivuge.',
    leave:
      'Nyuma y’ijwi, tubwire ibyabaye n’igihe twaguhamagara. Kanda urwego nurangiza. Ubutumwa bwawe burafatwa amajwi.',
    thanks: 'Murakoze. Twabonye ubutumwa bwanyu, tuzabahamagara.',
  },
};
