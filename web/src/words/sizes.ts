import { rules } from './intl.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in bytes as people read it: three kilobytes are 3 kB. */
export function sizeWords(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = size < 10 && unit > 0 ? 1 : 0;
  const options = { style: 'unit', unit: units[unit] ?? 'byte', unitDisplay: 'short' } as const;
  return new Intl.NumberFormat(rules(), { ...options, maximumFractionDigits: digits }).format(size);
}
