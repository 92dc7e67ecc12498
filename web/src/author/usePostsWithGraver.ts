import { useQuery } from '@tanstack/react-query';
import type { CaseView, FindingsView, PostView } from '../../../src/api/contract.ts';
import { readEarlierPosts } from '../server/earlier.ts';
import { caseKey } from '../server/queries.ts';
import { graverUnseen } from './findingLines.ts';

/** A case's findings are told of so many of its last posts: a graver one is not far. */
const mostPages = 5;

/** The posts that a case was opened with; before them those back to a graver one, where there is one: why the case stands where it stands is shown without being looked for. */
export function usePostsWithGraver(shown: CaseView, findings: FindingsView | undefined): readonly PostView[] {
  const { row, posts } = shown;
  const graver = graverUnseen(findings, posts);
  const oldest = posts[0]?.id ?? null;
  const { data } = useQuery({
    queryKey: [...caseKey(row.id), 'graver', graver, oldest],
    enabled: graver !== null && oldest !== null,
    queryFn: ({ signal }) => backTo(row.id, { wanted: graver ?? '', from: oldest ?? '' }, signal),
  });
  return data === undefined || graver === null ? posts : [...data, ...posts];
}

/** The posts before one of a case, as far back as the page that has the wanted one. */
async function backTo(
  caseId: string,
  { wanted, from }: { wanted: string; from: string },
  signal: AbortSignal,
): Promise<readonly PostView[]> {
  let found: readonly PostView[] = [];
  let before = from;
  for (let pages = 0; pages < mostPages; pages++) {
    const { items, more } = await readEarlierPosts(caseId, before, signal);
    found = [...items, ...found];
    const [first] = items;
    if (!more || first === undefined || items.some(({ id }) => id === wanted)) break;
    before = first.id;
  }
  return found;
}
