import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answering, judge, usualWatchLimits, watchSigns } from './watchOut.ts';

const ours = ['karoowater', 'Karoo Water'];
const account: Answering = { handle: 'amina', name: 'Amina', text: 'Same here, no water.', authors: 1 };
const judged = (some: Partial<Answering>, limits = usualWatchLimits) =>
  judge({ ...account, ...some }, ours, limits);

describe('who is suspected', () => {
  it('an account with a name like ours, whatever it says', () => {
    expect(judged({ handle: 'karoowater_support' })).toEqual({
      score: 60,
      signs: ['look_alike'],
      like: 'karoowater',
      suspected: true,
    });
  });

  it('an account under another name that speaks for a house and asks for a PIN elsewhere', () => {
    const found = judged({
      text: 'We are sorry. Kindly DM us your account number and PIN, our team will help you.',
    });
    expect(found).toMatchObject({
      signs: ['asks_private', 'moves_away', 'says_we'],
      like: null,
      suspected: true,
    });
  });

  it.each([
    ['French', 'Nous sommes désolés, écrivez-nous en privé avec votre code secret.'],
    ['Swahili', 'Tunaomba radhi. Tupigie na utupe nambari yako ya simu.'],
    ['Kinyarwanda', 'Twihanganishe, twandikire uduhe ijambo ry’ibanga.'],
  ])('the same in %s', (_, text) => {
    expect(judged({ text }).suspected).toBe(true);
  });

  it('one whose longer name holds ours, and who asks for what is private', () => {
    const handle = 'refunds-of-karoo-water-for-everybody.example';
    expect(judged({ handle, text: 'Give us your PIN' })).toMatchObject({
      signs: ['holds_name', 'asks_private'],
      like: 'Karoo Water',
      suspected: true,
    });
  });

  it('one who answers several authors within minutes with a link, and asks what is private', () => {
    expect(judged({ authors: 3, text: 'Verify your account details at https://example.org' }).suspected).toBe(
      true,
    );
  });
});

describe('who is not', () => {
  it.each([
    'Same here, no water since Monday.',
    'Call them on the hotline, they answered me yesterday.',
    'Did they reply in DM?',
    'I have a pin in my knee and still no water.',
    'Try https://example.org for the outage map',
  ])('a neighbour who says: %s', (text) => {
    expect(judged({ text }).suspected).toBe(false);
  });

  it('a critic whose name holds ours', () => {
    expect(judged({ handle: 'victims_of_karoowater', text: 'They never answer.' })).toMatchObject({
      score: 35,
      suspected: false,
    });
  });

  it('a neighbour who writes to many at once and says nothing of it', () => {
    expect(judged({ authors: 40 }).suspected).toBe(false);
  });
});

describe('the sum', () => {
  const any = fc.record({
    handle: fc.string({ maxLength: 30 }),
    name: fc.option(fc.string({ maxLength: 30 })),
    text: fc.string({ maxLength: 200 }),
    authors: fc.nat(100),
  });
  it('is of the signs and nothing else: more signs never lower it, and reach is not asked for', () => {
    fc.assert(
      fc.property(any, fc.nat(1_000_000), (answering, followers) => {
        const found = judge(answering, ours, usualWatchLimits);
        const sum = found.signs.reduce((all, sign) => all + usualWatchLimits.weights[sign], 0);
        expect(found.score).toBe(Math.min(100, sum));
        expect(judge({ ...answering, followers } as Answering, ours, usualWatchLimits)).toEqual(found);
        const more = judge({ ...answering, authors: answering.authors + 3 }, ours, usualWatchLimits);
        expect(more.score).toBeGreaterThanOrEqual(found.score);
      }),
    );
  });

  it('goes by the limits of the house', () => {
    const silent = Object.fromEntries(watchSigns.map((sign) => [sign, 0])) as typeof usualWatchLimits.weights;
    expect(judged({ handle: 'karoowater_support' }, { from: 1, weights: silent }).suspected).toBe(false);
    expect(judged({ text: 'DM us' }, { from: 25, weights: usualWatchLimits.weights }).suspected).toBe(true);
  });
});
