/** A desk whose alerts are raised and told when a test says so, with a push service and a mailbox that keep what comes. */

import { ownVapid } from '../../src/alerts/vapidKey.ts';
import type { MemberLetter, Outcome } from '../../src/channels/channel.ts';
import type { RaiseDeps } from '../../src/jobs/raiseAlerts.ts';
import { followOnce, lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { type AlertTellerDeps, tellDue } from '../../src/jobs/tellAlerts.ts';
import { askOutside } from '../../src/outside/guardedRequest.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import type { ApiServer } from './apiServer.ts';
import { type Channels, channels } from './desk.ts';
import type { PushService } from './pushService.ts';

export interface Alerting {
  raising: RaiseDeps;
  telling: AlertTellerDeps;
  letters: MemberLetter[];
  /** How the mail server answers; null: it takes the letter. */
  mail: { answer: Outcome | null };
  /** Raises and tells all that is due now. */
  run(): Promise<void>;
}

/** Channels of which the one to email writes to members, into a list. */
export function withLetters(
  base: Channels,
  letters: MemberLetter[],
  mail: Alerting['mail'],
  now: () => Date,
): Channels {
  const writeToMember = async (_account: unknown, letter: MemberLetter): Promise<Outcome> => {
    if (mail.answer !== null) return mail.answer;
    letters.push(letter);
    return { kind: 'sent', networkId: letter.id, at: now(), handle: {} };
  };
  return { ...base, email: { ...base.email, writeToMember } };
}

export function alertingIn(server: ApiServer, base: Channels = channels): Alerting {
  const { storage, key, now } = server;
  const log = (event: string, particulars: object) => {
    throw new Error(`${event}: ${JSON.stringify(particulars)}`);
  };
  const letters: MemberLetter[] = [];
  const mail: Alerting['mail'] = { answer: null };
  const raising = { storage, now, log };
  const telling = {
    storage,
    key,
    now,
    log,
    openAccount: (organisationId: number, accountId: string) =>
      openAccount(storage, key, organisationId, accountId),
    channels: withLetters(base, letters, mail, now),
    ask: askOutside(['127.0.0.1']),
    vapid: ownVapid(key, 'https://desk.example'),
    publicAddress: 'https://desk.example',
  };
  return {
    raising,
    telling,
    letters,
    mail,
    async run() {
      for (let more = true; more; ) more = await followOnce(raising, 'test');
      for (let more = true; more; ) more = await lookAtClock(raising);
      await tellDue(telling);
    },
  };
}

/** What was pushed to a subscription, by title. */
export const titles = (service: PushService, name: string): string[] =>
  service.taken.filter((one) => one.name === name).map(({ notice }) => notice.title);
