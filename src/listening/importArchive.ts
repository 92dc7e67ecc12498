/** Takes an archive file in: rows and the place in the file are saved together, so that a killed import goes on where it stopped. */
import type { ReadPlace, ReadRow } from '../channels/archive/read.ts';
import { Fault } from '../domain/fault.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import {
  type ArchiveImport,
  archiveAccount,
  beginImport,
  countTaken,
  finishImport,
  newestRawItem,
  ReadElsewhere,
  saveImportStep,
  waitingUpTo,
} from '../storage/imports.ts';
import { readOrganisation } from '../storage/organisationSettings.ts';
import { type ArchiveFile, fingerprintOf, firstInstitution, openArchive, rowsFrom } from './archiveFile.ts';
import { programName } from './leases.ts';
import type { InboxDeps } from './serveInbox.ts';
import { startWorkers } from './work.ts';

export interface ImportRequest {
  organisationId: number;
  /** Where the file lies, and the name that people know it by. */
  file: { path: string; name: string };
  /** How many workers of this process take the rows to the desk meanwhile; 0 where others do. */
  workers: number;
  onProgress(progress: ImportProgress): void;
  onUnreadable(row: { line: number; reason: string }): void;
  /** Ends the import between two steps; called again it goes on from there. */
  signal?: AbortSignal;
}

export interface ImportProgress {
  /** `checking`: was it imported before? `reading`: rows are saved. `taking`: saved rows are taken to the desk. */
  phase: 'checking' | 'reading' | 'taking';
  /** Bytes of the file, done and in all. While `taking`: rows that still wait, counted to 100,000. */
  bytes: number;
  totalBytes: number;
  rows: number;
  unreadable: number;
  waiting: number;
}

export interface ImportResult {
  id: string;
  /** Rows read by this call: none when the file was imported to its end before. */
  read: number;
  fresh: number;
  doubles: number;
  unreadable: number;
  /** When this very file was imported to its end before; else null. */
  importedBefore: Date | null;
}

type Deps = Omit<InboxDeps, 'worker'>;

const stepRows = 2_000;
const stepBytes = 4 * 1_048_576;
const lookMilliseconds = 200;
const countedTo = 100_000;

/**
 * Imports one file and waits until its posts are at the desk. The same file again changes nothing. Throws Fault `archive_unreadable` when the
 * file as a whole cannot be read; single rows that cannot be read are kept, counted and told.
 */
export async function importArchive(deps: Deps, request: ImportRequest): Promise<ImportResult> {
  const file = await openArchive(request.file.path);
  const theImport = await begin(deps, request, file);
  const before = await taken(deps.storage, request.organisationId, theImport.accountId);
  const workers =
    request.workers === 0 ? null : startWorkers(deps, `${programName()}/import`, request.workers);
  try {
    const reading = new Reading(deps, request, file, theImport);
    if (theImport.finishedAt === null) await reading.run();
    await waitUntilTaken(deps.storage, request, reading.progress);
    const after = await taken(deps.storage, request.organisationId, theImport.accountId);
    return {
      id: theImport.id,
      read: reading.progress.rows,
      fresh: after.posts - before.posts,
      doubles: after.again - before.again,
      unreadable: reading.progress.unreadable,
      importedBefore: theImport.finishedAt,
    };
  } finally {
    await workers?.stop();
  }
}

async function begin(deps: Deps, request: ImportRequest, file: ArchiveFile): Promise<ArchiveImport> {
  const { organisationId } = request;
  const fingerprint = await fingerprintOf(file, (bytes) =>
    request.onProgress({ ...nothing(file), phase: 'checking', bytes }),
  );
  const named = await firstInstitution(file);
  return deps.storage.inOrganisation(organisationId, async (tx) => {
    const at = deps.now();
    const institution = named ?? (await readOrganisation(tx, organisationId)).name;
    const accountId = await archiveAccount(tx, organisationId, institution, at);
    const { name } = request.file;
    return beginImport(tx, organisationId, { accountId, fingerprint, name, bytes: file.bytes, at });
  });
}

