import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Alive } from '../../core/rows/runEvents.ts';
import { SECOND, type Clock, type Instant } from '../../core/basics/time.ts';
import { APART } from '../../render/view/groups.ts';
import type { View } from '../../render/view/entryView.ts';
import { viewAt } from '../../render/view/viewAt.ts';
import { runningStates, tallyOf, type Tally } from '../../render/view/tally.ts';
import type { Ledger, Scope } from '../../store/ledger.ts';
import { BEING_WRITTEN } from '../../store/scheduleReader.ts';
import { sfPlace } from '../../store/disk/sfPlace.ts';
import type { EntryMarks } from './entryMarks.ts';
import type { Failures } from './failures.ts';
import { LateAlive } from '../wiring/lateAlive.ts';
import { openLedger } from './openLedger.ts';
import { lookAtShown, readingOf } from './lookAtShown.ts';
import type { Whole } from './readWhole.ts';
import { scheduleName } from './scheduleName.ts';
import { ScheduleWatcher } from './scheduleWatcher.ts';
import { timeZone, unknownZone, watchedFoldersOf, watchedOf } from './settings.ts';

/** How often what is on the screen is drawn again while the window is focused, in ms. It starts nothing. */
const TICK = 30_000;

/** A workspace folder and its schedule, or the home folder and the global one. */
export interface FolderSchedule extends EntryMarks {
  readonly folder: vscode.WorkspaceFolder;
  readonly ledger: Ledger;
  /** Why its file cannot be read at the moment. */
  readonly fault: string | undefined;
}

const isProject = ({ ledger }: FolderSchedule): boolean => ledger.scope === 'project';

/** What is told of: that something was read or may have ended, or only that time has passed. */
export type Told = 'schedule' | 'time';

interface Slot extends FolderSchedule, vscode.Disposable {
  fault: string | undefined;
}

/**
 * The one live copy of the schedules in the editor, and the one event about them. It looks when somebody looks:
 * at activation, on window focus, when the file or the set of folders changes.
 */
export class ScheduleModel implements vscode.Disposable {
  readonly clock: Clock;
  readonly alive: Alive;
  private readonly lateAlive: LateAlive;
  private readonly failures: Failures;
  private readonly changed = new vscode.EventEmitter<Told>();
  private actor: string | undefined;
  private readonly parts: vscode.Disposable[] = [this.changed];
  private slots: readonly Slot[] = [];
  private lastView: View | undefined;
  private counted: Tally = { overdue: 0, oldest: undefined, next: undefined };
  private told = '';
  private looking: Promise<void> = Promise.resolve();
  private again: NodeJS.Timeout | undefined;

  readonly onDidChange = this.changed.event;

