import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyRules,
  faultOfRule,
  type Rule,
  type RuleAct,
  type RuleCase,
  type RuleCondition,
  type RuleFacts,
  type RuleTest,
  type RuleWorld,
  ruleFits,
  suggestionsIn,
} from './rule.ts';

const theCase: RuleCase = {
  state: 'new',
  severity: 0,
  vulnerable: false,
  tags: [],
  unitId: null,
  institutionId: 'utility',
  ownerId: null,
  teamId: null,
  claimed: false,
  threatened: false,
  promised: false,
  suggested: [],
};
const facts: RuleFacts = {
  at: new Date('2031-01-04T06:00:00Z'),
  text: 'A pipe burst on Main Road, my baby is ill.',
  network: 'bluesky',
  accountId: 'house',
  language: 'en-ZA',
  visibility: 'public',
  firstTime: true,
  theCase: { ...theCase, tags: ['Water'], unitId: 'depot', severity: 2 },
};
const world: RuleWorld = {
  units: new Map([
    ['depot', 'utility'],
    ['yard', 'utility'],
    ['theirs', 'another'],
  ]),
  teams: new Set(['pumps', 'bills']),
  texts: new Set(['outage']),
  takers: new Map([
    ['thabo', 'thabo'],
    ['aline', 'thabo'],
    ['away', null],
  ]),
  mostTags: 30,
};
const when = (conditions: RuleCondition[], match: Rule['match'] = 'all'): Rule => ({
  when: 'opened',
  hours: null,
  match,
  conditions,
  acts: [],
});
const fits = (one: RuleTest, about = facts) => ruleFits(when([{ ...one, not: false }]), about, null);

test.each<[RuleTest, boolean]>([
  [{ is: 'words', any: ['burst'] }, true],
  [{ is: 'words', any: ['meter'] }, false],
  [{ is: 'network', any: ['email', 'bluesky'] }, true],
  [{ is: 'network', any: ['email'] }, false],
  [{ is: 'account', any: ['house'] }, true],
  [{ is: 'account', any: ['other'] }, false],
  [{ is: 'language', any: ['en'] }, true],
  [{ is: 'language', any: ['e'] }, false],
  [{ is: 'tag', any: ['water'] }, true],
  [{ is: 'tag', any: ['power'] }, false],
  [{ is: 'unit', any: ['depot'] }, true],
  [{ is: 'unit', any: ['yard'] }, false],
  [{ is: 'severity', from: 2 }, true],
  [{ is: 'severity', from: 3 }, false],
  [{ is: 'vulnerable' }, false],
  [{ is: 'direct' }, false],
  [{ is: 'first_time' }, true],
  [{ is: 'state', any: ['new'] }, true],
  [{ is: 'state', any: ['resolved'] }, false],
  [{ is: 'unowned' }, true],
])('%j is %j of the post, and its opposite is not', (one, holds) => {
  expect(fits(one)).toBe(holds);
  expect(ruleFits(when([{ ...one, not: true }]), facts, null)).toBe(!holds);
});

test('office hours are those of the moment of the post', () => {
  const day = [{ from: 480, to: 1020 }];
  const hours = { timeZone: 'Africa/Johannesburg', week: [day, day, day, day, day, day, day], days: {} };
  const open = (at: string) =>
    ruleFits(when([{ is: 'office_open', not: false }]), { ...facts, at: new Date(at) }, hours);
  expect([open('2031-01-06T08:00:00Z'), open('2031-01-06T20:00:00Z')]).toEqual([true, false]);
});

test('all of the conditions, any of them, none', () => {
  const yes: RuleCondition = { is: 'words', any: ['burst'], not: false };
  const no: RuleCondition = { is: 'vulnerable', not: false };
  expect(ruleFits(when([yes, no]), facts, null)).toBe(false);
  expect(ruleFits(when([yes, no], 'any'), facts, null)).toBe(true);
  expect(ruleFits(when([], 'any'), facts, null)).toBe(true);
});

const did = (acts: RuleAct[], of: RuleCase = theCase, before: RuleAct[] = []) => {
  const { after, outcomes } = applyRules([{ acts }], of, world, () => before);
  return { after, did: outcomes[0]?.did, left: outcomes[0]?.left.map(({ because }) => because) };
};

