import { i18n } from '../words/i18n.ts';

const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS', 'macOS'],
  ['Windows', 'Windows'],
  ['Linux', 'Linux'],
] as const;

/** "Firefox on Linux" out of what a browser says of itself; the first part of it where nothing is known. */
export function programWords(said: string | null): string {
  if (said === null || said === '') return i18n.t('Unknown program');
  const browser = browsers.find(([mark]) => said.includes(mark))?.[1];
  const system = systems.find(([mark]) => said.includes(mark))?.[1];
  if (browser === undefined) return said.slice(0, 60);
  return system === undefined ? browser : i18n.t('{browser} on {system}', { browser, system });
}
