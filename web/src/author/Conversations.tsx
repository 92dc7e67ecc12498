import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { CaseView, View } from '../../../src/api/contract.ts';
import { CaseWords } from '../inbox/CaseWords.tsx';
import { Button } from '../parts/Button.tsx';
import { mergeCase, splitCase, undoRearrangement } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { caseKey } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { type Conversation, conversationsOf } from './conversationsOf.ts';
import { Part } from './Part.tsx';

/** Does something to the case's conversations and reads the case again; every such act can be taken back. */
function useRearranging(shown: CaseView) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const read = (ids: readonly string[]) =>
    Promise.all(ids.map((id) => client.invalidateQueries({ queryKey: caseKey(id) })));
  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      tell(sentenceOf(error), 'over');
    } finally {
      setBusy(false);
    }
  };
  const undo = (id: string, cases: readonly string[]) =>
    attempt(async () => {
      await undoRearrangement(id);
      await read([shown.row.id, ...cases]);
    });
  return { busy, attempt, undo, read };
}

/** Which conversations the case holds, what can be put to them, and what can be taken apart. */
export function Conversations({ shown, view }: { shown: CaseView; view: View }) {
  const mayWork = useMay('cases.work');
  const acts = useRearranging(shown);
  const conversations = conversationsOf(shown.posts);
  const others = shown.author.pastCases;
  if (conversations.length < 2 && others.length === 0 && shown.rearrangements.length === 0) return null;
  return (
    <Part title={i18n.t('Conversations')}>
      {conversations.length > 1 && (
        <ConversationList
          shown={shown}
          conversations={conversations}
          acts={acts}
          mayWork={mayWork}
          view={view}
        />
      )}
      {mayWork && others.length > 0 && <PutTogether shown={shown} acts={acts} />}
      {shown.rearrangements.length > 0 && (
        <Rearranged shown={shown} acts={acts} mayWork={mayWork} view={view} />
      )}
    </Part>
  );
}

type Acts = ReturnType<typeof useRearranging>;

function ConversationList({
  shown,
  conversations,
  acts,
  mayWork,
  view,
}: {
  shown: CaseView;
  conversations: readonly Conversation[];
  acts: Acts;
  mayWork: boolean;
  view: View;
}) {
  const navigate = useNavigate();
  const [chosen, choose] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const split = () =>
    acts.attempt(async () => {
      const made = await splitCase(shown.row.id, chosen);
      choose([]);
      await acts.read([shown.row.id]);
      tell(
        i18n.t('They are a case of their own now.'),
        'ok',
        () => void acts.undo(made.rearrangementId, [made.caseId]),
      );
      await navigate({ to: '/inbox/$view/$caseId', params: { view, caseId: made.caseId } });
    });
  return (
    <>
      <ul className="flex flex-col">
        {conversations.map((one) => (
          <li key={one.id}>
            <ConversationLine
              one={one}
              checked={chosen.includes(one.id)}
              {...(mayWork ? { onToggle: () => toggle(one.id) } : {})}
            />
          </li>
        ))}
      </ul>
      {chosen.length > 0 && (
        <Button
          className="self-start text-13"
          disabled={acts.busy || chosen.length === conversations.length}
          onClick={() => void split()}
        >
          {i18n.t('Make a case of its own')}
        </Button>
      )}
    </>
  );
}

function ConversationLine({
  one,
  checked,
  onToggle,
}: {
  one: Conversation;
  checked: boolean;
  /** Absent where nothing can be taken apart. */
  onToggle?: () => void;
}) {
  const id = useId();
  return (
    <div className="target flex items-start gap-2 py-1.5 text-13">
      {onToggle !== undefined && (
        <input
          id={id}
          type="checkbox"
          checked={checked}
          onChange={onToggle}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
      )}
      <label htmlFor={id} className="min-w-0">
        <span className="text-quiet">
          {one.visibility === 'direct'
            ? i18n.t('{network}, direct', { network: networkWords(one.network) })
            : networkWords(one.network)}
        </span>
        <span dir="auto" className="line-clamp-2">
          {one.words ?? i18n.t('Nothing by the author')}
        </span>
      </label>
    </div>
  );
}

function PutTogether({ shown, acts }: { shown: CaseView; acts: Acts }) {
  const [open, setOpen] = useState(false);
  const merge = (from: { id: string; number: number }) =>
    acts.attempt(async () => {
      const { rearrangementId } = await mergeCase(shown.row.id, from.id);
      await acts.read([shown.row.id, from.id]);
      setOpen(false);
      tell(
        i18n.t('Case {from} is part of case {into} now.', { from: from.number, into: shown.row.number }),
        'ok',
        () => void acts.undo(rearrangementId, [from.id]),
      );
    });
  if (!open) {
    return (
      <Button kind="quiet" className="-ml-3 self-start text-13" onClick={() => setOpen(true)}>
        {i18n.t('Put another case of the author to this one')}
      </Button>
    );
  }
  return (
    <ul aria-label={i18n.t('Cases that can be put to this one')} className="flex flex-col">
      {shown.author.pastCases.map((one) => (
        <li key={one.id} className="flex items-center justify-between gap-2 text-13">
          <span dir="auto" className="min-w-0 truncate">
            #{one.number} <CaseWords of={one} />
          </span>
          <Button
            kind="quiet"
            disabled={acts.busy}
            aria-label={i18n.t('Put to this: case {number}', { number: one.number })}
            onClick={() => void merge(one)}
          >
            {i18n.t('Put to this')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Rearranged({
  shown,
  acts,
  mayWork,
  view,
}: {
  shown: CaseView;
  acts: Acts;
  mayWork: boolean;
  view: View;
}) {
  return (
    <ul className="flex flex-col text-13">
      {shown.rearrangements.map((one) => {
        const other = one.from.id === shown.row.id ? one.into : one.from;
        return (
          <li key={one.id} className="flex items-center justify-between gap-2">
            <span>
              {one.kind === 'merge' ? i18n.t('Put together with') : i18n.t('Taken apart from')}{' '}
              <Link to="/inbox/$view/$caseId" params={{ view, caseId: other.id }} className="underline">
                {i18n.t('case {number}', { number: other.number })}
              </Link>
            </span>
            {mayWork && (
              <Button
                kind="quiet"
                disabled={acts.busy}
                aria-label={i18n.t('Take it back: case {number}', { number: other.number })}
                onClick={() => void acts.undo(one.id, [other.id])}
              >
                {i18n.t('Take it back')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
