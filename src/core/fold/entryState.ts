import * as l10n from '@vscode/l10n';
import { isOfFile, layOver, type Definition } from '../files/definition.ts';
import { NEVER, readTimes, type Times } from '../entry/times.ts';
import type { Repeat, RepeatReader } from '../repeat/repeat.ts';
import { refusal, type Refusal } from '../basics/refusal.ts';
import { FORMAT_VERSION, newerFormat, type Digest, type Fields, type Problem, type Row } from '../rows/row.ts';
import { fieldsOfRow, RowHistory } from './rowHistory.ts';
import type { RunEvent } from '../rows/runEvents.ts';
import { withoutUndone } from '../rows/undoneEvents.ts';
import type { Moment } from '../rows/stamp.ts';
import { slotOf } from '../entry/slot.ts';
import { memberOf, timeOf } from '../rows/fieldValues.ts';
import { isClosed } from '../rows/entryStatus.ts';
import { readWaits, type Observation, type Waits } from '../entry/waitsFor.ts';

/** Holds what reads repeats, once it is loaded; one for all entries of a schedule. */
export interface RuleBook {
  read?: RepeatReader;
}

const NO_RULES: RuleBook = {};

/** One entry as it stands after the rows read so far, kept small: most entries of a long file are never looked at. */
export class EntryState implements Times {
  readonly id: string;
  /** Whether anything of its runs may be known; most entries never ran. */
  hasRuns = false;
  private readonly digest: Digest;
  /** The only row so far: a row alone is the whole picture, whoever wrote it, and needs no digest. */
  private only: Row | undefined;
  private history: RowHistory | undefined;
  private version = 1;
  private lastLine = 0;
  /** The file that defines it; null where only a file could, and there is none. */
  private file: Definition | null | undefined;
  private laid: Fields | undefined;
  /** Made when it is first asked for: a file read from its beginning gives an entry many rows before anybody looks. */
  private times: Times | undefined;
  /** What the last look brought of what it waits for. */
  private lastObservation: Observation | undefined;
  private readonly rules: RuleBook;
  private rule: Repeat | Refusal | undefined;

  constructor(id: string, digest: Digest, rules: RuleBook = NO_RULES) {
    this.id = id;
    this.digest = digest;
    this.rules = rules;
  }

  /** Adds a row that stands after all that were added before. */
  add(row: Row): void {
    this.version = Math.max(this.version, row.version);
    this.lastLine = Math.max(this.lastLine, row.line);
    this.hasRuns ||= row.run !== undefined;
    if (!this.only && !this.history) {
      this.only = row;
    } else {
      this.whole().add(row, this.digest);
    }
    this.times = undefined;
    this.laid = undefined;
    this.rule = undefined;
  }

  /** Lays the file that defines it over its rows; null where its file is gone, and its rows are history. */
  define(definition: Definition | null | undefined): void {
    this.file = definition;
    this.times = undefined;
    this.laid = undefined;
    this.rule = undefined;
  }

  /** Keeps what was last seen of the event that it waits for. */
  observe(observation: Observation): void {
    this.lastObservation = observation;
    this.times = undefined;
  }

  /** What the last look brought of what it waits for. */
  get observation(): Observation | undefined {
    return this.lastObservation;
  }

  /** The file that defines it, where one does. */
  get definition(): Definition | undefined {
    return this.file ?? undefined;
  }

  /** Whether its rows are all that is left of an entry that a file defined. */
  get isGone(): boolean {
    return this.file === null && isOfFile(this.field('created_by'));
  }

  /** Whether any row says something of it. */
  get hasRows(): boolean {
    return this.lastLine > 0;
  }

  get status(): string {
    return this.read().status;
  }

  /** When it is due by the file, ms UTC; NEVER where it has no due time, or is paused. */
  get due(): number {
    return this.read().due;
  }

  /** Its due time before it was first snoozed, which lateness counts from, ms UTC; else `due`. */
  get lateFrom(): number {
    return this.read().lateFrom;
  }

