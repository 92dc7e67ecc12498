import type { Command } from '../command.ts';

const about =
  'Every role may run several times, on several machines, against one DATABASE_URL. Ctrl-C ends it after the work under way.';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serves the console and the API, and nothing else.',
  usage: ['serve'],
  about: [about, 'The address and, before the first member, the one-time link are printed at the start.'],
  options: {},
  words: [0, 0],
  run: (context) => context.run(['web']),
};

export const workCommand: Command = {
  name: 'work',
  summary: 'Takes posts to the desk and sends replies.',
  usage: ['work'],
  about: [about, 'ANSWERABLE_WORKERS says how many conversations one process works on side by side.'],
  options: {},
  words: [0, 0],
  run: (context) => context.run(['work']),
};

export const listenCommand: Command = {
  name: 'listen',
  summary: 'Listens to the networks of the connected accounts.',
  usage: ['listen'],
  about: [
    about,
    'An account is listened to by one process at a time; another takes over within a minute when that one stops.',
  ],
  options: {},
  words: [0, 0],
  run: (context) => context.run(['listen']),
};
