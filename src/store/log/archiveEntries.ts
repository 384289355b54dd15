import * as l10n from '@vscode/l10n';
import { constants } from 'node:fs';
import { mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import lockfile from 'proper-lockfile';
import type { Writer } from '../../core/rows/change.ts';
import { ArchiveSelection, type ArchivedEntry } from '../../core/fold/tombstone.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { MAX_LINE_BYTES } from '../../core/rows/row.ts';
import { addToArchive, ARCHIVE_FOLDER, archiveName, addArchiveToGitattributes, prepareArchive } from './archiveFile.ts';
import { codeOf, StoreFault, toFault } from '../disk/fault.ts';
import { bytesOf, copyRange, rowsOf, settledSize, type Range } from './lineRanges.ts';
import { openSchedule, SCHEDULE_FILE, scheduleName, syncFolderOf } from '../disk/place.ts';
import { markOf } from '../processes/processMark.ts';
import { replaceFile, machineMoves, type MoveSystem } from '../disk/replaceFile.ts';
import { moveClosed } from './moveClosed.ts';
import type { Archived, ArchiveRequest } from './scheduleLog.ts';
import { lockPath } from './archiveLock.ts';

const NOTHING: Archived = { ids: [], files: [] };
const busy = (): string =>
  l10n.t('Another process is archiving this schedule right now. Wait a moment and look again.');
const replaced = (): Refusal =>
  refusal(l10n.t('The schedule was replaced while it was being archived, so it was left as it is. Try again.'));

/**
 * Moves whole closed entries of a folder's schedule to its archive (FORMAT.md, "Archiving"), one process of a person at
 * a time. They are in the archive before they leave, so that dying half way leaves them in both; what others add
 * meanwhile is in the new file. Refused where somebody else is at it, or puts another file there meanwhile.
 */
export async function archiveEntries(
  folder: string,
  request: ArchiveRequest,
  writer: Writer,
  moves: MoveSystem = machineMoves(),
): Promise<Archived | Refusal> {
  const path = join(folder, SCHEDULE_FILE);
  const lock = await lockPath(path);
  const held = { lost: false };
  let release: () => Promise<void>;
  try {
    await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
    release = await lockfile.lock(path, {
      realpath: false,
      lockfilePath: `${lock}.lock`,
      onCompromised: () => (held.lost = true),
    });
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') {
      return refusal(busy());
    }
    throw toFault(error, l10n.t('lock the schedule in {0}', dirname(lock)));
  }
  try {
    const source = await openSchedule(folder, 'read');
    return source
      ? await archiveFrom(source, { folder, path, swap: `${lock}.swap`, held, request, writer, moves })
      : NOTHING;
  } finally {
    await release().catch(() => undefined);
  }
}

interface Job {
  readonly folder: string;
  readonly path: string;
  /** Where this process says that it is about to replace the file (`swapOver`). */
  readonly swap: string;
  /** Whether another process took the lock for left behind. */
  readonly held: { readonly lost: boolean };
  readonly request: ArchiveRequest;
  readonly writer: Writer;
  readonly moves: MoveSystem;
}

async function archiveFrom(source: FileHandle, job: Job): Promise<Archived | Refusal> {
  try {
    const { size, mode } = await source.stat();
    const leaving = new ArchiveSelection<Range>(job.request, job.writer);
    for await (const { row, from, to } of rowsOf(source, size)) {
      leaving.add(row, { from, to });
    }
    const leavers = leaving.leavers();
    if (leavers.length === 0) {
      return NOTHING;
    }
    const files = await fill(source, leavers, job);
    const beside = `${job.path}.tmp`;
    await rm(beside, { force: true });
    const target = await open(beside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode & 0o777);
    try {
      await writeRest(source, size, leavers, target);
      await target.sync();
      const refused = await putInPlace(source, size, { beside, target }, job);
      return refused ?? { ids: leavers.map(({ id }) => id), files };
    } finally {
      await target.close();
      await rm(beside, { force: true });
    }
  } catch (error) {
    throw toFault(error, l10n.t('archive entries of {0}', scheduleName(job.folder)));
  } finally {
    await source.close();
  }
}

