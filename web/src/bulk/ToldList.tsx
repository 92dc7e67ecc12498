import type { ToldCase } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';

/** No screen is longer than somebody reads. */
const mostNumbers = 30;

/** How many are changed, how many stay as they are, and which are refused for which reason. */
export function ToldList({ told, done }: { told: readonly ToldCase[]; done: boolean }) {
  const of = (outcome: ToldCase['outcome']) => told.filter((one) => one.outcome === outcome);
  const refused = Map.groupBy(of('refused'), ({ sentence }) => sentence ?? '');
  const changed = of('changed').length;
  const same = of('nothing').length;
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">
        {done
          ? i18n.t('{changed} cases were changed, {same} were so already, {refused} were refused.', {
              changed,
              same,
              refused: of('refused').length,
            })
          : i18n.t('{changed} cases would change, {same} are so already, {refused} are refused.', {
              changed,
              same,
              refused: of('refused').length,
            })}
      </p>
      {refused.size > 0 && (
        <ul className="flex flex-col gap-1">
          {[...refused].map(([sentence, those]) => (
            <li key={sentence} className="text-over">
              {sentence}{' '}
              <span className="text-13 tabular-nums">
                {those
                  .slice(0, mostNumbers)
                  .map(({ number }) => `#${number}`)
                  .join(', ')}
                {those.length > mostNumbers && ', …'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
