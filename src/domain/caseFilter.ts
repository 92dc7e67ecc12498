/** What a list or a search is narrowed to: one value each, all must hold. Pure. */
import type { CaseState } from './case.ts';
import { caseStates } from './case.ts';
import { type Network, networks } from './network.ts';

export interface CaseFilter {
  state?: CaseState | undefined;
  /** A member's id; `me` is who asks, `none` nobody. */
  owner?: string | undefined;
  network?: Network | undefined;
  /** The id of the connected account that heard it. */
  account?: string | undefined;
  unit?: string | undefined;
  tag?: string | undefined;
  /** This grave or graver, 1 to 4. */
  severity?: number | undefined;
  /** Days in the organisation's time zone ("2026-11-29"), both included: of the post, or of the author's last one where cases are listed. */
  from?: string | undefined;
  until?: string | undefined;
  /** Whether the case has an answer of ours. */
  answered?: 'yes' | 'no' | undefined;
  language?: string | undefined;
  /** `open`: it moved to private, and its outcome was not brought back to the public. */
  moved?: 'open' | undefined;
  /** The id of a campaign: cases whose posts say the same. */
  campaign?: string | undefined;
}

export const facets = [
  'state',
  'owner',
  'network',
  'account',
  'unit',
  'tag',
  'severity',
  'from',
  'until',
  'answered',
  'language',
  'moved',
  'campaign',
] as const satisfies readonly (keyof CaseFilter)[];
export type Facet = (typeof facets)[number];

/** What is kept under a name: a list of cases by its view, or a search. */
export type SavedList =
  | 'queue'
  | 'mine'
  | 'team'
  | 'unowned'
  | 'waiting_author'
  | 'resolved'
  | 'all'
  | 'search';

/** True when nothing is narrowed. */
export const isEmptyFilter = (filter: CaseFilter): boolean =>
  facets.every((facet) => filter[facet] === undefined);

/** What a case shows of itself in a list. */
export interface FilteredCase {
  state: CaseState;
  owner: { id: string } | null;
  network: string;
  unit: { id: string } | null;
  tags: readonly string[];
  severity: number;
  answered: boolean;
  language: string | null;
  alike: { campaign: string } | null;
  /** The day of the author's last post, in the organisation's time zone. */
  lastDay: string | null;
}

type Asks = {
  [F in Exclude<Facet, 'account' | 'moved'>]: (theCase: FilteredCase, value: never, me: string) => boolean;
};
const asks = {
  state: (theCase, value: string) => theCase.state === value,
  owner: (theCase, value: string, me) => {
    const owner = theCase.owner?.id ?? null;
    return value === 'none' ? owner === null : owner === (value === 'me' ? me : value);
  },
  network: (theCase, value: string) => theCase.network === value,
  unit: (theCase, value: string) => theCase.unit?.id === value,
  tag: (theCase, value: string) => theCase.tags.includes(value),
  severity: (theCase, value: number) => theCase.severity >= value,
  from: (theCase, value: string) => theCase.lastDay !== null && theCase.lastDay >= value,
  until: (theCase, value: string) => theCase.lastDay !== null && theCase.lastDay <= value,
  answered: (theCase, value: string) => theCase.answered === (value === 'yes'),
  language: (theCase, value: string) =>
    theCase.language === value || theCase.language?.startsWith(`${value}-`) === true,
  campaign: (theCase, value: string) => theCase.alike?.campaign === value,
} satisfies Asks;

/** Whether a case passes; null where that cannot be told from its line (which account heard it, whether it moved). `me` is the member who asks. */
export function passes(theCase: FilteredCase, filter: CaseFilter, me: string): boolean | null {
  for (const facet of facets) {
    const value = filter[facet];
    if (value === undefined || facet === 'account' || facet === 'moved') continue;
    if (!asks[facet](theCase, value as never, me)) return false;
  }
  return filter.account === undefined && filter.moved === undefined ? true : null;
}

/** What a facet may be, whatever was typed; undefined where it is nothing of ours. Ids are not looked up. */
export function facetValue(facet: Facet, typed: string): string | number | undefined {
  const value = typed.trim();
  if (value === '' || value.length > 60) return undefined;
  switch (facet) {
    case 'state':
      return caseStates.find((state) => state === value.toLowerCase());
    case 'network':
      return networks.find((network) => network === value.toLowerCase());
    case 'severity':
      return /^[1-4]$/.test(value) ? Number(value) : undefined;
    case 'from':
    case 'until':
      return isDay(value) ? value : undefined;
    case 'answered':
      return ['yes', 'no'].find((word) => word === value.toLowerCase());
    case 'moved':
      return value.toLowerCase() === 'open' ? 'open' : undefined;
    case 'language':
      return /^[a-z]{2,8}$/i.test(value) ? value.toLowerCase() : undefined;
    case 'campaign':
      return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value.toLowerCase() : undefined;
    case 'tag':
      return value.length > 50 ? undefined : value;
    default:
      return value;
  }
}

const isDay = (value: string): boolean => {
  const at = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
};

const token = /(?:^|(?<=\s))([a-z]+):(?:"([^"]*)"|([^\s"]\S*))/giu;

/**
 * Takes facets out of a text that was typed ("tap tag:\"no water\" state:new"): what is left are words. What looks like a facet and is none ("https://x", "severity:9")
 * stays among the words. A facet that is named twice has its last value.
 */
export function facetsIn(typed: string): { words: string; facets: Partial<Record<Facet, string>> } {
  const found: Partial<Record<Facet, string>> = {};
  const words = typed.replaceAll(token, (whole, name: string, quoted?: string, bare?: string) => {
    const facet = facets.find((one) => one === name.toLowerCase());
    const value = quoted ?? bare ?? '';
    if (facet === undefined || facetValue(facet, value) === undefined) return whole;
    found[facet] = String(facetValue(facet, value));
    return '';
  });
  return { words: words.replaceAll(/\s+/gu, ' ').trim(), facets: found };
}
