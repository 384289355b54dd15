import * as l10n from '@vscode/l10n';
import { ENVELOPE, isUntouched, type Digest, type Fields, type Problem, type Row } from '../rows/row.ts';
import { runEventKey, type RunEvent } from '../rows/runEvents.ts';
import { compareMoments, DAWN, type Moment } from '../rows/stamp.ts';
import {
  compareKeys,
  contend,
  foreignMoment,
  keyOf,
  momentOf,
  type Names,
  type Registers,
  type RowKey,
} from './registers.ts';

interface ForeignRow {
  readonly row: Row;
  readonly digest: string;
  /** The greatest moment of stamped rows on the lines before it. */
  readonly before: Moment;
}

interface KeyedEvent {
  readonly key: RowKey;
  readonly event: RunEvent;
}

/** The state that a set of rows adds up to: the value of each field, the run events, and the latest moment. */
class FoldedRows {
  readonly registers: Registers;
  /** By name; made when there is one, since most entries never run. */
  events: Map<string, KeyedEvent> | undefined;
  /** The greatest moment of any of them. */
  latest: Moment;

  constructor(from?: FoldedRows) {
    this.registers = new Map(from?.registers);
    this.events = from?.events && new Map(from.events);
    this.latest = from?.latest ?? DAWN;
  }

  add(row: Row, key: RowKey, sets: Names | 'all'): void {
    contend(this.registers, row, key, sets);
    if (row.run) {
      keepLeast((this.events ??= new Map()), row.run, key);
    }
    this.latest = later(this.latest, key);
  }
}

/**
 * What the rows of one entry say, however many there were. Stamped rows melt into registers, which is a join: their
 * order does not matter. Foreign rows are kept, since what they mean depends on where they stand and on whether
 * they were answered.
 */
export class RowHistory {
  private readonly stamped = new FoldedRows();
  private readonly foreign: ForeignRow[] = [];
  private readonly foreignDigests = new Set<string>();
  private readonly answered = new Set<string>();
  /** All rows that count, where any of them is foreign; made anew when one of those was answered. */
  private mixed: FoldedRows | undefined;

  /** Adds a row that stands after all that were added before. */
  add(row: Row, digest: Digest): void {
    for (const answer of row.answers) {
      if (!this.answered.has(answer) && this.foreignDigests.has(answer)) {
        this.mixed = undefined;
      }
      this.answered.add(answer);
    }
    if (row.stamp === undefined) {
      this.addForeign({ row, digest: digest(row.text), before: this.stamped.latest });
      return;
    }
    const untouched = isUntouched(row, digest);
    const key = keyOf(row, momentOf(row, untouched));
    const sets = untouched ? toNames(row.changed) : 'all';
    this.stamped.add(row, key, sets);
    this.mixed?.add(row, key, sets);
  }

  /** Whether any of its rows, answered or not, is foreign. */
  get hasForeign(): boolean {
    return this.foreign.length > 0;
  }

  /** One field as it stands. */
  field(name: string): unknown {
    return this.whole().registers.get(name)?.value;
  }

  /** The fields as they stand, removed ones left out. */
  fields(): Fields {
    const fields = Object.create(null) as Record<string, unknown>;
    for (const [name, { value }] of this.whole().registers) {
      if (value !== undefined) {
        fields[name] = value;
      }
    }
    return fields;
  }

  /** Everything that happened to its runs, in no order. */
  runEvents(): readonly RunEvent[] {
    return [...(this.whole().events?.values() ?? [])].map(({ event }) => event);
  }

  /** The greatest moment of any row seen; what a new row must be later than. */
  seen(): Moment {
    return this.whole().latest;
  }

  /** Digests of the foreign lines that no row has answered yet. */
  unansweredDigests(): readonly string[] {
    return [...new Set(this.foreign.map(({ digest }) => digest))].filter(digest => !this.answered.has(digest));
  }

  /** Digests of all foreign lines, answered or not, and of those that were answered and are gone. */
  allForeignDigests(): readonly string[] {
    return [...new Set([...this.foreignDigests, ...this.answered])];
  }

  /** Where the row stands that a field has its value from. */
  keyOf(name: string): RowKey | undefined {
    return this.whole().registers.get(name)?.key;
  }

  /** Foreign lines that were answered and stand there again. */
  problems(): readonly Problem[] {
    const met = new Set<string>();
    const problems: Problem[] = [];
    for (const { row, digest } of this.foreign) {
      if (met.has(digest) && this.answered.has(digest)) {
        const text = l10n.t(
          'Defer has already answered this exact line, so it changes nothing. To say it again, change its text.',
        );
        problems.push({ line: row.line, class: 'already answered', text });
      }
      met.add(digest);
    }
    return problems;
  }

  private addForeign(foreign: ForeignRow): void {
    const { row, digest } = foreign;
    if (this.mixed && !this.answered.has(digest)) {
      this.mixed.add(row, keyOf(row, foreignMoment(row, this.mixed.latest)), 'all');
    }
    this.foreign.push(foreign);
    this.foreignDigests.add(digest);
  }

  private whole(): FoldedRows {
    if (this.foreign.length === 0) {
      return this.stamped;
    }
    this.mixed ??= this.mix();
    return this.mixed;
  }

  private mix(): FoldedRows {
    const sum = new FoldedRows(this.stamped);
    let before = DAWN;
    for (const { row, digest, before: stampedBefore } of this.foreign) {
      if (!this.answered.has(digest)) {
        before = foreignMoment(row, later(before, stampedBefore));
        sum.add(row, keyOf(row, before), 'all');
      }
    }
    return sum;
  }
}

/** A few names are found sooner in a list; a hostile row may have thousands. */
const toNames = (names: readonly string[]): Names => (names.length > 16 ? new Set(names) : names);

const later = (a: Moment, b: Moment): Moment => (compareMoments(a, b) >= 0 ? a : b);

/** If several lines hold one run event, the smallest key wins, so the order of lines does not matter. */
function keepLeast(events: Map<string, KeyedEvent>, event: RunEvent, key: RowKey): void {
  const name = runEventKey(event);
  const known = events.get(name);
  if (!known || compareKeys(key, known.key) < 0) {
    events.set(name, { key, event });
  }
}

/** The fields of a row that stands alone. */
export function fieldsOfRow(row: Row): Fields {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(row.fields)) {
    if (!ENVELOPE.has(name)) {
      fields[name] = row.fields[name];
    }
  }
  return fields;
}
