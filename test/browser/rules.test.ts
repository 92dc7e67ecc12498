/** Automation rules in a real browser: written as a sentence, tried on last week's cases, ordered by the keyboard, read by everybody. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RuleView } from '../../src/api/contract.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const look = process.env.LOOK;

const rules = async () => (await desk.server.ask({ url: '/api/rules', as: desk.admin })).body as RuleView[];

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'A pipe burst in our street, no water since Monday.');
  await desk.hear('juma', 'My bill is wrong.');
  await desk.invite('agent', 'thabo@water.example');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('are written as a sentence, tried on last week, kept, switched and ordered by the keyboard', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/rules`);
  await page.getByText('No rule yet').waitFor();
  await expectAccessible(page);
  if (look) await page.screenshot({ path: `${look}/empty.png` });
  await page.getByRole('button', { name: 'Write a rule' }).click();
  await page.getByLabel('Name of the rule').fill('Burst pipes');
  await page.getByRole('textbox', { name: 'Words' }).fill('burst*, flood');
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByRole('combobox', { name: 'Condition 2' }).selectOption({ label: 'the network is' });
  await page.getByRole('combobox', { name: 'Which one' }).selectOption({ label: 'Bluesky' });
  await page.getByRole('combobox', { name: 'Tag' }).fill('water');
  await page
    .getByText(
      'When a case opens, if the words contain “burst*” or “flood” and the network is Bluesky: add the tag “water”.',
    )
    .waitFor();
  await page.getByRole('button', { name: 'Try it on the last 7 days' }).click();
  const tried = page.getByRole('region', { name: 'Tried on the last 7 days' });
  await tried.getByText('It would have met 1 case').waitFor();
  await tried.getByRole('link', { name: 'Case 1' }).waitFor();
  await tried.getByText('Posts looked at: 2').waitFor();
  await tried.getByText('Each case is judged as it was when it opened').waitFor();
  await expectAccessible(page);
  if (look) await page.screenshot({ path: `${look}/tried.png`, fullPage: true });
  expect(await rules()).toEqual([]);
  await page.getByRole('button', { name: 'Keep the rule' }).click();
  await page.getByText('Did nothing in the last 7 days').waitFor();
  const kept = await rules();
  expect(kept).toMatchObject([
    {
      name: 'Burst pipes',
      enabled: true,
      conditions: [{ any: ['burst*', 'flood'] }, { is: 'network', any: ['bluesky'] }],
      acts: [{ do: 'tag', tag: 'water' }],
    },
  ]);
  const { when, hours, match, conditions, acts, mostAnHour } = kept[0] as RuleView;
  const second = { name: 'Second', when, hours, match, conditions, acts, mostAnHour, enabled: true };
  await desk.server.ask({ method: 'POST', url: '/api/rules', as: desk.admin, payload: second });
  // The list is told by the stream.
  const later = page.getByRole('button', { name: 'Later: Burst pipes' });
  await later.focus();
  await page.getByRole('heading', { name: 'Second' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await rules()).map(({ name }) => name)).toEqual(['Second', 'Burst pipes']);
  await page.getByText('Burst pipes: now number 2 of 2').waitFor({ state: 'attached' });
  expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Later: Burst pipes');
  await page.getByRole('button', { name: 'Turn off: Second' }).press('Enter');
  await page.getByRole('button', { name: 'Turn on: Second' }).waitFor();
  await expectAccessible(page);
  if (look) await page.screenshot({ path: `${look}/list.png`, fullPage: true });
  await page.context().close();
});

it('say on a phone why they stopped, what is known of a case that went on, and what was refused', async () => {
  const because =
    'It acted on 2 cases within an hour, as many as it may. See whether it does what you want, then turn it on again.';
  await desk.server.storage.system
    .updateTable('rule')
    .set({ enabled: false, stopped_at: new Date(), stopped_because: because })
    .where('name', '=', 'Second')
    .execute();
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/settings/rules`);
  await page.getByText(because).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  if (look) await page.screenshot({ path: `${look}/phone-list.png`, fullPage: true });
  await page.getByRole('button', { name: 'Change: Second' }).click();
  await page
    .getByRole('combobox', { name: 'When', exact: true })
    .selectOption({ label: 'When an author writes' });
  await page.getByRole('button', { name: 'Try it on the last 7 days' }).click();
  await page.getByText('Of a case that went on only what it is now is known').waitFor();
  await page.getByLabel('Name of the rule').fill('Burst pipes');
  await page.getByRole('button', { name: 'Keep the rule' }).click();
  await page.getByText('There is a rule of this name. Give it another name.').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  if (look) await page.screenshot({ path: `${look}/phone-form.png`, fullPage: true });
  await page
    .getByLabel('Name of the rule')
    .fill(
      'Water, and everything that has to do with a main that burst somewhere in the city and its suburbs',
    );
  await page.getByRole('button', { name: 'Keep the rule' }).click();
  await page.getByRole('heading', { name: 'Water, and everything' }).waitFor();
  await expectNoSidewaysScrolling(page);
  expect((await rules())[0]).toMatchObject({ enabled: true, when: 'written', stopped: null });
  await page.context().close();
});

it('wait for an author or for us, and say for how long', async () => {
  const page = await signedIn(browser, desk, undefined, phone);
  await page.goto(`${desk.address}/settings/rules`);
  await page.getByRole('button', { name: 'Write a rule' }).click();
  await page.getByLabel('Name of the rule').fill('Rests');
  await page.getByRole('button', { name: 'Take condition 1 away' }).click();
  const when = page.getByRole('combobox', { name: 'When', exact: true });
  await when.selectOption({ label: 'When a case has waited for its author so long' });
  await page.getByLabel('How long').fill('7');
  await page.getByRole('combobox', { name: 'Step 1' }).selectOption({ label: 'resolve it' });
  await page.getByText('When a case has waited for its author for 7 days, always: resolve it.').waitFor();
  await page.getByRole('button', { name: 'Try it on the last 7 days' }).click();
  await page.getByText('Only cases that still wait are known.').waitFor();
  await page.getByText('Cases looked at: 0').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  if (look) await page.getByRole('combobox', { name: 'When', exact: true }).scrollIntoViewIfNeeded();
  if (look) await page.screenshot({ path: `${look}/phone-wait.png` });
  // Whoever chooses something else resolves nothing by it.
  await when.selectOption({ label: 'When an author has waited for us so long' });
  expect(await page.getByRole('combobox', { name: 'Step 1' }).inputValue()).toBe('tag');
  await page.getByRole('combobox', { name: 'Tag' }).fill('late');
  await page.getByLabel('So many office hours').fill('2');
  await page.getByText('When an author has waited for us for 2 office hours, always').waitFor();
  await page.getByRole('button', { name: 'Keep the rule' }).click();
  await page.getByRole('heading', { name: 'Rests' }).waitFor();
  expect((await rules()).at(-1)).toMatchObject({ when: 'waiting_us', hours: 2 });
  await page.context().close();
});

it('are read by an agent, who changes none', async () => {
  const page = await signedIn(browser, desk, 'thabo@water.example');
  await page.goto(`${desk.address}/settings/rules`);
  await page.getByRole('heading', { name: 'Burst pipes' }).waitFor();
  expect(await page.getByRole('button', { name: /Write a rule|Change|Turn|Earlier|Later/ }).count()).toBe(0);
  await expectAccessible(page);
  await page.context().close();
});
