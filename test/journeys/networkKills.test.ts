/** kill -9 while answers leave by every network that a double plays: none is lost, none goes out twice, and what nobody can know waits for a person. */
import { expect, test } from 'vitest';
import {
  africasTalkingNetwork,
  ownNetwork,
  twilioNetwork,
  whatsappNetwork,
  xNetwork,
} from '../factories/killedNetworks.ts';
import { killsWhileSending } from '../factories/killsWhileSending.ts';

const kills = Number(process.env.KILLS ?? 3);

test(
  `killed ${kills} times while it answers by your own channel, WhatsApp, X and SMS: every answer is there once`,
  async () => {
    const networks = await Promise.all([
      ownNetwork(),
      whatsappNetwork(),
      xNetwork(),
      twilioNetwork(),
      africasTalkingNetwork(),
    ]);
    const seen = await killsWhileSending(networks, kills);
    const whole = { kills, answers: kills * 3, lost: 0, twice: 0 };
    expect(seen).toMatchObject(networks.map(() => whole));
  },
  200_000 + kills * 60_000,
);
