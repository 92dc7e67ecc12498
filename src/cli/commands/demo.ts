import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { holderOf } from '../../database/programLock.ts';
import { instantOfPast } from '../../demonstration/clock.ts';
import type { DemonstrationDesk } from '../../demonstration/colleagues.ts';
import { type Player, playOn } from '../../demonstration/playOn.ts';
import { type PastDeps, playPast } from '../../demonstration/playPast.ts';
import { findDesk, setUp } from '../../demonstration/setUp.ts';
import { memberKeys, members, timeZone } from '../../demonstration/story/members.ts';
import { day, pastDays, type Telling } from '../../demonstration/story/telling.ts';
import { Street } from '../../demonstration/street.ts';
import { Fault } from '../../domain/fault.ts';
import { drainInbox } from '../../listening/work.ts';
import { makeSignInLink } from '../../members/links.ts';
import type { Storage } from '../../storage/database.ts';
import type { MasterKey } from '../../storage/secrets.ts';
import { type Also, type Command, type Context, type Given, programRoles, WrongUse } from '../command.ts';
import { databaseFolder } from '../openDatabase.ts';
import { pastReporter } from '../progress.ts';

const usualSpeed = 60;
const fastest = 1_000;

export const demoCommand: Command = {
  name: 'demo',
  summary: 'Shows a desk at work: invented people, institutions and posts.',
  usage: ['demo [--speed N] [--begin-again]'],
  about: [
    'Three invented institutions in Kenya, Rwanda and South Africa, two weeks of posts in English, French, Swahili, Kinyarwanda and mixtures, and a day that is played while you look: posts come in, colleagues answer some, authors answer back. It is also "npm start -- --demo", with --demo-speed and --demo-begin-again.',
    'It lives in a data folder of its own beside the real one (data-demonstration), on the embedded database, and nothing of it ever leaves this machine. Started again it goes on where it stopped.',
  ],
  options: {
    speed: {
      type: 'string',
      value: 'N',
      help: `how many times as fast as a real day, 1 to ${fastest}; default ${usualSpeed}`,
    },
    'begin-again': {
      type: 'boolean',
      help: 'throws the demonstration that is there away and begins a new one',
    },
  },
  words: [0, 0],
  async run(context, given) {
    const speed = speedOf(given);
    const { settings } = context;
    const dataFolder = `${settings.dataFolder}-demonstration`;
    // On the embedded database always: it must never meet the posts of real people.
    const own = context.with({ ...settings, dataFolder, databaseUrl: null, key: null });
    const demonstration = await Demonstration.open(own, speed, given.flag('begin-again'));
    await own.run(programRoles, demonstration);
  },
};

function speedOf(given: Given): number {
  const typed = given.text('speed') ?? String(usualSpeed);
  const speed = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (speed >= 1 && speed <= fastest) return speed;
  throw new WrongUse(`The speed "${typed}" is not a whole number from 1 to ${fastest}.`);
}

/** What is remembered of it between two starts. */
const Begun = z.object({
  seed: z.string(),
  begun: z.iso.datetime(),
  liveFrom: z.number(),
  pastTold: z.boolean(),
});
type Begun = z.infer<typeof Begun>;

class Demonstration implements Also {
  readonly #context: Context;
  readonly #speed: number;
  readonly #folder: string;
  #begun: Begun;
  #playing: { desk: DemonstrationDesk; street: Street } | null = null;
  #player: Player | null = null;

  private constructor(context: Context, speed: number, begun: Begun) {
    this.#context = context;
    this.#speed = speed;
    this.#folder = networkFolder(context);
    this.#begun = begun;
  }

  /** Goes on with the one that is there; begins a new one where there is none, where it is asked, or where the past was not told to its end. */
  static async open(context: Context, speed: number, again: boolean): Promise<Demonstration> {
    const before = again ? null : await readBegun(context);
    if (before?.pastTold) return new Demonstration(context, speed, before);
    await clear(context);
    const begun = context.now();
    // Made first, so that whatever is there later is known as a demonstration.
    await mkdir(networkFolder(context), { recursive: true });
    const told = { seed: 'three rivers', begun: begun.toISOString(), pastTold: false };
    return new Demonstration(context, speed, { ...told, liveFrom: pastDays * day + timeOfDay(begun) });
  }

