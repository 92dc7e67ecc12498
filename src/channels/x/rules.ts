/** Keeps the rules of the filtered stream in line with what is watched. Rules of other programs of the same app are left alone. */
import { dictionaries, dictionary, text } from '../reading.ts';
import { Refused } from './ask.ts';
import { termFor } from './polling.ts';
import type { Session } from './session.ts';

const path = '/2/tweets/search/stream/rules';
const mostRules = 1000;

/** By this name our rules are known. */
export const tagOf = (accountId: string): string => `answerable ${accountId}`;

/** What is to be heard: each watched word, and whoever names us. */
export function rulesFor(watched: readonly string[], handle: string): string[] {
  const terms = watched.flatMap((word) => termFor(word) ?? []);
  const all = handle === '' ? terms : [`@${handle}`, ...terms];
  return [...new Set(all)].slice(0, mostRules).map((term) => `${term} -is:retweet`);
}

/** Adds what is missing, takes away what is no longer watched. True when there is a rule at all. */
export async function keepRules(session: Session): Promise<boolean> {
  const { account } = session;
  const wanted = new Set(rulesFor(account.watched, account.handle));
  const tag = tagOf(account.accountId);
  const body = await session.read({ group: 'rules', method: 'GET', path, as: 'app' });
  const ours = dictionaries(body.data).filter((rule) => rule.tag === tag);
  const stale = ours
    .filter(({ value }) => !wanted.has(text(value) ?? ''))
    .flatMap(({ id }) => text(id) ?? []);
  const standing = new Set(ours.map(({ value }) => value));
  const missing = [...wanted].filter((value) => !standing.has(value));
  if (stale.length > 0) await change(session, { delete: { ids: stale } });
  if (missing.length > 0) await change(session, { add: missing.map((value) => ({ value, tag })) });
  return wanted.size > 0;
}

/** A rule that X does not take is told; the others stand. */
async function change(session: Session, json: Record<string, unknown>): Promise<void> {
  const answer = await session.ask({ group: 'rules change', method: 'POST', path, json, as: 'app' });
  if (!answer.ok && answer.problem !== 'invalid-rules' && answer.problem !== 'duplicate-rules')
    throw new Refused(path, answer);
  const errors = answer.ok ? dictionaries(answer.body.errors) : [{ title: answer.detail }];
  const refused = errors.filter(({ title }) => !/duplicate/i.test(text(title) ?? ''));
  if (refused.length === 0) return;
  const first = dictionary(refused[0]);
  const value = text(first?.value) ?? text(first?.detail) ?? text(first?.title) ?? '';
  const sentence = `X does not take ${refused.length} of the watched words as a rule: "${value.slice(0, 100)}". Change the word in Settings > Accounts.`;
  session.account.tell?.({ code: 'rights_missing', sentence });
}
