import { X } from 'lucide-react';
import { useId, useState } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { type QueuePlace, queuePlace, type Severity } from '../../../src/domain/queue.ts';
import { useCaseChange } from '../case/useCase.ts';
import { Choice } from '../parts/Field.tsx';
import { TagList } from '../parts/TagList.tsx';
import { setSeverity, setTags } from '../server/changes.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { severityWords } from '../words/names.ts';
import { Part } from './Part.tsx';

/** Where the case will stand, by the same rule as the server's. */
function placeAfter(
  row: CaseRow,
  severity: Severity,
  vulnerable: boolean,
  times: Parameters<typeof queuePlace>[1],
): Partial<CaseRow> {
  if (row.waitingSince === null || row.dueAt === null) return { severity, vulnerable };
  const facts = {
    severity,
    vulnerable,
    threat: row.threat,
    waitingSince: new Date(row.waitingSince),
    answeredBefore: row.state !== 'new' && row.state !== 'open',
  };
  const place: QueuePlace | null = queuePlace(facts, times);
  return {
    severity,
    vulnerable,
    ...(place === null ? {} : { tier: place.tier, dueAt: place.dueAt.toISOString() }),
  };
}

function Tags({ row }: { row: CaseRow }) {
  const mayWork = useMay('cases.work');
  const change = useCaseChange(row);
  const [typed, setTyped] = useState('');
  const id = useId();
  const set = (tags: string[]) => void change({ tags }, () => setTags(row.id, tags));
  const add = () => {
    const tag = typed.trim();
    setTyped('');
    if (tag !== '' && !row.tags.includes(tag)) set([...row.tags, tag]);
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {i18n.t('Tags')}
      </label>
      {row.tags.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {row.tags.map((tag) => (
            <li key={tag} className="inline-flex max-w-full items-center rounded-8 bg-deep pl-2 text-13">
              <span dir="auto" className="truncate">
                {tag}
              </span>
              <button
                type="button"
                aria-label={i18n.t('Remove the tag {tag}', { tag })}
                disabled={!mayWork}
                onClick={() => set(row.tags.filter((other) => other !== tag))}
                className="target -my-1 inline-flex shrink-0 items-center justify-center text-quiet hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {mayWork && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <input
            id={id}
            list={`${id}-tags`}
            dir="auto"
            maxLength={50}
            value={typed}
            placeholder={i18n.t('Add a tag, then Enter')}
            onChange={(event) => setTyped(event.target.value)}
            className="target w-full rounded-8 border border-line-strong bg-raised px-3"
          />
          <TagList id={`${id}-tags`} />
        </form>
      )}
    </div>
  );
}

/** How grave the matter is, said by a member; it moves the case in the queue at once. */
export function Judgement({ row }: { row: CaseRow }) {
  const mayWork = useMay('cases.work');
  const { organisation } = useMe();
  const change = useCaseChange(row);
  const judge = (severity: number, vulnerable: boolean) =>
    void change(
      placeAfter(row, severity as Severity, vulnerable, { ...organisation, hours: organisation.officeHours }),
      () => setSeverity(row.id, severity, vulnerable),
    );
  return (
    <Part title={i18n.t('This case')}>
      <Choice
        label={i18n.t('Severity')}
        disabled={!mayWork}
        value={row.severity}
        onChange={(event) => judge(Number(event.target.value), row.vulnerable)}
      >
        {[4, 3, 2, 1, 0].map((severity) => (
          <option key={severity} value={severity}>
            {severityWords(severity)}
          </option>
        ))}
      </Choice>
      <label className="target flex items-center gap-2">
        <input
          type="checkbox"
          checked={row.vulnerable}
          disabled={!mayWork}
          onChange={(event) => judge(row.severity, event.target.checked)}
          className="size-5 accent-accent"
        />
        {i18n.t('The author is vulnerable')}
      </label>
      <Tags row={row} />
    </Part>
  );
}
