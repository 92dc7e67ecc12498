import type { RotaView } from '../../../src/api/contract.ts';
import { roleWords } from '../words/names.ts';

/** Members to be chosen from, several at once: fields called `member` of the form around it. */
export function MemberChecks({
  legend,
  places,
  isChosen,
}: {
  legend: string;
  places: readonly RotaView[];
  isChosen: (id: string) => boolean;
}) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {places.map(({ member }) => (
          <label key={member.id} className="target flex min-w-0 items-center gap-2">
            <input
              type="checkbox"
              name="member"
              value={member.id}
              defaultChecked={isChosen(member.id)}
              className="size-5 shrink-0 accent-accent"
            />
            <span dir="auto" className="min-w-0 truncate">
              {member.name}
            </span>
            <span className="shrink-0 text-13 text-quiet">{roleWords(member.role)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
