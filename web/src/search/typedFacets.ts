import { type CaseFilter, type Facet, facets, facetsIn, facetValue } from '../../../src/domain/caseFilter.ts';
import { type Choice, chosenBy } from '../filters/useFacetChoices.ts';

const byName: readonly Facet[] = ['owner', 'unit', 'account'];
const unfinished = /(?:\S+:"[^"]*"?|\S+)$/u;
const begun = new RegExp(`(?:^|\\s)(?:${facets.join('|')}):(?:"[^"]*"?|\\S*)$`, 'iu');

/**
 * Takes the facets out of what is typed; the last word counts once it is ended by a space, or `entered`. Owners, units and accounts are found by their names; where
 * nothing is called that, what was typed stays.
 */
export function typedFacets(
  typed: string,
  entered: boolean,
  choices: Partial<Record<Facet, readonly Choice[]>>,
): { text: string; found: CaseFilter } {
  const rest = entered ? '' : (unfinished.exec(typed)?.[0] ?? '');
  const { words, facets: named } = facetsIn(typed.slice(0, typed.length - rest.length));
  const found: CaseFilter = {};
  const unknown: string[] = [];
  for (const [facet, value] of Object.entries(named) as [Facet, string][]) {
    const taken = byName.includes(facet) ? chosenBy(value, choices[facet] ?? []) : facetValue(facet, value);
    if (taken === undefined) unknown.push(`${facet}:"${value}"`);
    else Object.assign(found, { [facet]: taken });
  }
  if (Object.keys(found).length === 0) return { text: typed, found };
  return { text: [words, ...unknown, rest].filter((one) => one !== '').join(' '), found };
}

/** The words to search for: what is typed less a facet that is being typed at its end. */
export const wordsOf = (typed: string): string => typed.replace(begun, '').trim();
