import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Check, Forward, Hand, RotateCcw, UserRound, Users } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import type { CaseView, View } from '../../../src/api/contract.ts';
import { Marks } from '../inbox/Marks.tsx';
import { useCommands } from '../keys/commands.ts';
import { Button, IconButton } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { claimCase, releaseCase } from '../server/changes.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { TimeLeft } from '../time/TimeLeft.tsx';
import { i18n } from '../words/i18n.ts';
import { foldReason, stateWords } from '../words/names.ts';
import { noteClaim } from './claims.ts';
import { OwnerChoice } from './OwnerChoice.tsx';
import { settleCase } from './settle.ts';
import { UnitChoice } from './UnitChoice.tsx';
import { useCaseChange } from './useCase.ts';

const HandOffDialog = lazily(() => import('./HandOffDialog.tsx'));

/** What a member can do with the whole case. */
function useCaseActs(shown: CaseView) {
  const me = useMe();
  const client = useQueryClient();
  const change = useCaseChange(shown.row);
  const mine = shown.claim?.member.id === me.member.id;
  const resolved = shown.row.state === 'resolved';
  const toggleClaim = async () => {
    const done = await change({}, () => (mine ? releaseCase(shown.row.id) : claimCase(shown.row.id)));
    if (done) noteClaim(shown.row.id, !mine);
  };
  return {
    mine,
    resolved,
    toggleClaim: () => void toggleClaim(),
    settle: () => void settleCase(client, shown.row),
  };
}

function ClaimLine({ shown, mine }: { shown: CaseView; mine: boolean }) {
  if (shown.claim === null) return null;
  return (
    <span className="font-medium text-accent">
      {mine ? i18n.t('claimed by you') : i18n.t('claimed by {name}', { name: shown.claim.member.name })}
    </span>
  );
}

/** Which case this is, how it stands, and what can be done with it. */
export function CaseHeader({ shown, view }: { shown: CaseView; view: View }) {
  const { row } = shown;
  const mayWork = useMay('cases.work');
  const navigate = useNavigate();
  const owner = useRef<HTMLSelectElement>(null);
  const mayHandOff = useMay('members.read') && mayWork;
  const [handing, setHanding] = useState(false);
  const { mine, resolved, toggleClaim, settle } = useCaseActs(shown);
  const toList = () => void navigate({ to: '/inbox/$view', params: { view } });
  const group = i18n.t('Case');
  useCommands([
    { id: 'back', title: i18n.t('Back to the list'), group, keys: 'Escape', run: toList },
    mayWork && {
      id: 'claim',
      title: mine ? i18n.t('Give the claim back') : i18n.t('Claim'),
      group,
      keys: 'c',
      run: toggleClaim,
    },
    mayHandOff && { id: 'handoff', title: i18n.t('Hand off'), group, keys: 'h', run: () => setHanding(true) },
    mayWork && { id: 'assign', title: i18n.t('Assign'), group, keys: 'a', run: () => owner.current?.focus() },
    mayWork && {
      id: 'settle',
      title: resolved ? i18n.t('Reopen') : i18n.t('Resolve'),
      group,
      keys: 'e',
      run: settle,
    },
  ]);
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-2 py-2 md:min-h-14 md:px-4 md:pl-6">
      <Link
        to="/inbox/$view"
        params={{ view }}
        aria-label={i18n.t('Back to the list')}
        className="target inline-flex items-center justify-center md:hidden"
      >
        <ArrowLeft aria-hidden className="size-5" />
      </Link>
      <h2 className="min-w-0 flex-1 basis-36 truncate font-semibold">
        {i18n.t('Case {number}', { number: row.number })}{' '}
        <span className="font-normal text-quiet">{row.institution}</span>
      </h2>
      {/* On a phone: which case and whose, how it stands, what can be done, a line each. */}
      <p className="order-2 flex basis-full flex-wrap items-center gap-x-3 text-13 max-md:px-2 max-sm:order-1">
        <TimeLeft row={row} />
        {row.dueAt !== null && <span className="text-quiet">{stateWords(row.state)}</span>}
        <Marks row={row} />
        <UnitChoice row={row} />
        {row.team !== null && (
          <span className="inline-flex min-w-0 items-center gap-1 text-quiet" title={i18n.t('Team')}>
            <Users aria-hidden className="size-3.5 shrink-0" />
            <span className="sr-only">{i18n.t('Team')}</span>
            <span dir="auto" className="max-w-40 truncate">
              {row.team.name}
            </span>
          </span>
        )}
        <ClaimLine shown={shown} mine={mine} />
      </p>
      <div className="ml-auto flex items-center gap-1 max-sm:order-2 max-sm:w-full">
        <OwnerChoice row={row} field={owner} />
        {mayHandOff && (
          <IconButton name={i18n.t('Hand off')} shortcut="h" onClick={() => setHanding(true)}>
            <Forward aria-hidden className="size-4" />
          </IconButton>
        )}
        {handing && (
          <Suspense>
            <HandOffDialog
              row={row}
              mayBeSilent={shown.posts.some((post) => foldReason(post, new Date()) !== null)}
              close={() => setHanding(false)}
            />
          </Suspense>
        )}
        {mayWork && (
          <>
            <Button
              kind="quiet"
              shortcut="c"
              aria-pressed={mine}
              title={mine ? i18n.t('Give the claim back') : i18n.t('Claim')}
              onClick={toggleClaim}
            >
              <Hand aria-hidden className="size-4" />
              <span className="max-sm:sr-only">{mine ? i18n.t('Claimed') : i18n.t('Claim')}</span>
            </Button>
            <Button shortcut="e" title={resolved ? i18n.t('Reopen') : i18n.t('Resolve')} onClick={settle}>
              {resolved ? (
                <RotateCcw aria-hidden className="size-4" />
              ) : (
                <Check aria-hidden className="size-4" />
              )}
              <span className="max-sm:sr-only">{resolved ? i18n.t('Reopen') : i18n.t('Resolve')}</span>
            </Button>
          </>
        )}
      </div>
      <Link
        to="/inbox/$view/$caseId"
        params={{ view, caseId: row.id }}
        search={{ side: true }}
        aria-label={i18n.t('About the author')}
        title={i18n.t('About the author')}
        className="target inline-flex items-center justify-center rounded-8 text-quiet hover:bg-deep wide:hidden"
      >
        <UserRound aria-hidden className="size-5" />
      </Link>
    </header>
  );
}
