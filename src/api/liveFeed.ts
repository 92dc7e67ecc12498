import type { Storage } from '../storage/database.ts';
import { lastSequence } from '../storage/history.ts';
import type { Events } from './contract.ts';
import { mostFacts, readEvents, type Source } from './liveEvents.ts';

export interface LiveStream {
  /** The last sequence that was written. */
  position: number;
  write(text: string | Buffer): void;
}

export interface LiveFeed {
  /** Joins; the stream is brought up to date from its position and then follows. Answers how to leave. */
  join(organisationId: number, stream: LiveStream, house?: number): () => void;
  /** Writes something to all streams of an organisation that has no sequence (presence). */
  tell(organisationId: number, text: string): void;
  close(): void;
}

interface Room {
  /** Whose protected authors are masked: the organisation itself, or the house of a letterbox. */
  house: number;
  /** The last sequence that was broadcast. */
  position: number;
  streams: Set<LiveStream>;
  pumping: boolean;
  again: boolean;
  /** The broadcast under way: the next one begins when it has reached every stream. */
  turn: Promise<void>;
  /** How long facts are gathered, milliseconds. */
  gather: number;
}

/**
 * Facts that come within so many milliseconds of each other are told together: the longer, the more time it takes to tell everybody, so that telling takes a fifteenth of
 * a processor at most while few screens hear at once.
 */
const gather = { least: 20, most: 150, timesTheTelling: 15 };
/** So many streams are written to at a stretch, then whoever asked for a page meanwhile is served for some milliseconds. */
const slice = { streams: 12, rest: 2 };
/** Should a notification ever be lost, nobody waits longer than this. */
const lookAgain = 5_000;
const retryMilliseconds = 1_000;

/** Starts to listen. `log` hears of reads that failed; they are tried again. */
export function openLiveFeed(source: Source, log: (reason: unknown) => void): LiveFeed {
  const rooms = new Map<number, Room>();
  const pump = (organisationId: number, room: Room) => pumpRoom(source, organisationId, room, log);
  const pumpAll = () => {
    for (const [organisationId, room] of rooms) if (room.streams.size > 0) void pump(organisationId, room);
  };
  const stop = source.storage.notifications.on('history', (payload) => {
    if (payload === null) return pumpAll();
    const organisationId = Number(payload.slice(0, payload.indexOf(':')));
    const room = rooms.get(organisationId);
    if (room !== undefined) void pump(organisationId, room);
  });
  const timer = setInterval(pumpAll, lookAgain);

  return {
    join(organisationId, stream, house = organisationId) {
      let room = rooms.get(organisationId);
      if (room === undefined) {
        room = newRoom(stream.position, house);
        rooms.set(organisationId, room);
      }
      const joined = room;
      joined.streams.add(stream);
      void keepCatchingUp(source, organisationId, joined, stream, log);
      return () => {
        joined.streams.delete(stream);
        if (joined.streams.size === 0 && rooms.get(organisationId) === joined) rooms.delete(organisationId);
      };
    },
    tell(organisationId, text) {
      for (const stream of rooms.get(organisationId)?.streams ?? []) stream.write(text);
    },
    close() {
      stop();
      clearInterval(timer);
    },
  };
}

/** Reads what is new in an organisation and gives it to its streams, on and on while there is more; one reading at a time. */
async function pumpRoom(
  source: Source,
  organisationId: number,
  room: Room,
  log: (reason: unknown) => void,
): Promise<void> {
  if (room.pumping) {
    room.again = true;
    return;
  }
  room.pumping = true;
  try {
    do {
      room.again = false;
      await new Promise((resolve) => setTimeout(resolve, room.gather));
      await broadcast(source, organisationId, room);
    } while (room.again);
  } catch (error) {
    log(error);
  } finally {
    room.pumping = false;
  }
}