  get #telling(): Telling {
    return this.#begun;
  }

  demonstration = () => {
    const now = this.#context.now();
    const clock = this.#player?.clock;
    return clock === undefined ? null : { story: clock.storyAt(now), asOf: now, speed: clock.speed };
  };

  async before({ storage, key }: { storage: Storage; key: MasterKey }): Promise<void> {
    const street = await Street.open(this.#folder, this.#telling);
    const desk = this.#begun.pastTold ? await findDesk(storage) : await this.#tellPast(storage, key, street);
    this.#playing = { desk, street };
  }

  async #tellPast(storage: Storage, key: MasterKey, street: Street): Promise<DemonstrationDesk> {
    const { signal, log, channels } = this.#context;
    const telling = this.#telling;
    const begun = new Date(this.#begun.begun);
    const desk = await setUp({ storage, key }, this.#folder, instantOfPast(telling, begun, 0));
    const reporter = pastReporter(this.#context);
    const worker = 'demonstration';
    const drain: PastDeps['drain'] = (now) =>
      drainInbox({ storage, channels, worker, now, log }, () => undefined);
    const onProgress = reporter.progress;
    await playPast({ storage, key, desk, street, telling, begun, drain, log, onProgress, signal });
    reporter.end();
    await storage.countForPlanner();
    this.#begun = { ...this.#begun, pastTold: true };
    await writeFile(begunFile(this.#context), JSON.stringify(this.#begun));
    return desk;
  }

  async beside({
    storage,
    address,
  }: {
    storage: Storage;
    address: string;
  }): Promise<{ stop(): Promise<void> }> {
    if (this.#playing === null) throw new Error('the demonstration was not prepared');
    const { channels, log, now } = this.#context;
    const deps = {
      storage,
      channels,
      ...this.#playing,
      telling: this.#telling,
      speed: this.#speed,
      now,
      log,
    };
    const player = playOn(deps);
    this.#player = player;
    await this.#announce(storage, address, this.#playing.desk);
    return { stop: () => player.stop() };
  }

  async #announce(storage: Storage, address: string, { organisationId }: DemonstrationDesk): Promise<void> {
    const { out, now } = this.#context;
    out(`\nThe demonstration is ready at ${address}\n`);
    out('Everybody in it is invented. Sign in as one of them (once each, within 15 minutes):\n');
    for (const key of memberKeys) {
      const { name, role, email } = members[key];
      const link = await makeSignInLink(storage, address, { organisationId, by: { email } }, now());
      out(`  ${role.replace('_', ' ').padEnd(12)} ${name.padEnd(18)} ${link}\n`);
    }
    out('Ctrl-C stops everything. Started again it goes on from there.\n');
  }
}

const networkFolder = (context: Context) => join(context.settings.dataFolder, 'network');
const begunFile = (context: Context) => join(networkFolder(context), 'begun.json');

/** Throws away the demonstration that is there, and nothing else: not one that another program plays, not a folder that is none. */
async function clear(context: Context): Promise<void> {
  const { dataFolder } = context.settings;
  if (!existsSync(dataFolder)) return;
  const holder = holderOf(databaseFolder(context.settings));
  if (holder !== null) {
    const sentence = `A demonstration is running (process ${holder}) on ${dataFolder}. Stop it first.`;
    throw new Fault('database_in_use', sentence);
  }
  if (!existsSync(networkFolder(context)) && (await readdir(dataFolder)).length > 0) {
    const sentence = `${dataFolder} is no demonstration. Move it away, or choose another data folder with ANSWERABLE_DATA.`;
    throw new Fault('input_invalid', sentence);
  }
  context.err(`Beginning the demonstration anew in ${dataFolder}.\n`);
  await rm(dataFolder, { recursive: true });
}

async function readBegun(context: Context): Promise<Begun | null> {
  try {
    return Begun.parse(JSON.parse(await readFile(begunFile(context), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Milliseconds since midnight where the desk is: people are awake in the story when they are there. */
function timeOfDay(now: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(now).split(':');
  const [hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
