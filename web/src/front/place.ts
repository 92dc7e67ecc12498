/** Where one is in the front row, as the address says it: `#needs`, `#posts`, `#mine`, and a case over it: `#needs/<case>`, and `#needs/<case>/own` where it was written to whoever reads alone. */
import { useSyncExternalStore } from 'react';

export const tabs = ['needs', 'posts', 'mine'] as const;
export type Tab = (typeof tabs)[number];

export interface Place {
  tab: Tab;
  caseId: string | null;
  /** The case is in the letterbox of whoever reads. */
  own: boolean;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The place that an address names; the first tab where it names none. */
export function placeOf(hash: string): Place {
  const [name = '', caseId = '', own = ''] = hash.replace(/^#/, '').split('/');
  return {
    tab: tabs.find((tab) => tab === name) ?? 'needs',
    caseId: uuid.test(caseId) ? caseId : null,
    own: own === 'own',
  };
}

export const hashOf = ({ tab, caseId, own }: Place): string =>
  caseId === null ? `#${tab}` : `#${tab}/${caseId}${own ? '/own' : ''}`;

const follow = (told: () => void) => {
  window.addEventListener('hashchange', told);
  return () => window.removeEventListener('hashchange', told);
};

export const usePlace = (): Place => placeOf(useSyncExternalStore(follow, () => location.hash));

/** True while the case over the page was opened from the page: going back closes it. */
let openedHere = false;

/** Goes back where the case came from; where it was opened by a link, to its tab. */
export function closeCase(place: Place): void {
  if (openedHere) history.back();
  else location.replace(hashOf({ ...place, caseId: null }));
  openedHere = false;
}

/** Opens a case over the tab. */
export function openCase(place: Place, caseId: string, own = false): void {
  openedHere = true;
  location.hash = hashOf({ ...place, caseId, own });
}
