import { Fault } from '../../domain/fault.ts';
import type { PostFinding } from '../../domain/finding.ts';
import type { Storage } from '../../storage/database.ts';
import { readOrganisation } from '../../storage/organisationSettings.ts';

/** What an answer promises, by its words. */
export interface SaidPromise {
  /** The sentence that promises. */
  sentence: string;
  /** Null for a promise without a date: "soon", "we are working on it". */
  dueAt: Date | null;
  /** Who is to keep it, where the words name somebody other than the house and whoever writes. */
  named: string | null;
  /** Nearly always right: its words name a date, or say surely that it promises. Of the rest every second is none. */
  sure: boolean;
}

export interface ReadingAnswers {
  storage: Storage;
  readAnswer(text: string, said: { at: Date; timeZone: string }): Promise<PostFinding>;
  now(): Date;
}

/** So sure at least that a promise without a date is asked about before it is sent. In per cent; of 583 answers of houses it asked three times in vain and found three of five. */
const sureFrom = 50;
/** Shorter texts promise nothing. */
const fewest = 12;

/** An answer promises something, and its writer has said nothing of it. Carries what was found. */
export class PromiseUnsaid extends Fault {
  readonly promise: SaidPromise;

  constructor(promise: SaidPromise) {
    super(
      'promise_unsaid',
      'This answer promises something. Say what, by when and by whom, or that it is no promise.',
    );
    this.promise = promise;
  }
}

/** What a text of ours promises, were it said now; null where it promises nothing. */
export async function promiseIn(
  { storage, readAnswer, now }: ReadingAnswers,
  organisationId: number,
  text: string,
): Promise<SaidPromise | null> {
  if (text.trim().length < fewest) return null;
  const { timeZone } = await storage.inOrganisation(organisationId, (tx) =>
    readOrganisation(tx, organisationId),
  );
  const { says, promised, owner } = await readAnswer(text, { at: now(), timeZone });
  const promise = says.find(({ name }) => name === 'promise');
  if (promise === undefined) return null;
  const words = (spans: readonly (readonly [number, number])[]) =>
    spans.map(([from, to]) => text.slice(from, to)).join(' ');
  const isNamed = owner !== null && owner.by !== 'speaker' && owner.by !== 'house';
  return {
    sentence: words(promise.because) || text,
    dueAt: promised === null ? null : new Date(promised.due),
    named: isNamed ? words(owner.because) || null : null,
    sure: promised !== null || promise.sure >= sureFrom,
  };
}

/** Throws PromiseUnsaid for an answer that surely promises something of which its writer said nothing. Where nothing can read it, it goes out all the same. */
export async function mustSayPromise(
  reading: ReadingAnswers,
  organisationId: number,
  text: string,
  unread: (error: unknown) => void,
): Promise<void> {
  const found = await promiseIn(reading, organisationId, text).catch((error: unknown) => {
    unread(error);
    return null;
  });
  if (found?.sure === true) throw new PromiseUnsaid(found);
}
