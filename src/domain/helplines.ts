/**
 * Telephone lines for people who may harm themselves, by country (ISO 3166-1 alpha-2), as newspapers and the lines' own operators named them when they were last looked
 * up: Kenya 1199 and Befrienders; Rwanda 116 (Rwanda Biomedical Centre, September 2025), 114 and 912 (April 2025); South Africa 2019 and 2021; Nigeria 2024. An organisation that
 * knows a better one writes its own: numbers change, and a wrong one is worse than none.
 */
const helplines: Readonly<Record<string, string>> = {
  KE: 'Kenya Red Cross, 1199 (free, day and night); Befrienders Kenya, +254 722 178 177',
  RW: 'Rwanda Biomedical Centre, 116 (free, day and night); Ministry of Health, 114; emergency, 912',
  ZA: 'SADAG Suicide Crisis Helpline, 0800 567 567, or 0800 456 789 (free, day and night)',
  NG: 'SURPIN, 0800 078 7746 (free)',
  US: '988 Suicide and Crisis Lifeline (call or text, day and night)',
};

/** Countries by the time zone of an organisation that did not say where it is. */
const zones: Readonly<Record<string, string>> = {
  'Africa/Nairobi': 'KE',
  'Africa/Kigali': 'RW',
  'Africa/Johannesburg': 'ZA',
  'Africa/Lagos': 'NG',
};

/** The country that an organisation serves: of its holidays, or else of its time zone; null where neither tells. */
export const countryOf = (holidays: string | null, timeZone: string): string | null =>
  holidays ?? zones[timeZone] ?? (timeZone.startsWith('America/New_York') ? 'US' : null);

/** What is offered to whoever may harm themselves; null where nothing is known. `own`: what the organisation wrote. */
export const helplineOf = (own: string | null, country: string | null): string | null =>
  own ?? (country === null ? null : (helplines[country] ?? null));
