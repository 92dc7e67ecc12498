const plain = /^[A-Za-z0-9]+$/;

/** A name as it is looked up: "Murang'a" and "MURANGA" are one, and so are "Tharaka-Nithi" and "Tharaka Nithi". */
export const placeKey = (name: string): string => (plain.test(name) ? name.toLowerCase() : levelled(name));

const levelled = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\p{M}'’ʼ`]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
