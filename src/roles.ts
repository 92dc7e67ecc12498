/** Builds everything that runs until it is stopped, hands each part what it needs, starts. */
import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { ownVapid } from './alerts/vapidKey.ts';
import { inletRoutes } from './api/routes/inlet.ts';
import { startWeb } from './api/startWeb.ts';
import type { Also, Context, ProgramRole } from './cli/command.ts';
import { openDatabase } from './cli/openDatabase.ts';
import { version } from './cli/version.ts';
import { announceAddress } from './cli/welcome.ts';
import type { ReadPosts } from './desk/cases/readPosts.ts';
import { nothingFound } from './domain/finding.ts';
import { Calls } from './domain/pace.ts';
import { startCountingRecord } from './jobs/countRecord.ts';
import { startCountingUnsettledMoney } from './jobs/countUnsettledMoney.ts';
import { startForgettingDeleted } from './jobs/forgetDeleted.ts';
import { startForgettingUploads } from './jobs/forgetUploads.ts';
import { startHeartbeat } from './jobs/heartbeat.ts';
import { startKeepingCalls } from './jobs/keepCalls.ts';
import { startKeepingErasures } from './jobs/keepErasures.ts';
import { startKeepingTerms } from './jobs/keepTerms.ts';
import { startListingWords } from './jobs/listWords.ts';
import { startKeepingHours } from './jobs/officeHours.ts';
import { startRaisingAlerts } from './jobs/raiseAlerts.ts';
import { startReadingPosts } from './jobs/readPosts.ts';
import { startRemindingFollowUps } from './jobs/remindFollowUps.ts';
import { startRemindingPromises } from './jobs/remindPromises.ts';
import { startRules } from './jobs/rules.ts';
import { startSending } from './jobs/sendReplies.ts';
import { startServingLetterboxes } from './jobs/serveLetterboxes.ts';
import { startTellingAlerts } from './jobs/tellAlerts.ts';
import { startTellingHooks } from './jobs/tellHooks.ts';
import { startWatchingForImposters } from './jobs/watchForImposters.ts';
import { startWatchingSpreading } from './jobs/watchSpreading.ts';
import { openInlet } from './listening/inlet/inlet.ts';
import { freeLeasesOfTheDead, programName } from './listening/leases.ts';
import { startListening } from './listening/listen.ts';
import { withMeter } from './listening/meter.ts';
import { keepNotices, type NoticeKeeper } from './listening/notices.ts';
import { startWorkers } from './listening/work.ts';
import { addressOf } from './members/setUpAccount.ts';
import { buildSignIn } from './members/signIn.ts';
import { fetchImage } from './outside/fetchImage.ts';
import { fetchRecording } from './outside/fetchRecording.ts';
import { askOutside } from './outside/guardedRequest.ts';
import { pageRoutes } from './pages/pages.ts';
import { checkKey, openAccount } from './storage/accountsOpened.ts';
import type { Storage } from './storage/database.ts';
import type { RoleName } from './storage/listening.ts';
import { loadMasterKey, type MasterKey } from './storage/secrets.ts';
import { PostReader } from './understanding/reader.ts';
import { modelsVersion } from './understanding/understanding.ts';

const consoleFolder = fileURLToPath(new URL('../web/dist/', import.meta.url));

/** Something that runs until it is stopped. */
type Part = { stop(): Promise<void> };

/** Runs these roles on the open database until the context's signal; what is under way is finished then. */
export async function runRoles(
  context: Context,
  logger: Logger,
  roles: readonly ProgramRole[],
  also: Also | null,
): Promise<void> {
  const { settings, signal } = context;
  const tell = (sentence: string) => context.err(`${sentence}\n`);
  // One process alone owns its database; a role beside others attaches to the one that runs.
  const attach = roles.length === 1;
  const key = await loadMasterKey({ given: settings.key ?? undefined, folder: settings.dataFolder });
  const { storage, close } = await openDatabase(settings, tell, { attach });
  const reader = new PostReader();
  const calls = new Calls();
  const notices = keepNotices({ storage, now: context.now, log: context.log });
  const parts: Part[] = [{ stop: () => reader.close() }, { stop: () => notices.close() }];
  try {
    await checkKey(storage.system, key);
    await freeLeasesOfTheDead(storage, context.log);
    await also?.before({ storage, key });
    for (const role of roles)
      parts.push(...(await startRole(role, { context, logger, storage, key, also, reader, notices, calls })));
    parts.push(
      startHeartbeat(
        storage,
        roles.flatMap((role) => rolesOf[role]),
        context,
      ),
    );
    // Kept now: a program that is killed would leave nothing for its next start.
    flushCompileCache();
    await untilAborted(signal);
    tell('Stopping: work under way is being finished.');
  } finally {
    for (const part of parts.reverse()) await stopQuietly(part, logger);
    await close();
  }
}

const rolesOf: Record<ProgramRole, readonly RoleName[]> = {
  web: ['serve'],
  work: ['work', 'send'],
  listen: ['listen'],
};

