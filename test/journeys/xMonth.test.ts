/** A month on X: what the desk counts and what the double bills, by a price list of its own, are one sum; and below a ceiling nothing is lost. */
import { afterEach, expect, test } from 'vitest';
import { MonthAtDesk } from '../factories/x/monthAtDesk.ts';
import type { Post } from '../factories/x/world.ts';

const looksADay = 4;
const dollars = (micros: number) => `${(micros / 1_000_000).toFixed(4)} USD`;

let month: MonthAtDesk | null = null;
afterEach(async () => {
  await month?.close();
  month = null;
});

interface Plan {
  days: number;
  mentions: number;
  replies: number;
}

/** A post that is to be answered from that look on. */
interface Asked {
  post: Post;
  due: number;
}

/** So many of a whole fall to this look. */
const share = (whole: number, at: number, looks: number): number =>
  Math.floor((whole * (at + 1)) / looks) - Math.floor((whole * at) / looks);

/** Day by day: people write, the desk listens, answers some two days later, and sweeps once a day. Hands back everything that was written. */
async function live(
  desk: MonthAtDesk,
  { days, mentions, replies }: Plan,
  each: (at: number) => Promise<void>,
): Promise<Post[]> {
  const looks = days * looksADay;
  const written: Post[] = [];
  const waiting: Asked[] = [];
  for (let at = 0; at < looks; at += 1) {
    const asked = Array.from({ length: share(mentions, at, looks) }, (_, n) =>
      desk.mention(`look ${at}, question ${n}`, written.length + n),
    );
    written.push(...asked);
    if (at % 10 === 0) written.push(desk.double.world.write(desk.authors[0]!, `look ${at}: a burst pipe`));
    waiting.push(
      ...asked.slice(0, share(replies, at, looks)).map((post) => ({ post, due: at + 2 * looksADay })),
    );
    await look(desk, waiting, at);
    await each(at);
    desk.forward(24 / looksADay);
  }
  await answerSome(desk, waiting, looks + 2 * looksADay);
  return written;
}

const answerTo = ({ text }: Post) => `We see to what you said at ${text.replace('@water_care ', '')}.`;

async function look(desk: MonthAtDesk, waiting: Asked[], at: number): Promise<void> {
  await desk.listen('posts');
  await desk.listen('watched');
  if (at % looksADay === 0) await desk.sweep();
  await desk.take();
  await answerSome(desk, waiting, at);
}

/** Whoever was not heard cannot be answered yet. */
async function answerSome(desk: MonthAtDesk, waiting: Asked[], at: number): Promise<void> {
  const heard = await desk.heard(waiting.map(({ post }) => post.id));
  const due: (() => Promise<void>)[] = [];
  for (const [n, one] of waiting.splice(0).entries()) {
    const place = heard.get(one.post.id);
    const address = n === 0 && at % 10 === 0 ? ' Look at https://example.org/help' : '';
    if (place === undefined || one.due > at) waiting.push(one);
    else due.push(() => desk.answer(place, `${answerTo(one.post)}${address}`));
  }
  const member = async () => {
    for (let next = due.shift(); next !== undefined; next = due.shift()) await next();
  };
  await Promise.all([member(), member(), member()]);
  await desk.deliver();
}

async function sumsAgree(desk: MonthAtDesk): Promise<number> {
  const { spent, setAside } = await desk.counted();
  expect({ spent, setAside }).toEqual({ spent: desk.billed(), setAside: 0 });
  return spent;
}

/** Every post that was written is here once, and every answer that was asked for is on the network once. */
async function nothingLost(desk: MonthAtDesk, written: readonly Post[], answers: number): Promise<void> {
  expect((await desk.heard(written.map(({ id }) => id))).size).toBe(written.length);
  expect(await desk.replies()).toEqual({ sent: answers });
  const ours = desk.double.world.posts.filter(({ author }) => author === desk.double.us.id);
  expect(new Set(ours.map(({ answers: to }) => to)).size).toBe(answers);
  expect(ours).toHaveLength(answers);
  expect(desk.double.wrong).toEqual([]);
}

