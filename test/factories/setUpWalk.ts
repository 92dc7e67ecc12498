/** A person walks through the set-up of an account in a real browser, as the guide leads them, by the keys of the keyboard. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import type { Network } from '../../src/domain/network.ts';
import { type Listener, startListening } from '../../src/listening/listen.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from './browser.ts';
import { type BrowserDesk, openBrowserDesk } from './browserDesk.ts';
import { cameIn } from './signedIn.ts';

/** What is typed, by the labels of the fields. */
export type Typed = Readonly<Record<string, string>>;

export interface SetUpWorld {
  desk: BrowserDesk;
  browser: Browser;
  /** Cases that earlier walks made. */
  casesBefore: number;
  close(): Promise<void>;
}

/** Where the desk is reached from outside, as the guide shows it. */
const outside = 'https://desk.example.org';

/** A desk with this channel as it really is, which hears what its double tells. */
export async function openSetUpWorld(channels: Partial<Record<Network, Channel>>): Promise<SetUpWorld> {
  const [desk, browser] = await Promise.all([
    openBrowserDesk(true, channels, { publicAddress: outside }),
    openBrowser(),
  ]);
  const { storage, key, now } = desk.server;
  const listener: Listener = startListening({
    storage,
    channels: desk.channels,
    openAccount: (organisation, account) => openAccount(storage, key, organisation, account),
    name: 'set-up-walk',
    now,
    log: () => undefined,
  });
  return {
    desk,
    browser,
    casesBefore: 0,
    async close() {
      await browser.close();
      await listener.stop();
      await desk.close();
    },
  };
}

/** The narrow telephone on which every step must stay readable. */
export const narrowPhone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** The same address, by the way on which this machine reaches the desk. */
export const reached = ({ desk }: SetUpWorld, address: string): string =>
  address.replace(outside, desk.address);

/** One set-up that is under way. */
export class SetUpWalk {
  readonly page: Page;
  readonly #world: SetUpWorld;
  readonly #network: string;

  constructor(world: SetUpWorld, page: Page, network: string) {
    this.page = page;
    this.#world = world;
    this.#network = network;
  }

  /** From the settings to the guide of this network. */
  static async begin(
    world: SetUpWorld,
    network: string,
    options: BrowserContextOptions = {},
    heading = `At ${network}`,
  ): Promise<SetUpWalk> {
    const page = await cameIn(world.browser, world.desk, undefined, options);
    await page.goto(`${world.desk.address}/settings/accounts`);
    const walk = new SetUpWalk(world, page, network);
    await walk.press('Connect an account');
    await page.getByLabel('Network', { exact: true }).selectOption({ label: network });
    await page.locator('form summary', { hasText: 'What was tested, and against what' }).waitFor();
    await walk.press('Set it up');
    await page.getByRole('heading', { name: heading }).waitFor();
    return walk;
  }

