import { wordsOfMeaning } from '../src/understanding/words.ts';

export interface Taught {
  text: string;
  label: string;
}

type Say = (text: string) => string;

/** Always the label that is most frequent. */
export function majority(taught: readonly Taught[]): Say {
  const counts = new Map<string, number>();
  for (const { label } of taught) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [most = ''] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return () => most;
}

/** Words and runs of three to five letters, each once. */
function featuresOf(text: string): Set<string> {
  const features = new Set<string>();
  for (const word of wordsOfMeaning(text)) {
    features.add(`=${word}`);
    const bordered = ` ${word} `;
    for (let from = 0; from < bordered.length; from++)
      for (let size = 3; size <= 5 && from + size <= bordered.length; size++)
        features.add(bordered.slice(from, from + size));
  }
  return features;
}

/** Multinomial naive Bayes over words and runs of letters with add-one smoothing, the baseline of `stack.md`. */
export function naiveBayes(taught: readonly Taught[]): Say {
  const labels = [...new Set(taught.map(({ label }) => label))];
  const counts = labels.map(() => new Map<string, number>());
  const sums = labels.map(() => 0);
  const texts = labels.map(() => 0);
  const kinds = new Set<string>();
  for (const { text, label } of taught) {
    const at = labels.indexOf(label);
    texts[at]!++;
    for (const feature of featuresOf(text)) {
      counts[at]!.set(feature, (counts[at]!.get(feature) ?? 0) + 1);
      sums[at]!++;
      kinds.add(feature);
    }
  }
  return (text) => {
    const features = [...featuresOf(text)];
    const scores = labels.map((_, at) =>
      features.reduce(
        (sum, feature) => sum + Math.log(((counts[at]!.get(feature) ?? 0) + 1) / (sums[at]! + kinds.size)),
        Math.log(texts[at]! / taught.length),
      ),
    );
    return labels[scores.indexOf(Math.max(...scores))] ?? '';
  };
}

/** A complaint is whatever has one of these words. */
const complaintWords =
  /\b(still|waiting|never|worst|terrible|awful|poor|refund|broken|rude|disgust\w*|disappoint\w*|not working|doesn.t work|won.t|can.t|fail\w*|joke|useless|ridiculous|unacceptable|wrong|problem|issue|complain\w*|why)\b/i;
export const complaintByWords: Say = (text) => (complaintWords.test(text) ? 'complaint' : 'other');

/** The sign of what a lexicon counts; neutral where it knows nothing. */
export const sentimentByWords =
  (lexicon: ReadonlyMap<string, number>): Say =>
  (text) => {
    const sum = wordsOfMeaning(text).reduce((all, word) => all + (lexicon.get(word) ?? 0), 0);
    return sum < 0 ? 'negative' : sum > 0 ? 'positive' : 'neutral';
  };
