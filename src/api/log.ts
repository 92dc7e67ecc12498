import { type DestinationStream, type Logger, pino } from 'pino';

/** Keys whose values never reach the log, at the top and two levels deep. */
const secretKeys = ['cookie', 'set-cookie', 'authorization', 'password', 'token', 'secret', 'fields'];

const paths = secretKeys.flatMap((key) => {
  const quoted = `["${key}"]`;
  return [quoted, `*${quoted}`, `*.*${quoted}`];
});

/** The program's log: one JSON line per event, secrets left out. */
export function makeLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[kept back]' },
  };
  return to === undefined ? pino(options) : pino(options, to);
}