test('10,000 mentions and 3,000 replies: both sums agree, day by day, and the page shows them', async () => {
  const desk = await new MonthAtDesk().open(2_500);
  month = desk;
  await desk.setCeiling(1_000);
  const plan = { days: 30, mentions: 10_000, replies: 3_000 };
  const written = await live(desk, plan, async () => void (await sumsAgree(desk)));
  const spent = await sumsAgree(desk);
  await nothingLost(desk, written, plan.replies);
  expect(desk.stopped.size).toBe(0);
  console.log(
    `A month on X of 10,000 mentions and 3,000 replies: billed ${dollars(desk.billed())}, counted ${dollars(spent)}.`,
  );
  console.log(
    `Billed: ${[...desk.double.bill.lines].map(([item, count]) => `${count} ${item}`).join(', ')}.`,
  );
}, 900_000);

test('below its sum the ceiling holds, what is needed least stops first, and once it is raised nothing is missing', async () => {
  const desk = await new MonthAtDesk().open(500);
  month = desk;
  // X searches a week back: what is stopped for longer is gone there.
  const ceiling = 9.5;
  await desk.setCeiling(ceiling);
  const plan = { days: 20, mentions: 2_000, replies: 600 };
  const written = await live(desk, plan, async () => {
    const spent = await sumsAgree(desk);
    expect(spent).toBeLessThanOrEqual(ceiling * 1_000_000);
  });
  const shown = await desk.money();
  expect(shown).toMatchObject({ ceiling: ceiling * 1_000_000, spent: desk.billed(), currency: 'USD' });
  expect(shown.uses.filter(({ stopped }) => stopped).map(({ use }) => use)).toEqual([
    'counting',
    'repairing',
    'watching',
    'hearing',
    'answering',
  ]);
  const when = (use: Parameters<typeof desk.stopped.get>[0]) =>
    desk.stopped.get(use)?.getTime() ?? Number.NaN;
  // A sweep comes once a day, and a search sets more aside than a page of mentions: which of the two is refused first depends on the hour.
  expect(when('repairing')).toBeLessThan(when('hearing'));
  expect(when('watching')).toBeLessThan(when('hearing'));
  expect(when('hearing')).toBeLessThan(when('answering'));
  const before = await desk.replies();
  expect(before.later).toBe(shown.held);
  expect(shown.held).toBeGreaterThan(0);
  expect((await desk.heard(written.map(({ id }) => id))).size).toBeLessThan(written.length);
  expect(desk.told.some((sentence) => sentence.includes('ceiling is reached'))).toBe(true);
  const stoppedAt = desk.billed();
  await desk.setCeiling(40);
  const waiting = written.filter(({ text }) => text.includes('@water_care'));
  await desk.deliver();
  expect((await desk.replies()).later).toBeUndefined();
  await desk.listen('posts');
  await desk.listen('watched');
  expect(await desk.sweep()).not.toBeNull();
  await desk.take();
  const answered = new Set(desk.double.world.posts.map(({ answers }) => answers));
  const places = await desk.heard(waiting.map(({ id }) => id));
  expect(places.size).toBe(waiting.length);
  const left = waiting
    .filter(({ id }) => !answered.has(id))
    .slice(0, plan.replies - (await desk.replies()).sent!);
  for (const post of left) await desk.answer(places.get(post.id)!, answerTo(post));
  await desk.deliver();
  await nothingLost(desk, written, plan.replies);
  const spent = await sumsAgree(desk);
  console.log(
    `A ceiling of ${ceiling} USD: stopped at ${dollars(stoppedAt)} with ${shown.held} replies held; raised, ${dollars(desk.billed())} were billed and ${dollars(spent)} counted.`,
  );
}, 600_000);