  /** As somebody does who has no mouse. */
  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).press('Enter');
  }

  /** What the guide gives to be copied under this label. */
  async copied(label: string): Promise<string> {
    const row = this.page.locator('li', { has: this.page.getByRole('button', { name: `Copy: ${label}` }) });
    return (await row.locator('code').textContent()) ?? '';
  }

  async type(typed: Typed): Promise<void> {
    for (const [label, value] of Object.entries(typed)) {
      const field = this.page.getByLabel(label, { exact: true });
      const advanced = this.page.locator('details:not([open]) > summary', { hasText: 'Advanced' });
      if ((await field.count()) > 0 && !(await field.isVisible())) await advanced.press('Enter');
      const isChosen = (await this.page.getByRole('combobox', { name: label, exact: true }).count()) > 0;
      await (isChosen ? field.selectOption({ label: value }) : field.fill(value));
    }
  }

  /** Asks the network with what was typed; `said` are sentences that it must bring to the screen. */
  async test(...said: string[]): Promise<void> {
    await this.press('Test it');
    await this.sees(...said);
  }

  async sees(...said: string[]): Promise<void> {
    for (const words of said) await this.page.getByText(words, { exact: false }).first().waitFor();
  }

  /** Sends a test to somebody, and reads that it is under way. */
  async sendTest(label: string, to: string): Promise<void> {
    await this.page.getByLabel(`Send a test to (${label})`).fill(to);
    await this.press('Send a test');
    await this.sees(`A test is on its way to ${to}.`);
  }

  /** Looks at the screen as it stands, in both lights: axe finds no fault, nothing is scrolled sideways. */
  async looksRight(name: string): Promise<void> {
    const usual = this.page.viewportSize() ?? { width: 1440, height: 900 };
    // The page scrolls within itself: only a high window shows all of it.
    await this.page.setViewportSize({ ...usual, height: 2_400 });
    for (const colorScheme of ['dark', 'light'] as const) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(this.page);
      await expectNoSidewaysScrolling(this.page);
      await look(this.page, `set-up-${name}-${colorScheme}`);
    }
    await this.page.setViewportSize(usual);
  }

  /** Keeps the whole set-up as a picture for the documents, where LOOK names a folder. `shown` stands for addresses of this machine. */
  async picture(network: string, shown = 'https://example.org'): Promise<void> {
    const folder = process.env.LOOK;
    if (!folder) return;
    const { page } = this;
    const usual = page.viewportSize() ?? { width: 390, height: 844 };
    // The page scrolls within itself: only a high window shows all of it.
    await page.setViewportSize({ ...usual, height: 4_000 });
    const advanced = page.locator('details[open] > summary', { hasText: 'Advanced' });
    if ((await advanced.count()) > 0) await advanced.press('Enter');
    await page.evaluate('document.activeElement.blur()');
    await page.waitForTimeout(500); // what is left is kept, as it was typed
    // As text: the types of a page are not those of this program.
    await page.evaluate(showing(shown));
    const below = page.locator('summary', { hasText: 'What was tested, and against what' }).first();
    const { y = 0, height = 0 } = (await below.boundingBox()) ?? {};
    const clip = { x: 0, y: 0, width: usual.width, height: Math.ceil(y + height + 16) };
    const image = sharp(await page.screenshot({ clip }));
    // A picture of words needs few colours, and a page with a small picture opens sooner.
    await image.png({ palette: true, colours: 32, effort: 10 }).toFile(`${folder}/setup-${network}.png`);
    await page.evaluate('asItWas()');
    await page.setViewportSize(usual);
  }

  async connect(handle: string): Promise<void> {
    await this.press('Connect');
    await this.sees(`${handle} is connected.`);
  }

  /** The first thing that was written through the network stands in the inbox, as a case. */
  async becomesCase(words: string): Promise<void> {
    const { address } = this.#world.desk;
    // Asked of the desk first: a failure says whether the case was not made, or not shown.
    const queue = async () => {
      const answer = await this.page.request.get(`${address}/api/cases?view=queue&limit=200`);
      return ((await answer.json()) as { rows: unknown[] }).rows.length;
    };
    await expect.poll(queue, { timeout: 20_000 }).toBe(this.#world.casesBefore + 1);
    this.#world.casesBefore += 1;
    await this.page.goto(`${address}/inbox/queue`);
    await this.page.getByRole('option', { name: words }).first().waitFor();
  }

  /** The account as it stands in the list afterwards. */
  async standsInList(handle: string): Promise<void> {
    await this.page.goto(`${this.#world.desk.address}/settings/accounts`);
    await this.page.getByRole('heading', { name: handle }).waitFor();
    await this.looksRight(`${this.#network.toLowerCase().replaceAll(/\W+/g, '-')}-connected`);
  }

  async end(): Promise<void> {
    await this.page.context().close();
  }
}

/** Shows another address in place of this machine's, until `asItWas`; nothing that was typed changes. */
const showing = (shown: string): string => `{
  const own = /https?:\\/\\/127\\.0\\.0\\.1:\\d+/;
  const fields = [...document.querySelectorAll('input')].filter(({ value }) => own.test(value));
  const links = [...document.querySelectorAll('a')].filter(({ textContent }) => /^127\\./.test(textContent));
  const were = [...fields.map(({ value }) => value), ...links.map(({ firstChild }) => firstChild.nodeValue)];
  for (const field of fields) field.value = ${JSON.stringify(shown)};
  for (const link of links) link.firstChild.nodeValue = ${JSON.stringify(new URL(shown).host)};
  globalThis.asItWas = () => {
    fields.forEach((field, n) => { field.value = were[n]; });
    links.forEach((link, n) => { link.firstChild.nodeValue = were[fields.length + n]; });
  };
}`;

/** As a provider calls with a form: no cookie, no origin. */
export async function callWithForm(
  address: string,
  fields: Typed,
  headers: Typed = {},
): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams(fields);
  const answer = await fetch(address, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text() };
}

/** As a network calls with JSON that it signed. */
export async function callWithJson(address: string, body: string, headers: Typed): Promise<void> {
  const all = { 'content-type': 'application/json', ...headers };
  const answer = await fetch(address, { method: 'POST', body, headers: all });
  expect(answer.status).toBe(200);
}
