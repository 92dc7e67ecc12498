import type { BulkActInput, BulkStep, BulkView, ToldCase } from '../../../src/api/contract.ts';
import { beginBulk, continueBulk, undoBulk } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';

/** How long the undo of an act on many cases is offered at the edge of the screen, in milliseconds; later it stands in the list of such acts. */
const undoFor = 10_000;

export interface Progress {
  done: number;
  total: number;
}

/** Asks for slice after slice until nothing is left, or `stopped` says so; answers what was told of every case and how the act stands. */
async function through(
  ask: () => Promise<BulkStep>,
  left: (bulk: BulkView) => number,
  progress: (progress: Progress) => void,
  stopped: () => boolean,
): Promise<{ told: ToldCase[]; bulk: BulkView }> {
  const told: ToldCase[] = [];
  for (;;) {
    const step = await ask();
    told.push(...step.told);
    const rest = left(step.bulk);
    progress({ done: told.length, total: told.length + rest });
    if (rest === 0 || step.told.length === 0 || stopped()) return { told, bulk: step.bulk };
  }
}

/** Does an act to many cases, or goes on with one that was broken off. */
export async function runBulk(
  id: string,
  begin: { act: BulkActInput; cases: readonly string[] } | null,
  progress: (progress: Progress) => void,
  stopped: () => boolean = () => false,
): Promise<{ told: ToldCase[]; bulk: BulkView }> {
  if (begin !== null) await beginBulk({ bulkId: id, act: begin.act, cases: [...begin.cases] });
  return through(
    () => continueBulk(id),
    ({ left }) => left,
    progress,
    stopped,
  );
}

/** Takes an act back, and says of how many cases that was so. */
export async function takeBack(id: string): Promise<void> {
  try {
    const { told } = await through(
      () => undoBulk(id),
      ({ standing }) => standing,
      () => undefined,
      () => false,
    );
    const stay = told.filter(({ outcome }) => outcome === 'refused').length;
    const back = told.length - stay;
    tell(
      stay === 0
        ? i18n.t('Taken back for {back} cases.', { back })
        : i18n.t('Taken back for {back} cases. {stay} were changed since and stay as they are.', {
            back,
            stay,
          }),
      stay === 0 ? 'ok' : 'over',
    );
  } catch (error) {
    tell(sentenceOf(error), 'over');
  }
}

/** Tells what was done, with the way back. */
export function tellDone({ id, changed, refused }: BulkView): void {
  const sentence =
    refused === 0
      ? i18n.t('Done to {n} cases.', { n: changed })
      : i18n.t('Done to {n} cases; {refused} were refused.', { n: changed, refused });
  tell(sentence, refused === 0 ? 'ok' : 'over', () => void takeBack(id), undoFor);
}
