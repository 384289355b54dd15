import * as l10n from '@vscode/l10n';
import type { Change, Writer } from '../core/rows/change.ts';
import type { EntryState } from '../core/fold/entryState.ts';
import { isRefusal, refusal, type Refusal } from '../core/basics/refusal.ts';
import type { Problem } from '../core/rows/row.ts';
import type { OpenSchedule, Schedule } from '../core/fold/schedule.ts';
import type { Instant } from '../core/basics/time.ts';
import type { DefinitionSource } from './files/definitionSource.ts';
import { digest } from './disk/digest.ts';
import type { EventSource, StateSource, Wanted } from './events/eventSource.ts';
import type { LogAct, RowsWord } from './actLog.ts';
import type { Archived, ArchiveRequest, ReadOptions, ScheduleLog } from './log/scheduleLog.ts';
import { ScheduleReader } from './scheduleReader.ts';
import type { Writing } from './writeEntry.ts';

export type Scope = 'project' | 'global';

/** How a ledger reads that needs no closed entries. */
const OPEN: ReadOptions = { open: true };

/** What an act decides once it has seen the entry as it stands: a change to write, or why not. */
export type Decide = (state: EntryState | undefined) => Change | Refusal;

/** What follows once an entry is on the disk. It must not ask the ledger for another turn. */
export type AfterWrite = (after: EntryState) => Promise<void>;

/**
 * Decides what happens to open entries whose linked process may have ended. Asked before every act on an entry that is
 * there, whichever that is.
 */
export type DecideLinked = (
  linked: readonly EntryState[],
  now: Instant,
) => Promise<readonly { readonly state: EntryState; readonly change: Change }[]>;

/**
 * One schedule: it reads, appends and tells what the rows mean so far, and decides nothing. Whatever is asked of it is
 * done in the order of asking, so that two acts of one process never miss each other; against other processes the
 * stamps of the rows decide.
 */
export class Ledger {
  readonly scope: Scope;
  /** The folder it belongs to, absolute: a workspace folder, or the home folder for the global one. */
  readonly folder: string;
  private readonly writing: Writing;
  private readonly decideLinked: DecideLinked;
  private readonly files: DefinitionSource | undefined;
  private readonly events: EventSource | undefined;
  private readonly reader: ScheduleReader;
  private queue: Promise<unknown> = Promise.resolve();

  /**
   * `actor`: who writes, six to 32 hex digits, or what makes them once something is written. `decideLinked`: decides
   * what every act has to do first (`verbs/endLinked.ts`). `files`: where entries come from that files define; without,
   * rows are all there is. `events`: who sees what entries wait for, and how the work stands; without, they just wait.
   * `note`: keeps a log of what is done.
   */
  constructor(
    place: { readonly scope: Scope; readonly folder: string; readonly note?: LogAct },
    log: ScheduleLog,
    actor: string | (() => string),
    decideLinked: DecideLinked,
    files?: DefinitionSource,
    events?: EventSource,
  ) {
    this.scope = place.scope;
    this.folder = place.folder;
    this.decideLinked = decideLinked;
    this.files = files;
    this.events = events;
    this.reader = new ScheduleReader({ log, files, events });
    const who = typeof actor === 'string' ? () => actor : actor;
    this.writing = { folder: place.folder, log, reader: this.reader, actor: who, noted: place.note };
  }

  /** What was read so far; after `lookAtOpen` alone closed entries may be missing. */
  get schedule(): OpenSchedule {
    return this.reader.schedule;
  }

  /**
   * What `look` read, closed entries included. Throws where only `lookAtOpen` was called: what counts entries would
   * count too few.
   */
  get whole(): Schedule {
    return this.reader.whole;
  }

  /** The last line of the entries that are missing after `lookAtOpen`, counted from 1; 0 where none is. */
  get leftOutUpTo(): number {
    return this.reader.leftOutUpTo;
  }

  /** Greater each time that something new was read. */
  get revision(): number {
    return this.reader.revision;
  }

  /** Reads what is new and gives the schedule as it stands. Throws a StoreFault where the file cannot be read. */
  look(options?: { readonly verify?: boolean }): Promise<Schedule> {
    return this.inTurn(() => this.reader.look(options));
  }

  /**
   * Looks as `look` does, but closed entries may be missing, so that opening a long schedule costs what is open. Faults
   * as for `look`.
   */
  lookAtOpen(options?: { readonly verify?: boolean }): Promise<OpenSchedule> {
    return this.inTurn(() => this.reader.look({ ...options, ...OPEN }));
  }

  /** Whether an entry whose id begins like this may be missing after `lookAtOpen`. */
  mayLack(begin: string): Promise<boolean> {
    return this.inTurn(() => this.reader.isBeginningLeftOut(begin));
  }

  /** Ids that are missing after `lookAtOpen` and share the most with these; undefined where that cannot be told. */
  missingBeside(ids: readonly string[]): Promise<readonly string[] | undefined> {
    return this.inTurn(() => this.reader.leftOutBeside(ids));
  }

