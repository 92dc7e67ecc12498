/** The sentence that thanks the author of a praise. Short, true as soon as the post is marked, and changed as its sender likes. */
const sentences: Readonly<Record<string, string>> = {
  ar: 'شكرًا على كلماتكم الطيبة. لقد نقلناها إلى المعنيين بها.',
  en: 'Thank you for your kind words. We have passed them on.',
  es: 'Gracias por sus amables palabras. Las hemos transmitido.',
  fr: 'Merci de vos mots aimables. Nous les avons transmis.',
  pt: 'Obrigado pelas suas palavras amáveis. Já as transmitimos.',
  rw: 'Murakoze ku magambo meza mwatubwiye. Twayagejeje ku bo areba.',
  sw: 'Asante kwa maneno yako mazuri. Tumeyafikisha kwa wahusika.',
};

export interface Thanks {
  sentence: string;
  /** What the sentence is written in. */
  language: string;
  /** It is the language in which the author wrote. */
  authors: boolean;
}

/** The thanks for who wrote in this language, a BCP 47 tag or null; in English where the language is not known or not among ours. */
export function thanksIn(language: string | null): Thanks {
  const spoken = language?.toLowerCase().split('-')[0] ?? '';
  const known = Object.hasOwn(sentences, spoken) ? spoken : null;
  return {
    sentence: sentences[known ?? 'en'] ?? '',
    language: known ?? 'en',
    authors: known !== null,
  };
}
