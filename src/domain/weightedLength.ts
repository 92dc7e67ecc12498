/** How much a text weighs on a network that does not count letters alike: X. The rule is that of its own library (version 3 of its configuration), which decides when it is sent. */

/** Latin letters and most of the punctuation; whatever is not here weighs two. */
const light: readonly (readonly [number, number])[] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const addressWeight = 23;

/** With its scheme, or a name under one of the ends that people write without it. */
const address =
  /https?:\/\/[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:\/[^\s<>"]*[^\s<>".,;:!?)'\]]|\/)?(?:\?[^\s<>"]*[^\s<>".,;:!?)'\]])?|(?<![@\p{L}\p{N}_./-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|info|africa|gov|edu|int|co\.(?:za|ke|tz|ug)|or\.(?:ke|tz|ug)|go\.(?:ke|tz|ug)|gov\.(?:za|rw|gh|ng)|ac\.(?:za|rw|ke))(?![\p{L}\p{N}@-])(?:\/[^\s<>"]*[^\s<>".,;:!?)'\]]|\/)?/giu;
const picture = /\p{RGI_Emoji}/gv;

/** Units: 280 are allowed in a post. Pure. */
export function weightedLength(text: string): number {
  let weight = 0;
  const rest = text
    .normalize('NFC')
    .replace(address, () => {
      weight += addressWeight;
      return '';
    })
    .replace(picture, () => {
      weight += 2;
      return '';
    });
  for (const sign of rest) weight += weightOf(sign.codePointAt(0) ?? 0);
  return weight;
}

const weightOf = (code: number): number => (light.some(([from, to]) => code >= from && code <= to) ? 1 : 2);
