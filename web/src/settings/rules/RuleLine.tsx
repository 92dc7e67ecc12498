import { ArrowDown, ArrowUp } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { RuleView } from '../../../../src/api/contract.ts';
import { Button, IconButton } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { keepRule, retireRule, rulesQuery } from '../../server/rules.ts';
import { useNow } from '../../time/now.ts';
import { agoWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';
import { useChange } from '../useChange.ts';
import { ruleWords } from './ruleWords.ts';
import { useRuleChoices } from './useRuleChoices.ts';

interface Line {
  rule: RuleView;
  isFirst: boolean;
  isLast: boolean;
  mayManage: boolean;
  edit: () => void;
  move: (by: -1 | 1) => void;
}

/** A rule in the list: its sentence, what it did, and why it stopped. */
export function RuleLine(line: Line) {
  const { rule, mayManage } = line;
  const { nameOf } = useRuleChoices();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-start justify-between gap-x-3">
        <h2 dir="auto" className="min-w-0 pt-2 font-medium break-words">
          {rule.name}
          {!rule.enabled && <span className="font-normal text-soon"> {i18n.t('It is off')}</span>}
        </h2>
        {mayManage && <Places {...line} />}
      </div>
      <p dir="auto" className="break-words">
        {ruleWords(rule, nameOf)}
      </p>
      <WhatItDid rule={rule} />
      {mayManage && <RuleActs {...line} />}
    </div>
  );
}

function actedWords({ acted }: RuleView): string {
  if (acted === 0) return i18n.t('Did nothing in the last 7 days');
  // Counted no further than that.
  if (acted >= 10_000) return i18n.t('Acted 10,000 times or more in the last 7 days');
  return i18n.t('{n, plural, one {Acted once in the last 7 days} other {Acted # times in the last 7 days}}', {
    n: acted,
  });
}

function WhatItDid({ rule }: { rule: RuleView }) {
  const now = useNow();
  const { stopped, lastFailure, lastActedAt } = rule;
  return (
    <>
      <p className="text-13 text-quiet">
        {actedWords(rule)}
        {lastActedAt !== null && `, ${i18n.t('last {time}', { time: agoWords(lastActedAt, now) })}`}
      </p>
      {stopped !== null && (
        <Notice kind="soon">
          {i18n.t('It stopped itself {time}.', { time: agoWords(stopped.at, now) })}{' '}
          {translated(stopped.because)}
        </Notice>
      )}
      {stopped === null && lastFailure !== null && (
        <Notice>
          {i18n.t('What it could not do, {time}:', { time: agoWords(lastFailure.at, now) })}{' '}
          {translated(lastFailure.sentence)}
        </Notice>
      )}
    </>
  );
}

/** Earlier and later. A line that moves in the page loses the keyboard's place: it is given back. */
function Places({ rule: { name }, isFirst, isLast, move }: Line) {
  const moving = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    moving.current?.focus();
    moving.current = null;
  });
  const go = (button: HTMLButtonElement, by: -1 | 1) => {
    moving.current = button;
    move(by);
  };
  return (
    <span className="flex">
      <IconButton
        name={i18n.t('Earlier: {name}', { name })}
        aria-disabled={isFirst}
        className="aria-disabled:opacity-60"
        onClick={(event) => !isFirst && go(event.currentTarget, -1)}
      >
        <ArrowUp aria-hidden className="size-4" />
      </IconButton>
      <IconButton
        name={i18n.t('Later: {name}', { name })}
        aria-disabled={isLast}
        className="aria-disabled:opacity-60"
        onClick={(event) => !isLast && go(event.currentTarget, 1)}
      >
        <ArrowDown aria-hidden className="size-4" />
      </IconButton>
    </span>
  );
}

function RuleActs({ rule, edit }: Line) {
  const { change, busy, trouble } = useChange([rulesQuery.queryKey, ['audit']]);
  const { id, name, enabled, when, hours, match, conditions, acts, mostAnHour } = rule;
  const turned = { name, when, hours, match, conditions, acts, mostAnHour, enabled: !enabled };
  const turn = enabled ? i18n.t('Turn off') : i18n.t('Turn on');
  return (
    <span className="flex flex-wrap gap-1">
      <Button kind="quiet" aria-label={i18n.t('Change: {title}', { title: name })} onClick={edit}>
        {i18n.t('Change')}
      </Button>
      <Button
        kind="quiet"
        disabled={busy}
        aria-label={`${turn}: ${name}`}
        onClick={() => void change(() => keepRule(id, turned))}
      >
        {turn}
      </Button>
      <Button
        kind="quiet"
        disabled={busy}
        aria-label={i18n.t('Take out of use: {title}', { title: name })}
        onClick={() => void change(() => retireRule(id))}
      >
        {i18n.t('Take out of use')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </span>
  );
}
