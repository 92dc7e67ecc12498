/** Words of a call for complaints that everybody reads from then on, and that stay: looked through for what is somebody's own before they stand there. */
import { standInIn } from '../../domain/authorMask.ts';
import { calledNames } from '../../domain/calledNames.ts';
import { Fault } from '../../domain/fault.ts';
import { namesFound } from '../../domain/maskNames.ts';
import { privateIn } from '../../domain/numbersInText.ts';
import { authorNamesOfCall } from '../../storage/callPostReads.ts';
import type { Tenant } from '../../storage/database.ts';
import { listMembers } from '../../storage/members.ts';
import { readMask } from '../../storage/protectedAuthors.ts';
import type { Acting } from '../acting.ts';
import { ShowsPrivate } from '../replies/writeReply.ts';

/**
 * `shows`: of what was found the writer says that all may read it. Names are those of colleagues and of who wrote in the call. Throws ShowsPrivate, and Fault `input_invalid` where a protected
 * author is named.
 */
export async function mustBeForAll(
  tx: Tenant,
  { organisationId, memberId }: Acting,
  callId: string,
  { words, shows }: { words: string; shows: readonly string[] },
): Promise<void> {
  const mask = await readMask(tx, organisationId);
  if (standInIn(words) !== null || mask(words) !== words)
    throw new Fault(
      'input_invalid',
      'These words name an author who is protected. Take the name out: everybody would read it.',
    );
  const others = (await listMembers(tx, organisationId)).filter(({ id }) => id !== memberId);
  const authors = (await authorNamesOfCall(tx, organisationId, callId))
    .flatMap(calledNames)
    .map((name) => ({ name, email: '', signature: null }));
  const found = new Set([
    ...privateIn(words).map((one) => one.words),
    ...namesFound(words, others),
    ...namesFound(words, authors),
  ]);
  if ([...found].every((one) => shows.includes(one))) return;
  throw new ShowsPrivate(
    [...found],
    'Everybody will read these words, and something in them looks like a number, a mail address or the name of somebody. Take it out, or say that all may read it.',
  );
}