test('a rule raises severity and never lowers it', () => {
  expect(did([{ do: 'severity', atLeast: 3 }]).after.severity).toBe(3);
  expect(did([{ do: 'severity', atLeast: 2 }], { ...theCase, severity: 4 })).toMatchObject({
    after: { severity: 4 },
    left: ['already'],
  });
});

test('what names something that is not in use is left, and says so', () => {
  const acts: RuleAct[] = [
    { do: 'team', teamId: 'dissolved' },
    { do: 'member', memberId: 'gone' },
    { do: 'member', memberId: 'away' },
    { do: 'unit', unitId: 'theirs' },
    { do: 'suggest', textId: 'retired' },
    { do: 'tag', tag: 'water' },
  ];
  expect(did(acts)).toMatchObject({
    left: ['gone', 'gone', 'gone', 'gone', 'gone'],
    did: [{ do: 'tag', tag: 'water' }],
  });
});

test('who stands in takes what is handed to a member who is away', () => {
  expect(did([{ do: 'member', memberId: 'aline' }]).after.ownerId).toBe('thabo');
});

test('a case on which a colleague is stays with them', () => {
  const claimed = { ...theCase, ownerId: 'thabo', claimed: true };
  expect(did([{ do: 'team', teamId: 'pumps' }], claimed)).toMatchObject({
    after: claimed,
    left: ['claimed'],
  });
});

test('a rule resolves what waits for its author and nothing else, again after it was opened again', () => {
  const waits = { ...theCase, state: 'waiting_author' as const };
  expect(did([{ do: 'resolve' }], waits).after.state).toBe('resolved');
  expect(did([{ do: 'resolve' }], waits, [{ do: 'resolve' }]).did).toEqual([{ do: 'resolve' }]);
  for (const state of ['new', 'waiting_us', 'reopened', 'resolved'] as const)
    expect(did([{ do: 'resolve' }], { ...theCase, state })).toMatchObject({ did: [], left: ['already'] });
  expect(did([{ do: 'resolve' }], { ...waits, promised: true })).toMatchObject({
    did: [],
    left: ['promised'],
  });
});

test('a text is suggested until it is answered, once, by whichever rule did it last, and anew after that', () => {
  const suggest = (textId: string): RuleAct => ({ do: 'suggest', textId });
  expect(did([suggest('outage')], theCase, [suggest('outage')]).after.suggested).toEqual(['outage']);
  expect(did([suggest('outage')], { ...theCase, suggested: ['outage'] }).left).toEqual(['already']);
  const at = (minute: number) => new Date(minute * 60_000);
  const acts = [
    { at: at(1), ruleId: 'a', did: [suggest('outage'), suggest('bill')] },
    { at: at(3), ruleId: 'b', did: [suggest('bill'), { do: 'vulnerable' } as const] },
  ];
  const both = [
    { textId: 'bill', ruleId: 'b' },
    { textId: 'outage', ruleId: 'a' },
  ];
  expect(suggestionsIn(acts, null)).toEqual(both);
  expect(suggestionsIn(acts.toReversed(), at(0))).toEqual(both);
  expect(suggestionsIn(acts, at(1))).toEqual(both.slice(0, 1));
  expect(suggestionsIn(acts, at(3))).toEqual([]);
});

test('a rule as a whole: who waits says how long, and only who waits for the author resolves', () => {
  const rule = { when: 'opened', hours: null, acts: [{ do: 'vulnerable' }] } as const;
  expect(faultOfRule(rule)).toBeNull();
  expect(faultOfRule({ ...rule, when: 'waiting_us', hours: 4 })).toBeNull();
  expect(faultOfRule({ ...rule, when: 'waiting_author', hours: 4, acts: [{ do: 'resolve' }] })).toBeNull();
  expect(faultOfRule({ ...rule, hours: 4 })).toBe('hours');
  expect(faultOfRule({ ...rule, when: 'waiting_us' })).toBe('hours');
  for (const when of ['written', 'waiting_us'] as const)
    expect(faultOfRule({ when, hours: when === 'written' ? null : 4, acts: [{ do: 'resolve' }] })).toBe(
      'resolve',
    );
});

test('what a person took back stays so, for the same rule', () => {
  const tag: RuleAct = { do: 'tag', tag: 'water' };
  expect(did([tag], theCase, [{ tag: 'water', do: 'tag' }])).toMatchObject({ did: [], left: ['taken_back'] });
  expect(did([tag], theCase, [{ do: 'tag', tag: 'power' }])).toMatchObject({ did: [tag] });
});