interface Built {
  context: Context;
  logger: Logger;
  storage: Storage;
  key: MasterKey;
  also: Also | null;
  /** The one thread in which this process reads posts and learns topics. */
  reader: PostReader;
  /** What channels say of their accounts. */
  notices: NoticeKeeper;
  /** How often networks call: while they do, they are acknowledged first. */
  calls: Calls;
}

/** Opens accounts for their channels: what they say of one is kept, and what they spend is counted. */
const opening =
  ({ storage, key, notices, context }: Pick<Built, 'storage' | 'key' | 'notices' | 'context'>) =>
  async (organisationId: number, accountId: string) => {
    const account = await openAccount(storage, key, organisationId, accountId);
    if (account === null) return null;
    const { publicAddress } = context.settings;
    const calledAt = addressOf(
      { key, publicAddress },
      { organisationId, accountId, turn: account.addressTurn },
    );
    return withMeter({ storage, ...context }, { ...account, tell: notices.of(account), calledAt });
  };

/** What goes when its time is over. */
const startForgetting = (deps: Parameters<typeof startKeepingTerms>[0]): Part[] => [
  startKeepingTerms(deps),
  startForgettingDeleted(deps),
  startForgettingUploads(deps),
  startCountingUnsettledMoney(deps),
];

async function startRole(role: ProgramRole, built: Built): Promise<Part[]> {
  const { context, storage, key } = built;
  const open = opening(built);
  const { channels, log, now } = context;
  const name = programName();
  switch (role) {
    case 'web':
      return web(built);
    case 'listen':
      return [startListening({ storage, channels, openAccount: open, name, now, log })];
    case 'work': {
      const { publicAddress, privateHosts } = context.settings;
      const ask = askOutside(privateHosts);
      const networksCall = () => built.calls.areMany(performance.now());
      const read: ReadPosts = (posts, topics) => built.reader.read(posts, topics);
      return [
        startWorkers({ storage, channels, now, log, networksCall }, name, context.settings.workers),
        startSending({ storage, channels, openAccount: open, now, log }, name, 4),
        startListingWords({ storage, log }),
        startKeepingHours({ storage, now, log }),
        startReadingPosts({ storage, now, log, read, models: modelsVersion }, name),
        startRules({ storage, now, log }, name),
        startCountingRecord({ storage, now, log }, name),
        startKeepingCalls({ storage, now, log }, name),
        startKeepingErasures({ storage, folder: context.settings.dataFolder, log }),
        ...startForgetting({ storage, now, log }),
        startServingLetterboxes({ storage, channels, now, log }),
        startRemindingPromises({ storage, now, log }),
        startRemindingFollowUps({ storage, now, log }),
        startTellingHooks({ storage, key, now, log, ask }, name),
        startRaisingAlerts({ storage, now, log }, name),
        startWatchingSpreading({ storage, channels, openAccount: open, now, log }, name),
        startWatchingForImposters({ storage, now, log }, name),
        startTellingAlerts({
          ...{ storage, key, channels, openAccount: open, now, log, ask, publicAddress },
          vapid: ownVapid(key, publicAddress),
        }),
      ];
    }
  }
}

async function web(built: Built): Promise<Part[]> {
  const { context, logger, storage, key, also, reader, notices, calls } = built;
  const { settings, channels, now, log } = context;
  const { publicAddress, trustedProxies, privateHosts } = settings;
  const called = () => calls.came(performance.now());
  const open = opening(built);
  const inlet = openInlet({ storage, key, channels, openAccount: open, notices, now, log, called });
  const started = await startWeb(
    {
      storage,
      key,
      channels,
      openAccount: open,
      now,
      log: logger,
      askOutside: askOutside(privateHosts),
      ...(also === null ? {} : { demonstration: also.demonstration }),
      fetchImage: (address) => fetchImage(address),
      fetchRecording: (address) => fetchRecording(address),
      findTopics: (text, topics) => reader.findTopics(text, topics),
      readAnswer: async (text, house) => (await reader.read([{ text, house }]))[0] ?? nothingFound(),
      signIn: buildSignIn({
        storage,
        key,
        publicAddress,
        log: (level, message) => logger.warn({ level }, message),
      }),
      settings: {
        version,
        publicAddress,
        trustedProxies,
        privateHosts,
        consoleFolder: existsSync(join(consoleFolder, 'index.html')) ? consoleFolder : null,
      },
    },
    { host: settings.host, port: settings.port },
    [pageRoutes, inletRoutes(inlet)],
  );
  const address = publicAddress ?? started.address;
  const served = {
    async stop() {
      await started.close();
      inlet.close();
    },
  };
  if (also !== null) return [served, await also.beside({ storage, address })];
  await announceAddress(context, storage, address);
  return [served];
}

async function stopQuietly(part: Part, logger: Logger): Promise<void> {
  try {
    await part.stop();
  } catch (error) {
    logger.warn({ reason: String(error) }, 'stop_failed');
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