  constructor(clock: Clock, loadAlive: () => Promise<Alive>, failures: Failures) {
    this.clock = clock;
    this.lateAlive = new LateAlive(loadAlive, () => this.tell(), failures);
    this.alive = this.lateAlive.alive;
    this.failures = failures;
    this.slots = this.folders();
    const tick = setInterval(() => vscode.window.state.focused && this.tell(true), TICK);
    this.parts.push(
      { dispose: () => (clearInterval(tick), clearTimeout(this.again)) },
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.slots = this.folders();
        this.lookSoon();
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) {
          this.lookSoon(true);
        }
      }),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('defer')) {
          this.lastView = undefined;
          // Which files define entries may be another question now.
          this.lookSoon();
        }
      }),
    );
  }

  /** Those of the workspace folders, in their order, then the global one. */
  get schedules(): readonly FolderSchedule[] {
    return this.slots;
  }

  /** Those of the workspace folders. */
  get projects(): readonly FolderSchedule[] {
    return this.slots.filter(isProject);
  }

  /** What tells the entries of one schedule from those of another; empty where nothing has to. */
  markOf(schedule: FolderSchedule): string {
    const others = this.projects.length - Number(isProject(schedule));
    return others > 0 ? scheduleName(schedule) : '';
  }

  get now(): Instant {
    return this.clock.now();
  }

  /** What entries are looked at with; the same for all that is drawn within a second. */
  get view(): View {
    const { now } = this;
    // The zone is not asked for each row: the machine takes a tenth of a millisecond to tell it.
    if (!this.lastView || Math.abs(now - this.lastView.horizon.now) > SECOND) {
      this.lastView = viewAt(now, timeZone(), this.alive);
    }
    return this.lastView;
  }

  /** What waits, as of the last change that was told. */
  get tally(): Tally {
    return this.counted;
  }

  /** How many entries are being run. A runner that was killed changes no file, so this is asked anew. */
  get running(): number {
    return this.slots.reduce((sum, { ledger }) => sum + runningStates(ledger.schedule, this.alive).length, 0);
  }

  /** Reads what is new in every folder and tells whoever listens. Never rejects: a file that fails is shown as one. */
  look(verify = false): Promise<void> {
    this.looking = this.looking.then(async () => {
      await this.lookAtAll(verify);
      this.tell();
    });
    return this.looking;
  }

  /** Reads closed entries as well, of which `look` leaves some out, and gives the schedules that could be read. */
  async readAll(): Promise<readonly Whole<FolderSchedule>[]> {
    const { readWhole } = await import('./readWhole.ts');
    return readWhole(this.slots, this.failures);
  }

  /** Starts a look without waiting for it. */
  lookSoon(verify = false): void {
    void this.look(verify);
  }

  /**
   * Looks because a file may have changed or a run may have ended, and tells listeners only if one did. Several
   * watchers hear of one act, and a click on a row is lost if the tree is redrawn under it. Never rejects.
   */
  lookIfNew(): Promise<void> {
    return (this.looking = this.looking.then(async () => {
      await this.lookAtAll(false);
      if (this.read() !== this.told) {
        this.tell();
      }
    }));
  }

  /** What was read so far, as a text that differs where that does. */
  private read(): string {
    return this.slots
      .map(
        ({ folder, ledger, fault = '' }) =>
          `${folder.uri} ${ledger.revision} ${runningStates(ledger.schedule, this.alive).length} ${fault}`,
      )
      .join('\n');
  }

  dispose(): void {
    vscode.Disposable.from(...this.slots, ...this.parts).dispose();
  }

  private async lookAtAll(verify: boolean): Promise<void> {
    const zone = unknownZone();
    if (zone !== undefined) {
      const { tellUnknownZone } = await import('../say/unknownZone.ts');
      tellUnknownZone(zone, this.failures);
    }
    for (const slot of this.slots) {
      const doing = readingOf(slot);
      try {
        const schedule = await lookAtShown(slot.ledger, verify);
        await (schedule.open.some(({ hasRuns }) => hasRuns) ? this.lateAlive.ready() : undefined);
        slot.fault = undefined;
        this.failures.recovered(doing);
        this.lookAgainAt(slot.ledger);
      } catch (error) {
        slot.fault = error instanceof Error ? error.message : String(error);
        this.failures.reportOnce(doing, error);
      }
    }
  }

  /** Counts once for all who listen, and tells them. `isTick`: nothing else is known to have happened. */
  tell(isTick = false): void {
    const read = this.read();
    const what: Told = isTick && read === this.told ? 'time' : 'schedule';
    this.told = read;
    this.lastView = undefined;
    this.counted = tallyOf(
      this.slots.map(({ ledger }) => ledger.schedule),
      this.now,
      this.alive,
    );
    this.changed.fire(what);
  }

  /** An unfinished last line is a problem only after a while, and nothing else would make us look then. */
  private lookAgainAt(ledger: Ledger): void {
    if (ledger.isBeingWritten(this.now)) {
      clearTimeout(this.again);
      this.again = setTimeout(() => this.lookSoon(), BEING_WRITTEN + 100);
    }
  }

  /** The folders as they are now; those that were there before keep what was read. */
  private folders(): readonly Slot[] {
    const kept = new Map(this.slots.map(slot => [slot.folder.uri.toString(), slot]));
    const slotOf = (folder: vscode.WorkspaceFolder, scope: Scope): Slot => {
      const slot = kept.get(folder.uri.toString()) ?? this.openSlot(folder, scope);
      kept.delete(folder.uri.toString());
      return slot;
    };
    const home: vscode.WorkspaceFolder = { uri: vscode.Uri.file(homedir()), name: APART, index: -1 };
    const places = new Set([sfPlace(home.uri.fsPath)]);
    const slots = [
      ...(vscode.workspace.workspaceFolders ?? [])
        // A file with two names is one schedule. The home folder's schedule is the global one (FORMAT.md).
        .filter(({ uri }) => uri.scheme === 'file' && places.size < places.add(sfPlace(uri.fsPath)).size)
        .map(folder => slotOf(folder, 'project')),
      slotOf(home, 'global'),
    ];
    vscode.Disposable.from(...kept.values()).dispose();
    return slots;
  }

  private openSlot(folder: vscode.WorkspaceFolder, scope: Scope): Slot {
    const { uri } = folder;
    const ledger = openLedger(folder, scope, () => (this.actor ??= randomBytes(8).toString('hex')));
    const watcher = new ScheduleWatcher(watchedOf(uri, scope), watchedFoldersOf(uri, scope), () => this.lookIfNew());
    return { folder, ledger, fault: undefined, dispose: () => watcher.dispose() };
  }
}