test('the first rule that names an owner, a unit or a tag has it', () => {
  const rules: Pick<Rule, 'acts'>[] = [
    { acts: [{ do: 'team', teamId: 'pumps' }] },
    { acts: [{ do: 'member', memberId: 'thabo' }] },
    { acts: [{ do: 'tag', tag: 'water' }] },
    { acts: [{ do: 'untag', tag: 'WATER' }] },
  ];
  const { after, outcomes } = applyRules(rules, theCase, world);
  expect(after).toMatchObject({ teamId: 'pumps', ownerId: null, tags: ['water'] });
  expect(outcomes.map(({ left }) => left.map(({ because }) => because))).toEqual([
    [],
    ['other_rule'],
    [],
    ['other_rule'],
  ]);
});

const anyAct: fc.Arbitrary<RuleAct> = fc.oneof(
  fc.record({ do: fc.constant('tag' as const), tag: fc.constantFrom('water', 'Water', 'power') }),
  fc.record({ do: fc.constant('untag' as const), tag: fc.constantFrom('water', 'power') }),
  fc.record({ do: fc.constant('unit' as const), unitId: fc.constantFrom('depot', 'yard', 'theirs') }),
  fc.record({ do: fc.constant('severity' as const), atLeast: fc.integer({ min: 1, max: 4 }) }),
  fc.constant({ do: 'vulnerable' as const }),
  fc.constant({ do: 'resolve' as const }),
  fc.record({ do: fc.constant('suggest' as const), textId: fc.constantFrom('outage', 'retired') }),
  fc.record({ do: fc.constant('team' as const), teamId: fc.constantFrom('pumps', 'bills', 'dissolved') }),
  fc.record({ do: fc.constant('member' as const), memberId: fc.constantFrom('thabo', 'aline', 'away') }),
);
const anyRules = fc.array(fc.record({ acts: fc.array(anyAct, { maxLength: 4 }) }), { maxLength: 6 });
const anyCase: fc.Arbitrary<RuleCase> = fc.record({
  state: fc.constantFrom(
    'new' as const,
    'waiting_us' as const,
    'waiting_author' as const,
    'resolved' as const,
  ),
  severity: fc.constantFrom(0 as const, 2 as const, 4 as const),
  vulnerable: fc.boolean(),
  tags: fc.uniqueArray(fc.constantFrom('water', 'power', 'bill')),
  unitId: fc.constantFrom(null, 'depot'),
  institutionId: fc.constant('utility'),
  ownerId: fc.constantFrom(null, 'thabo'),
  teamId: fc.constantFrom(null, 'pumps'),
  claimed: fc.boolean(),
  threatened: fc.boolean(),
  promised: fc.boolean(),
  suggested: fc.constantFrom([], ['outage']),
});

test('whatever the rules: applied to what they made of a case they do nothing more', () => {
  fc.assert(
    fc.property(anyRules, anyCase, (rules, one) => {
      const { after } = applyRules(rules, one, world);
      const again = applyRules(rules, after, world);
      expect(again.after).toEqual(after);
      expect(again.outcomes.flatMap((outcome) => outcome.did)).toEqual([]);
    }),
  );
});

test('whatever their order, severity and vulnerability come out the same, and tags that only are added', () => {
  const noUntag = fc.array(
    fc.record({
      acts: fc.array(
        anyAct.filter((act) => act.do !== 'untag'),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 6 },
  );
  const seen = ({ after }: ReturnType<typeof applyRules>) => ({
    severity: after.severity,
    vulnerable: after.vulnerable,
    tags: after.tags.map((tag) => tag.toLowerCase()).toSorted(),
    state: after.state,
  });
  fc.assert(
    fc.property(noUntag, anyCase, (rules, one) => {
      expect(seen(applyRules(rules.toReversed(), one, world))).toEqual(seen(applyRules(rules, one, world)));
    }),
  );
});

test('whatever the rules, severity never falls and no state moves but from waiting for the author to resolved', () => {
  fc.assert(
    fc.property(anyRules, anyCase, (rules, one) => {
      const { after } = applyRules(rules, one, world);
      expect(after.severity).toBeGreaterThanOrEqual(one.severity);
      expect(after.vulnerable || !one.vulnerable).toBe(true);
      if (one.state !== 'waiting_author') expect(after.state).toBe(one.state);
      else expect(['waiting_author', 'resolved']).toContain(after.state);
    }),
  );
});