/** The reading of one file under way. */
class Reading {
  readonly progress: ImportProgress;
  readonly #deps: Deps;
  readonly #request: ImportRequest;
  readonly #file: ArchiveFile;
  readonly #import: ArchiveImport;
  #place: ReadPlace;
  #rows: ReadRow[] = [];
  #held = 0;

  constructor(deps: Deps, request: ImportRequest, file: ArchiveFile, theImport: ArchiveImport) {
    this.#deps = deps;
    this.#request = request;
    this.#file = file;
    this.#import = theImport;
    this.#place = { bytes: theImport.readBytes, lines: theImport.readLines };
    this.progress = { ...nothing(file), phase: 'reading', bytes: theImport.readBytes };
  }

  async run(): Promise<void> {
    for await (const row of rowsFrom(this.#file, this.#place)) {
      this.#rows.push(row);
      this.#held += (row.item.payload as string).length;
      if (this.#rows.length >= stepRows || this.#held >= stepBytes) await this.#save();
    }
    await this.#save();
    const { organisationId } = this.#request;
    await this.#deps.storage.inOrganisation(organisationId, (tx) =>
      finishImport(tx, organisationId, this.#import.id, this.#deps.now()),
    );
  }

  async #save(): Promise<void> {
    const last = this.#rows.at(-1);
    if (last === undefined) return;
    this.#request.signal?.throwIfAborted();
    await this.#saveStep({ bytes: last.end, lines: last.endLine });
    this.#place = { bytes: last.end, lines: last.endLine };
    for (const { line, unreadable } of this.#rows) {
      if (unreadable !== null) this.#request.onUnreadable({ line, reason: unreadable });
    }
    this.progress.rows += this.#rows.length;
    this.progress.unreadable += this.#rows.filter(({ unreadable }) => unreadable !== null).length;
    this.progress.bytes = last.end;
    this.#rows = [];
    this.#held = 0;
    this.#request.onProgress({ ...this.progress });
  }

  async #saveStep(to: ReadPlace): Promise<void> {
    const { organisationId, file } = this.#request;
    const kept = (row: ReadRow) => ({ key: row.item.key, payload: row.item.payload as string });
    const step = {
      from: this.#place,
      to,
      items: this.#rows.filter((row) => row.unreadable === null).map(kept),
      unreadable: this.#rows.flatMap((row) =>
        row.unreadable === null
          ? []
          : [{ ...kept(row), reason: row.unreadable, position: `line ${row.line} of ${file.name}` }],
      ),
      at: this.#deps.now(),
    };
    try {
      await this.#trying(() =>
        this.#deps.storage.inOrganisation(organisationId, (tx) =>
          saveImportStep(tx, organisationId, this.#import, step),
        ),
      );
    } catch (cause) {
      if (!(cause instanceof ReadElsewhere)) throw cause;
      const sentence = `Another import is reading ${file.name} at this moment. Wait for it, or end it and import again.`;
      throw new Fault('input_invalid', sentence, { cause });
    }
  }

  /** Workers on the same lanes may deadlock with a step; whoever is the victim does it again. */
  async #trying(save: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await save();
      } catch (error) {
        if (failureOf(error) !== 'retry' || attempt === 10) throw error;
      }
    }
  }
}

/** Waits for what was saved up to now, whoever takes it. */
async function waitUntilTaken(
  storage: Storage,
  request: ImportRequest,
  soFar: ImportProgress,
): Promise<void> {
  const { organisationId } = request;
  const newest = await storage.inOrganisation(organisationId, (tx) => newestRawItem(tx, organisationId));
  for (;;) {
    const waiting = await storage.inOrganisation(organisationId, (tx) =>
      waitingUpTo(tx, organisationId, newest, countedTo),
    );
    request.onProgress({ ...soFar, phase: 'taking', bytes: soFar.totalBytes, waiting });
    if (waiting === 0) return;
    request.signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, lookMilliseconds));
  }
}

function taken(storage: Storage, organisationId: number, accountId: string): ReturnType<typeof countTaken> {
  return storage.inOrganisation(organisationId, (tx) => countTaken(tx, organisationId, accountId));
}

function nothing(file: ArchiveFile): ImportProgress {
  return { phase: 'checking', bytes: 0, totalBytes: file.bytes, rows: 0, unreadable: 0, waiting: 0 };
}
