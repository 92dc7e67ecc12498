/** Meta's own samples of what it calls us with, as golden inputs: its schema refuses them, so they are the truth. */
import { describe, expect, test } from 'vitest';
import { descriptionMissing, webhookSamples } from '../../../test/factories/whatsappDescription.ts';
import { access, signed } from './fixtures/called.ts';
import { account } from './fixtures/requests.ts';
import { whatsapp } from './index.ts';

const channel = whatsapp({
  fetch: () => Promise.reject(new Error('offline')),
  now: () => new Date(),
  log: () => undefined,
});

/** What each must be heard as; a sample that Meta adds must be named here before it passes. */
const expected: Record<string, RegExp> = {
  'Text Message': /^post Does it come/,
  'Text Message with Context (Product Inquiry)': /^post Is this still available\? \[It is about the product/,
  'Text Message from Click to WhatsApp Ad':
    /^post Hello! Can I get more info on this\? \[It was written after/,
  'Reaction Message': /^post 👍/,
  'Image Message': /^post Taj Mahal \[A file came along and could not be fetched/,
  'Location Message': /^post Philz Coffee, 101 Forest Ave/,
  'Contact Sharing Message': /^post Lucía Gómez, Google, \+1/,
  'Unsupported Message': /^post {2}\[WhatsApp does not hand over this kind/,
  'Button Message': /^post Unsubscribe/,
  'Interactive List Reply Message': /^post Priority Mail Express\nNext Day/,
  'Interactive Button Reply Message': /^post Cancel/,
  'Order Message': /^post 2 × di9ozbzfi4, 30 USD\n1 ×/,
  'System Message': /^post User Sheena Nelson changed/,
  'Group Create Message': /^ignored It is about a group/,
  'Group Settings Update': /^ignored It is about a group/,
  'Group Remove Participants': /^ignored It is about a group/,
};

describe.runIf(descriptionMissing === null)("Meta's own samples", () => {
  const samples = descriptionMissing === null ? webhookSamples() : [];

  test('every one of them is known here', () => {
    expect(samples.map(([name]) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  test.each(samples)('%s is taken, kept and heard', async (name, body) => {
    const taken = await channel.receive?.take(access('http://127.0.0.1:9'), signed(body), {
      now: new Date(),
      casesOf: async () => [],
    });
    if (taken?.kind !== 'kept') throw new Error(`it was ${taken?.kind}`);
    expect(taken.items).toHaveLength(1);
    const [item] = taken.items;
    const heard = channel.normalise(JSON.parse(JSON.stringify(item?.payload)), account);
    const notes = heard.kind === 'post' ? heard.post.media.map(({ alt }) => `[${alt}]`) : [];
    const said = heard.kind === 'post' ? heard.post.text : 'reason' in heard ? heard.reason : '';
    expect(`${heard.kind} ${[said, ...notes].join(' ')}`).toMatch(expected[name] ?? /never/);
  });
});

if (descriptionMissing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: ${descriptionMissing}\n`);
    expect(descriptionMissing).toMatch(/is not there/);
  });
}
