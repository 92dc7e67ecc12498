/**
 * Who writes one of these words and nothing else asks not to be written to any more, or allows it again. Telephone networks know STOP and START; people write what they would say. A word
 * counts only alone: "stop sending water bills" is a complaint.
 */

const stops = [
  // English: the words that operators and carriers require.
  'stop',
  'stopall',
  'stop all',
  'unsubscribe',
  'unsub',
  'cancel',
  'end',
  'quit',
  'optout',
  'opt out',
  'revoke',
  // French
  'arret',
  'arretez',
  'arreter',
  'desabonner',
  'desinscription',
  // Swahili
  'acha',
  'simama',
  'sitisha',
  'ondoa',
  'jiondoe',
  'komesha',
  // Kinyarwanda
  'hagarika',
  'hagarara',
  'reka',
  'rekeraho',
  'mpagarika',
  'kuramo',
  // Portuguese, Hausa, Yoruba, Igbo, Zulu, Afrikaans, Luganda, Somali, Oromo
  'parar',
  'pare',
  'cancelar',
  'sair',
  'tsaya',
  'daina',
  'duro',
  'kwusi',
  'misa',
  'yeka',
  'staak',
  'lekera',
  'jooji',
  'dhaabi',
  'dhiisi',
  // Amharic, Arabic
  'አቁም',
  'ይቁም',
  'توقف',
  'إيقاف',
  'ايقاف',
  'الغاء',
] as const;
const starts = [
  'start',
  'unstop',
  'subscribe',
  'resume',
  'begin',
  'reprendre',
  'commencer',
  'reabonner',
  'anza',
  'endelea',
  'rudisha',
  'tangira',
  'komeza',
  'subizaho',
  'comecar',
  'iniciar',
  'qala',
  'tandika',
  'bilow',
  'jalqabi',
  'ጀምር',
  'ابدأ',
  'ابدا',
] as const;

/** Small letters without accents, without what stands around a word. */
const plainOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/["'\u201c\u201d\u2018\u2019\u00ab\u00bb*.!,;:()\u061f?-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const known = new Map<string, 'stop' | 'start'>([
  ...stops.map((word) => [plainOf(word), 'stop'] as const),
  ...starts.map((word) => [plainOf(word), 'start'] as const),
]);

/** What a message asks; null for every other message. */
export const askedBy = (text: string): 'stop' | 'start' | null =>
  text.length > 40 ? null : (known.get(plainOf(text)) ?? null);