  /**
   * Looks, lets `decide` see the entry, and writes what it decides. Resolves with the entry as it then stands, once
   * it is on the disk. Throws a StoreFault where that fails: then nothing counts as done. `next` is called
   * before another turn begins.
   */
  act(id: string, now: Instant, decide: Decide, next?: AfterWrite): Promise<EntryState | Refusal> {
    return this.inTurn(() => followed(this.write(id, now, decide), next));
  }

  /**
   * Writes an entry that is new, and gives it as every reader will have it. Whoever has not looked yet reads no older
   * row: none is about a new id. Refused where it is too long. Throws a StoreFault where it cannot be written.
   * `next` as for `act`.
   */
  add(id: string, now: Instant, change: Omit<Change, 'also'>, next?: AfterWrite): Promise<EntryState | Refusal> {
    return this.inTurn(async () =>
      followed((await import('./writeEntry.ts')).writeNew(this.writing, id, change, now), next),
    );
  }

  /** Moves those of these entries that are closed to the archive (`ScheduleLog`), and reads what is left of them. */
  archive(request: ArchiveRequest, now: Instant): Promise<Archived | Refusal> {
    return this.inTurn(async () => {
      const { log, actor, noted } = this.writing;
      const archived = await log.archive(request, { now, actor: actor(), digest });
      await this.reader.look();
      await (isRefusal(archived) ? undefined : noted?.({ folder: this.folder, now, done: { archived } }));
      return archived;
    });
  }

  /** Does now what every act does first: changes entries whose process has ended, as `decideLinked` says. */
  endLinked(now: Instant): Promise<void> {
    return this.inTurn(() => this.reader.look(OPEN).then(() => this.changeLinked(now)));
  }

  private async changeLinked(now: Instant): Promise<void> {
    const { linked } = this.reader;
    for (const { state, change } of linked.length > 0 ? await this.decideLinked(linked, now) : []) {
      await this.change(state.id, state, change, now);
    }
  }

  private async write(id: string, now: Instant, decide: Decide): Promise<EntryState | Refusal> {
    await this.reader.look(OPEN);
    await this.changeLinked(now);
    const schedule = (await this.reader.isLeftOut([id])) ? await this.reader.look() : this.reader.schedule;
    const state = schedule.get(id);
    const decided = decide(state);
    if (isRefusal(decided)) {
      return decided;
    }
    const told = state?.definition
      ? await (
          await import('./files/fileChange.ts')
        ).fileChange(decided, state, { folder: this.folder, now, look: () => this.reader.look(OPEN) })
      : { state, change: decided };
    return isRefusal(told) ? told : this.change(id, told.state, told.change, now);
  }

  private async change(id: string, state: EntryState | undefined, change: Change, now: Instant): Promise<EntryState> {
    return (await import('./writeEntry.ts')).writeChange(this.writing, id, state, change, now);
  }

  /**
   * Writes many rows at once, as `make` decides by the schedule as it stands, and gives the schedule as it then stands.
   * `word`: what the log says of each. Faults as for `act`.
   */
  writeAll(
    now: Instant,
    make: (schedule: Schedule, writer: Writer) => readonly string[],
    word: RowsWord = 'imported',
  ): Promise<Schedule> {
    return this.inTurn(async () => {
      const { log, actor, noted } = this.writing;
      const rows = make(await this.reader.look(), { now, actor: actor(), digest });
      if (rows.length > 0) {
        await log.append(rows);
        await noted?.({ folder: this.folder, now, done: { rows, word } });
      }
      return this.reader.look();
    });
  }

  /** Where files are that define entries, from the folder on, with `/`; undefined where nobody looks for any. */
  get scheduleFolder(): string | undefined {
    return this.files?.scheduleFolder;
  }

  /** The `waits_for` of a new entry that is to wait for something, from how things stand at `now`, or why it cannot. */
  waitFor(wanted: Wanted, now: Instant): Promise<Readonly<Record<string, unknown>> | Refusal> {
    return this.inTurn(async () => {
      const { events } = this;
      const schedule = await this.reader.look();
      return events ? events.baseline(wanted, schedule, now) : refusal(l10n.t('Events are not watched here.'));
    });
  }

  /** Who sees how the work in the folder stands; undefined where nobody looks. */
  async work(): Promise<StateSource | undefined> {
    return this.events?.state();
  }

  /**
   * What is wrong with lines of the file; an unfinished end only once nobody can still be writing it. `now` in ms UTC.
   */
  problems(now: number): readonly Problem[] {
    return this.reader.problems(now);
  }

  /** Whether the file ends in an unfinished line that somebody may still be writing at `now`, ms UTC. */
  isBeingWritten(now: number): boolean {
    return this.reader.isBeingWritten(now);
  }

  private inTurn<Answer>(job: () => Promise<Answer>): Promise<Answer> {
    const answer = this.queue.then(job, job);
    this.queue = answer.catch(() => undefined);
    return answer;
  }
}

async function followed(writing: Promise<EntryState | Refusal>, next?: AfterWrite): Promise<EntryState | Refusal> {
  const after = await writing;
  await (isRefusal(after) ? undefined : next?.(after));
  return after;
}
