import { Link } from '@tanstack/react-router';
import type { CaseView } from '../../../src/api/contract.ts';
import { Notice } from '../parts/Notice.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';

type Note = CaseView['watchOuts'][number];

/** Somebody else answered the author in our name, or writes here themselves: who, and what to do. */
export default function WatchNotice({ notes }: { notes: CaseView['watchOuts'] }) {
  const mayRead = useMay('watchOuts.read');
  return (
    <div className="flex flex-col gap-2 px-4 pt-2">
      {notes.map((note) => (
        <Notice
          key={note.id}
          kind={note.state === 'imposter' ? 'over' : 'soon'}
          action={
            mayRead && (
              <Link to="/watch-outs" className="target inline-flex items-center underline">
                {i18n.t('Watch-outs')}
              </Link>
            )
          }
        >
          <strong className="block">{titleOf(note)}</strong>
          <span dir="auto" className="line-clamp-2 wrap-anywhere">
            {note.name !== null && <bdi>{note.name} </bdi>}
            <bdi>{note.handle}</bdi>, {networkWords(note.network)}
          </span>
          {note.like !== null && (
            <>
              {' · '}
              {i18n.t('looks like “{name}”', { name: note.like })}
            </>
          )}
          {!note.writesHere && (
            <span className="block">
              {i18n.t(
                'Tell the author that this is not us, and never to give a PIN or an account number there.',
              )}
            </span>
          )}
        </Notice>
      ))}
    </div>
  );
}

function titleOf({ state, writesHere }: Note): string {
  if (writesHere)
    return state === 'imposter'
      ? i18n.t('The account that writes here is an imposter.')
      : i18n.t('The account that writes here may be an imposter.');
  return state === 'imposter'
    ? i18n.t('Somebody else answered in our name.')
    : i18n.t('Somebody else may have answered in our name.');
}
