/**
 * "Posts looked at: {n}" as lingui compiles it. A sentence with nothing but names in braces is its own id and needs no entry in the English catalogue of the first load; plurals do.
 */
export function plainPlaces(sentence: string): (string | [string])[] {
  const parts = sentence.split(/\{(\w+)\}/);
  return parts
    .map((part, at): string | [string] => (at % 2 === 0 ? part : [part]))
    .filter((part) => part !== '');
}
