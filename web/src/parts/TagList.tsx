import { useQuery } from '@tanstack/react-query';
import { tagsQuery } from '../server/queries.ts';

/** Suggests the tags in use to a field whose `list` is this id: the same thing is called by one name. */
export function TagList({ id }: { id: string }) {
  const tags = useQuery(tagsQuery).data ?? [];
  return (
    <datalist id={id}>
      {tags.map(({ tag }) => (
        <option key={tag} value={tag} />
      ))}
    </datalist>
  );
}
