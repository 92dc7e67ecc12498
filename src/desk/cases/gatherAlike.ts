/** Finds posts that say the same, and folds their cases behind one of them, so that a contest's entries are one thing on the screen. Nothing is hidden: all are counted, listed, and come up one by one. */
import { areAlike, type Compared, comparedWords, mayBeFolded, printsOf } from '../../domain/likeness.ts';
import {
  alikeInCases,
  authorsOfPosts,
  type JoiningPost,
  joinCampaigns,
  keepPrints,
  leadsOf,
  type NewCampaign,
  nextInCampaigns,
  type PlacedInCampaign,
  placeInCampaign,
  printedLike,
  setLeads,
} from '../../storage/campaigns.ts';
import { type CaseFacts, lockCases } from '../../storage/cases.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';

/** Posts are compared with those of so many milliseconds before. */
const lookBack = 14 * 86_400_000;

interface Where {
  organisationId: number;
  now: Date;
}

interface ComparedPost extends Compared {
  postId: string;
  caseId: string;
  at: Date;
  prints: number[];
  campaignId: string | null;
}

interface Gathered {
  fresh: NewCampaign[];
  joining: (JoiningPost & { caseId: string })[];
  /** Those that are like nothing yet. */
  alone: ComparedPost[];
}

/** Compares posts that were read just now with each other and with earlier ones. Their cases are locked in this transaction. */
export async function gatherAlike(
  tx: Tenant,
  where: Where,
  posts: readonly { postId: string; caseId: string; text: string }[],
): Promise<void> {
  const { organisationId, now } = where;
  const since = new Date(now.getTime() - lookBack);
  const about = await authorsOfPosts(
    tx,
    organisationId,
    posts.map(({ postId }) => postId),
  );
  const compared = posts.flatMap(({ postId, caseId, text }): ComparedPost[] => {
    const known = about.get(postId);
    // One that belongs to a campaign does so for good, whatever it was edited to.
    if (known === undefined || known.campaignId !== null || known.at < since) return [];
    const words = comparedWords(text);
    return [{ postId, caseId, words, ...known, prints: printsOf(words, known.author) }];
  });
  if (compared.length === 0) return;
  const { fresh, joining, alone } = await matched(tx, organisationId, compared, since);
  await keepPrints(tx, organisationId, alone, since);
  if (joining.length === 0) return;
  await joinCampaigns(tx, organisationId, fresh, joining);
  await foldCases(tx, where, joining);
}

/** Which posts are like which: each is compared with those that have a print in common, the ones before it among these too. */
async function matched(
  tx: Tenant,
  organisationId: number,
  compared: readonly ComparedPost[],
  since: Date,
): Promise<Gathered> {
  const wanted = [...new Set(compared.flatMap(({ prints }) => prints))];
  const found = await printedLike(tx, organisationId, wanted, since);
  const own = new Set(compared.map(({ postId }) => postId));
  const byPrint = new Map<number, Candidate[]>();
  const byPost = new Map<string, Candidate>();
  for (const { print, text, ...post } of found) {
    if (own.has(post.postId)) continue;
    const candidate = byPost.get(post.postId) ?? { ...post, words: comparedWords(text) };
    byPost.set(post.postId, candidate);
    byPrint.set(print, [...(byPrint.get(print) ?? []), candidate]);
  }
  const gathered: Gathered = { fresh: [], joining: [], alone: [] };
  for (const post of compared) {
    const others = new Set(post.prints.flatMap((print) => byPrint.get(print) ?? []));
    const like = [...others].find((other) => other.caseId !== post.caseId && areAlike(post, other));
    if (like !== undefined) join(gathered, post, like);
    else {
      gathered.alone.push(post);
      for (const print of post.prints) byPrint.set(print, [...(byPrint.get(print) ?? []), post]);
    }
  }
  return gathered;
}

type Candidate = Pick<ComparedPost, 'postId' | 'caseId' | 'author' | 'words' | 'campaignId'>;

function join({ fresh, joining }: Gathered, post: ComparedPost, like: Candidate): void {
  const { at, postId, caseId } = post;
  if (like.campaignId === null) {
    const campaign = { id: newId(at.getTime()), at, leadCaseId: like.caseId };
    fresh.push(campaign);
    joining.push({ postId: like.postId, caseId: like.caseId, campaignId: campaign.id, at });
    like.campaignId = campaign.id;
  }
  post.campaignId = like.campaignId;
  joining.push({ postId, caseId, campaignId: like.campaignId, at });
}

/** Folds the cases of these posts behind those that stand for their campaigns, and tells every screen. */
async function foldCases(
  tx: Tenant,
  { organisationId, now }: Where,
  joining: Gathered['joining'],
): Promise<void> {
  const campaignOf = new Map(joining.map(({ caseId, campaignId }) => [caseId, campaignId]));
  const ids = [...campaignOf.keys()];
  const [cases, alike, leads] = await Promise.all([
    lockCases(tx, organisationId, ids),
    alikeInCases(tx, organisationId, ids),
    leadsOf(tx, organisationId, [...new Set(campaignOf.values())]),
  ]);
  const standing = new Map([...leads.values()].map((one) => [one.campaignId, one]));
  const placed = ids.flatMap((caseId) => {
    const facts = cases.get(caseId);
    const campaignId = campaignOf.get(caseId);
    if (facts === undefined || campaignId === undefined) return [];
    const lead = standing.get(campaignId);
    const folded = lead?.stands === true && lead.caseId !== caseId && folds(facts, alike.get(caseId) ?? 0);
    if (lead !== undefined && !lead.stands && facts.waitingSince !== null)
      standing.set(campaignId, { ...lead, caseId, stands: true });
    return [{ caseId, campaignId, folded }];
  });
  const grown = [...standing.values()].filter(({ caseId }) => !campaignOf.has(caseId));
  const all = [...placed, ...grown.map(({ caseId, campaignId }) => ({ caseId, campaignId, folded: false }))];
  await place(tx, { organisationId, now }, 'alike_found', all);
  const moved = [...standing.values()].filter(
    ({ campaignId, caseId }) => leads.get(campaignId)?.caseId !== caseId,
  );
  await setLeads(tx, organisationId, moved);
}

const folds = (facts: CaseFacts, alike: number): boolean =>
  facts.mergedInto === null && facts.waitingSince !== null && mayBeFolded({ ...facts, alike });

/** Writes where cases stand in their campaigns, each with the fact that tells the screens. */
async function place(
  tx: Tenant,
  { organisationId, now }: Where,
  action: 'alike_found' | 'case_unfolded',
  cases: readonly Omit<PlacedInCampaign, 'sequence'>[],
): Promise<void> {
  const facts = cases.map(({ caseId, folded }) => ({
    actorId: null,
    action,
    caseId,
    subjectId: null,
    particulars: { folded },
  }));
  const last = await recordFacts(tx, organisationId, facts, now);
  await placeInCampaign(
    tx,
    organisationId,
    cases.map((one, n) => ({ ...one, sequence: last - cases.length + 1 + n })),
  );
}

/** Where a case that stood for others left the queue, the next of them comes up. */
export async function unfoldNext(storage: Storage, { organisationId, now }: Where): Promise<void> {
  await storage.byKeys(organisationId, async (tx) => {
    const next = await nextInCampaigns(tx, organisationId);
    if (next.length === 0) return;
    await setLeads(tx, organisationId, next);
    await place(
      tx,
      { organisationId, now },
      'case_unfolded',
      next.map((one) => ({ ...one, folded: false })),
    );
  });
}
