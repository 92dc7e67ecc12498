import { useQuery } from '@tanstack/react-query';
import type { CaseView, PostView } from '../../../../src/api/contract.ts';
import { corrected } from '../../../../src/domain/finding.ts';
import { privateWarning } from '../../../../src/domain/privateWarning.ts';
import { findingsQuery } from '../../server/findings.ts';
import { i18n } from '../../words/i18n.ts';
import { TextList } from './TextList.tsx';

/** A kind warning to somebody whose post shows everybody something private, in their language; nothing is written before a person takes it. */
export default function PrivateWarning({
  shown,
  post,
  take,
}: {
  shown: CaseView;
  post: PostView;
  take: (text: string) => void;
}) {
  const { data } = useQuery(findingsQuery(shown.row.id));
  const read = data?.posts.find(({ postId }) => postId === post.id);
  // A member said of all that was found in it that it is not private.
  if (read !== undefined && corrected(read.found, 'private', read.said).length === 0) return null;
  const { language, text } = privateWarning([read?.found.language.name ?? null, post.language]);
  const title = i18n.t('Warn the author kindly');
  return <TextList name={title} texts={[{ id: language, title, text }]} row={shown.row} take={take} />;
}