/** A database that is away for a moment must not leave a screen behind for good: it is brought up to date as soon as there is one again. */
async function keepCatchingUp(
  source: Source,
  organisationId: number,
  room: Room,
  stream: LiveStream,
  log: (reason: unknown) => void,
): Promise<void> {
  while (room.streams.has(stream)) {
    try {
      await mustBeReal(source, organisationId, room, stream);
      return await catchUp(source, organisationId, room, stream);
    } catch (error) {
      log(error);
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
    }
  }
}

/**
 * A screen may name a sequence that never was (a database that was restored, an address that was typed): it begins at the end instead, and so does the
 * room that was opened for it. What is real was committed before it was known, so it cannot lie behind the end that is read after it.
 */
async function mustBeReal(
  source: Source,
  organisationId: number,
  room: Room,
  stream: LiveStream,
): Promise<void> {
  const before = { room: room.position, stream: stream.position };
  const end = await currentSequence(source.storage, organisationId);
  if (room.position === before.room && before.room > end) room.position = end;
  if (stream.position === before.stream && before.stream > end) stream.position = end;
}

/**
 * Brings one stream to where the room is; from then on the broadcast reaches it. Ends only in a moment when stream and room stand at the same sequence,
 * which no read lies between.
 */
async function catchUp(
  source: Source,
  organisationId: number,
  room: Room,
  stream: LiveStream,
): Promise<void> {
  while (room.streams.has(stream)) {
    const from = stream.position;
    const events = await readEvents(source, organisationId, from, room.house);
    // A broadcast came in between and wrote this stretch.
    if (stream.position !== from) continue;
    if (events !== null) {
      stream.position = events.to;
      stream.write(eventText(events));
    } else if (stream.position === room.position) return;
    else if (stream.position > room.position) await broadcast(source, organisationId, room);
  }
}

const newRoom = (position: number, house: number): Room => ({
  house,
  position,
  streams: new Set(),
  pumping: false,
  again: false,
  turn: Promise.resolve(),
  gather: gather.least,
});

/** Tells all streams of the room what is new, after the broadcast that is under way: overtaken by another, a stream would miss a stretch. */
function broadcast(source: Source, organisationId: number, room: Room): Promise<void> {
  const told = room.turn.then(() => tellNews(source, organisationId, room));
  // Whoever asked for it hears of its failure; the next one begins all the same.
  room.turn = told.catch(() => undefined);
  return told;
}

async function tellNews(source: Source, organisationId: number, room: Room): Promise<void> {
  for (;;) {
    const from = room.position;
    const events = await readEvents(source, organisationId, from, room.house);
    if (events === null) return;
    if (room.position !== from) continue;
    room.position = events.to;
    await writeToAll(room, from, events);
    if (events.facts.length < mostFacts) return;
  }
}

/** Encoded once for all, slice by slice: five hundred streams at a stretch would hold up every request for ten milliseconds. */
async function writeToAll(room: Room, from: number, events: Events): Promise<void> {
  const text = Buffer.from(eventText(events));
  let written = 0;
  let spent = 0;
  let began = performance.now();
  for (const stream of room.streams) {
    // Others are still catching up by themselves and will pass through this stretch.
    if (stream.position !== from) continue;
    stream.position = events.to;
    stream.write(text);
    if (++written % slice.streams !== 0) continue;
    spent += await sinceSent(began);
    await new Promise((resolve) => setTimeout(resolve, slice.rest));
    began = performance.now();
  }
  spent += await sinceSent(began);
  room.gather = Math.min(gather.most, Math.max(gather.least, spent * gather.timesTheTelling));
}

/** Milliseconds since then, once what was written has gone to the system: an answer's pieces leave together at the end of the turn, and that is most of their cost. */
const sinceSent = (began: number): Promise<number> =>
  new Promise((resolve) => process.nextTick(() => resolve(performance.now() - began)));

function eventText(events: Events): string {
  return `event: history\nid: ${events.to}\ndata: ${JSON.stringify(events)}\n\n`;
}

/** Where a screen begins that says nothing. */
export function currentSequence(storage: Storage, organisationId: number): Promise<number> {
  return storage.reading(organisationId, (tx) => lastSequence(tx, organisationId));
}
