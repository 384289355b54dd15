import * as l10n from '@vscode/l10n';
import { statSync, watch, type FSWatcher } from 'node:fs';
import * as vscode from 'vscode';
import { realFolder } from '../../store/disk/realFolder.ts';
import type { ResultDesk, RunResult } from '../../verbs/resultDesk.ts';
import type { Failures } from '../model/failures.ts';
import { OneAtATime } from '../model/oneAtATime.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** How long events are gathered before the records are read, in ms. */
const GATHER = 80;

/** What the watch needs beside the window's schedules. */
export interface ResultPlace {
  readonly desk: ResultDesk;
  /** The records as they are: nothing is started to read them, and none is made right. */
  readonly records: () => Promise<readonly RunResult[]>;
  /** The folder that this machine's records are in, there or not. */
  readonly folder: string;
}

/**
 * The results that wait for a person, of runs for the schedules of this window. It looks when a record changes and when
 * the schedule does; the record of a runner that was killed stays as it is, and only the schedule tells.
 */
export class ResultWatch implements vscode.Disposable {
  private readonly place: ResultPlace;
  private readonly model: ScheduleModel;
  private readonly failures: Failures;
  private readonly looked = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  private records: FSWatcher | undefined;
  /** The folder that is watched. */
  private inode: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private known: readonly RunResult[] = [];
  private readonly looks = new OneAtATime(() => this.lookOnce());
  private isDisposed = false;

  /** After a look that found something else than the one before. */
  readonly onDidChange = this.looked.event;

  constructor(place: ResultPlace, model: ScheduleModel, failures: Failures) {
    this.place = place;
    this.model = model;
    this.failures = failures;
    this.listening = model.onDidChange(told => {
      if (told === 'schedule') {
        this.lookSoon();
      }
    });
  }

  /** Those that nobody has decided about, unread ones first, then the newest. */
  get waiting(): readonly RunResult[] {
    return this.known;
  }

  /** What decides about results. */
  get desk(): ResultDesk {
    return this.place.desk;
  }

  /** How many of them nobody has looked at. */
  get unread(): number {
    return this.known.filter(({ state }) => state === 'unread').length;
  }

  /**
   * Reads what is there now. Never rejects: what fails is reported once. A look that goes on is followed by another.
   */
  look(): Promise<void> {
    return this.looks.run();
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.records?.close();
    vscode.Disposable.from(this.listening, this.looked).dispose();
  }

  private lookSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, GATHER);
  }

  private follow(): void {
    const close = (): void => {
      this.records?.close();
      this.records = undefined;
    };
    if (this.isDisposed) {
      return;
    }
    const { folder } = this.place;
    const inode = statSync(folder, { throwIfNoEntry: false })?.ino;
    if (inode !== this.inode) {
      // A watch of a folder that was deleted hears nothing of the one that came in its place.
      close();
      this.inode = inode;
    }
    if (inode === undefined) {
      // The first record makes the folder. The schedule changes with that run too, so there will be another look.
      return;
    }
    try {
      this.records ??= watch(folder, { persistent: false }, () => this.lookSoon()).on('error', close);
    } catch {
      // The folder was deleted meanwhile.
    }
  }

  private async lookOnce(): Promise<void> {
    const before = textOf(this.known);
    this.follow();
    try {
      const found = await this.read();
      // The tree redraws a row that is another object, so the same results stay the same objects.
      this.known = textOf(found) === before ? this.known : found;
      this.failures.recovered(reading());
    } catch (error) {
      this.failures.reportOnce(reading(), error);
    }
    if (textOf(this.known) !== before) {
      this.looked.fire();
    }
  }

  private async read(): Promise<readonly RunResult[]> {
    const ours = new Set(this.model.schedules.map(({ ledger }) => realFolder(ledger.folder)));
    // In Restricted Mode no git is started.
    const { desk, records } = this.place;
    const all = await (vscode.workspace.isTrusted ? desk.list() : records());
    const waiting = all.filter(({ folder, state }) => ours.has(realFolder(folder)) && isWaiting(state));
    return [...waiting.filter(({ state }) => state === 'unread'), ...waiting.filter(({ state }) => state === 'read')];
  }
}

const reading = (): string => l10n.t('Reading results');

const isWaiting = (state: RunResult['state']): boolean => state === 'unread' || state === 'read';

const textOf = (results: readonly RunResult[]): string => JSON.stringify(results);