/** Adds the rows that leave to the files of the archive; gives those, as a person names them. */
async function fill(
  source: FileHandle,
  leavers: readonly ArchivedEntry<Range>[],
  job: Job,
): Promise<readonly string[]> {
  const { into } = job.request;
  const archive = into ?? join(job.folder, ARCHIVE_FOLDER);
  await prepareArchive(archive, into === undefined);
  if (into === undefined) {
    await addArchiveToGitattributes(job.folder);
  }
  const months = new Map<string, Range[]>();
  for (const { closedAt, places } of leavers) {
    const name = archiveName(closedAt);
    const ranges = months.get(name) ?? [];
    months.set(name, ranges);
    ranges.push(...places);
  }
  const files: string[] = [];
  for (const [name, ranges] of [...months].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const shown = join(into ?? ARCHIVE_FOLDER, name);
    await addToArchive(join(archive, name), shown, source, ranges);
    files.push(shown);
  }
  return files;
}

/** Writes what stays of the first `size` bytes, each tombstone in the place of the last row of its entry. */
async function writeRest(
  source: FileHandle,
  size: number,
  leavers: readonly ArchivedEntry<Range>[],
  target: FileHandle,
): Promise<void> {
  const cuts = leavers.flatMap(({ places, tombstone }) =>
    places.map((range, index) => ({ ...range, put: index === places.length - 1 ? `${tombstone}\n` : '' })),
  );
  let position = 0;
  for (const { from, to, put } of cuts.sort((a, b) => a.from - b.from)) {
    await copyRange(source, { from: position, to: from }, target);
    await target.writeFile(put);
    position = to;
  }
  await copyRange(source, { from: position, to: size }, target);
}

/**
 * Puts the new file in the place of the old one, of which `size` bytes are in it, with what is added to that meanwhile.
 */
async function putInPlace(
  source: FileHandle,
  size: number,
  { beside, target }: { readonly beside: string; readonly target: FileHandle },
  { path, swap, held, moves }: Job,
): Promise<Refusal | undefined> {
  const { pid, born } = await markOf(process.pid);
  // In one step: whoever read half of it would take it for nobody's, and not wait.
  await replaceFile(swap, `${pid}\n${born ?? ''}`, { mode: 0o600 });
  try {
    const copied = await settledSize(source);
    await copyRange(source, { from: size, to: copied }, target);
    await target.sync();
    const [mine, there] = await Promise.all([source.stat({ bigint: true }), stat(path, { bigint: true })]);
    if (held.lost || mine.ino !== there.ino || mine.dev !== there.dev) {
      return replaced();
    }
    if (moves.platform === 'win32') {
      await Promise.all([source.close(), target.close()]);
      return (await moveClosed({ beside, path, copied, file: mine }, moves)) ? undefined : replaced();
    }
    await moves.rename(beside, path);
    await syncFolderOf(path);
    await addLater(source, copied, path);
    return undefined;
  } finally {
    await rm(swap, { force: true });
  }
}

/** Where to go on after a place: where the line began that goes on there, or after the line end that stands there. */
async function lineStart(source: FileHandle, place: number): Promise<number> {
  const [next] = await bytesOf(source, { from: place, to: place + 1 });
  if (next === 10) {
    return place + 1;
  }
  const from = Math.max(0, place - MAX_LINE_BYTES);
  return from + (await bytesOf(source, { from, to: place })).lastIndexOf(10) + 1;
}

/** Adds what was written to the old file after it was copied, whole lines of it, to the one in its place. */
async function addLater(source: FileHandle, copied: number, path: string): Promise<void> {
  const size = await settledSize(source);
  if (size === copied) {
    return;
  }
  const later = await bytesOf(source, { from: await lineStart(source, copied), to: size });
  const handle = await open(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    // A line end first: others may have begun to write there.
    const { bytesWritten } = await handle.write(Buffer.concat([Buffer.from('\n'), later]));
    if (bytesWritten !== later.length + 1) {
      throw new StoreFault(l10n.t('The disk took only a part of what was added meanwhile.'));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