  /** The slot of its rule that a repeat stands for (`slotOf`), ms UTC; of every other entry `lateFrom`. */
  get slot(): number {
    const { lateFrom, isWaiting } = this.read();
    return isWaiting
      ? NEVER
      : slotOf({
          stored: timeOf(this.field('slot')),
          due: timeOf(this.field('due_at')) ?? NEVER,
          lateFrom,
          isSnoozed: timeOf(this.field('original_due_at')) !== undefined,
          repeat: this.repeat,
        });
  }

  /** Past it, it is too late for it, ms UTC; NEVER where there is no such time. */
  get expires(): number {
    return this.read().expires;
  }

  /** Whether it repeats and is turned off for now (`repeat.enabled`). */
  get isPaused(): boolean {
    return this.read().isPaused;
  }

  /** Whether it waits for something that has not happened. */
  get isWaiting(): boolean {
    return this.read().isWaiting;
  }

  /** What it waits for, or why that cannot be read; undefined where its due time is all there is. */
  get waits(): Waits | Refusal | undefined {
    const value = this.field('waits_for');
    return value === undefined ? undefined : readWaits(value);
  }

  /** Its repeat, read once, or why it cannot be; undefined where it does not repeat. */
  get repeat(): Repeat | Refusal | undefined {
    const value = this.field('repeat');
    if (value === undefined) {
      return undefined;
    }
    if (!this.rules.read) {
      return refusal(l10n.t('Repeats cannot be read yet. Look at the schedule again.'));
    }
    this.rule ??= this.rules.read(value, {
      created: timeOf(this.field('created_at')),
      byAgent: this.createdBy?.startsWith('agent:') === true,
    });
    return this.rule;
  }

  /** Who made it, as the file says. */
  get createdBy(): string | undefined {
    const by = this.field('created_by');
    return typeof by === 'string' ? by : undefined;
  }

  /** Whether a version of Defer newer than this one wrote any of it. */
  get isNewer(): boolean {
    return this.version > FORMAT_VERSION;
  }

  get isOpen(): boolean {
    return !isClosed(this.status) && !this.isGone;
  }

  /** The line of the row that was read last, counted from 1. */
  get line(): number {
    return this.lastLine;
  }

  /** The fields as they stand, removed ones left out. */
  fields(): Fields {
    return this.file ? (this.laid ??= layOver(this.rowFields(), this.file)) : this.rowFields();
  }

  /** The fields as the rows alone have them, without its schedule file. */
  rowFields(): Fields {
    return this.only ? fieldsOfRow(this.only) : this.whole().fields();
  }

  /** Everything that happened to its runs and was not undone, in no order. */
  runEvents(): readonly RunEvent[] {
    return withoutUndone(this.recordedEvents());
  }

  /** Every event that any row has, in no order. */
  recordedEvents(): readonly RunEvent[] {
    const run = this.only?.run;
    return this.only ? (run ? [run] : []) : this.whole().runEvents();
  }

  /** The greatest moment of any row seen; what a new row must be later than. */
  seen(): Moment {
    return this.whole().seen();
  }

  /** Digests of the foreign lines that no row has answered yet. */
  unansweredDigests(): readonly string[] {
    return this.whole().unansweredDigests();
  }

  /** Whether there may be something wrong with its lines beyond what each says by itself. */
  get isDoubtful(): boolean {
    return this.isNewer || this.history?.hasForeign === true;
  }

  /** What is wrong with its lines beyond what each says by itself. */
  problems(): readonly Problem[] {
    const newer = this.isNewer ? [newerFormat(this.lastLine, this.version)] : [];
    return [...newer, ...(this.history?.problems() ?? [])];
  }

  private whole(): RowHistory {
    this.history ??= new RowHistory();
    if (this.only) {
      const row = this.only;
      this.only = undefined;
      this.history.add(row, this.digest);
    }
    return this.history;
  }

  private read(): Times {
    return (this.times ??= readTimes(name => this.field(name), this.lastObservation));
  }

  private field(name: string): unknown {
    if (this.file) {
      return memberOf(this.fields(), name);
    }
    if (this.only) {
      return memberOf(this.only.fields, name);
    }
    return this.whole().field(name);
  }
}
