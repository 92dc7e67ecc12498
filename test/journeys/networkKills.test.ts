/** kill -9 while answers leave for each network that is played by a double: none is lost, none goes out twice, and what nobody can know waits for a person. */
import { describe, expect, test } from 'vitest';
import {
  africasTalkingNetwork,
  ownNetwork,
  twilioNetwork,
  whatsappNetwork,
  xNetwork,
} from '../factories/killedNetworks.ts';
import { killsWhileSending } from '../factories/killsWhileSending.ts';

const kills = Number(process.env.KILLS ?? 4);
const time = 150_000 + kills * 25_000;

describe('a program that is killed while it answers', () => {
  test.each([
    ['your own channel', ownNetwork],
    ['WhatsApp', whatsappNetwork],
    ['X', xNetwork],
    ['SMS by Twilio', twilioNetwork],
    ["SMS by Africa's Talking", africasTalkingNetwork],
  ])(
    `by %s, ${kills} times: every answer is there once`,
    async (name, open) => {
      const net = await open();
      const seen = await killsWhileSending(net, kills);
      process.stderr.write(`kills by ${name}: ${JSON.stringify(seen)}\n`);
      expect(seen).toMatchObject({ lost: 0, twice: 0, kills });
      expect(seen.answers).toBeGreaterThan(0);
    },
    time,
  );
});
