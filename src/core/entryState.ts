import { FORMAT_VERSION, type Digest, type Fields, type Problem, type Row } from './row.ts';
import { fieldsOfRow, RowHistory } from './rowHistory.ts';
import { fromRunEvent, type RunEvent } from './run.ts';
import type { Moment } from './stamp.ts';
import { isClosed, toStatus } from './status.ts';
import { fromIso, type Instant } from './time.ts';

/** Where entries without a due time stand in the order of dueness: after all others. */
export const NEVER = Number.POSITIVE_INFINITY;

/** One entry as it stands after the rows read so far, kept small: most entries of a long file are never looked at. */
export class EntryState {
  readonly id: string;
  /** When it is due, ms UTC; NEVER where it has no due time. */
  due: number = NEVER;
  status = 'pending';
  private readonly digest: Digest;
  /** The only row so far: a row alone is the whole picture, whoever wrote it, and needs no digest. */
  private only: Row | undefined;
  private history: RowHistory | undefined;
  private version = 1;
  private lastLine = 0;

  constructor(id: string, digest: Digest) {
    this.id = id;
    this.digest = digest;
  }

  /** Adds a row that stands after all that were added before. */
  add(row: Row): void {
    this.version = Math.max(this.version, row.version);
    this.lastLine = Math.max(this.lastLine, row.line);
    if (!this.only && !this.history) {
      this.only = row;
      this.read(row.fields);
    } else {
      this.whole().add(row, this.digest);
      this.read(this.fields());
    }
  }

  /** Whether a version of Defer newer than this one wrote any of it. */
  get isNewer(): boolean {
    return this.version > FORMAT_VERSION;
  }

  get isOpen(): boolean {
    return !isClosed(this.status);
  }

  /** The line of the row that was read last, counted from 1. */
  get line(): number {
    return this.lastLine;
  }

  /** The fields as they stand, removed ones left out. */
  fields(): Fields {
    return this.only ? fieldsOfRow(this.only) : this.whole().fields();
  }

  /** Everything that happened to its runs, in no order. */
  runEvents(): readonly RunEvent[] {
    if (this.only) {
      return this.only.run ? [this.only.run] : [];
    }
    return this.whole().runEvents();
  }

  /** The greatest moment of any row seen; what a new row must be later than. */
  seen(): Moment {
    return this.whole().seen();
  }

  /** Digests of the foreign lines that no row has answered yet. */
  unansweredDigests(): readonly string[] {
    return this.whole().unansweredDigests();
  }

  /** What is wrong with its lines beyond what each says by itself. */
  problems(): readonly Problem[] {
    const newer: Problem = {
      line: this.lastLine,
      class: 'newer format',
      text: `A newer version of Defer wrote this entry (format ${this.version}). It is shown; update Defer to act on it.`,
    };
    return [...(this.isNewer ? [newer] : []), ...(this.history?.problems() ?? [])];
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

  private read(fields: Fields): void {
    this.status = toStatus(own(fields, 'status'));
    this.due = dueOf(own(fields, 'due_at')) ?? NEVER;
  }
}

const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

const dueOf = (value: unknown): Instant | undefined => (typeof value === 'string' ? fromIso(value)?.at : undefined);

/** What two states must agree on to be one, as text. */
export function fingerprint(state: EntryState): string {
  const fields = state.fields();
  const events = state.runEvents().map(event => JSON.stringify(fromRunEvent(event)));
  return JSON.stringify([
    state.id,
    Object.keys(fields)
      .sort()
      .map(name => [name, fields[name]]),
    events.sort(),
  ]);
}
