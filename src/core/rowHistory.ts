import { ENVELOPE, isUntouched, type Digest, type Fields, type Problem, type Row } from './row.ts';
import { runEventKey, type RunEvent } from './run.ts';
import { compareMoments, DAWN, type Moment } from './stamp.ts';
import { compareKeys, contend, foreignMoment, keyOf, momentOf, type Registers, type RowKey } from './registers.ts';

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

/**
 * What the rows of one entry say, however many there were. Stamped rows melt into registers, which is a join: their
 * order does not matter. Foreign rows are kept, since what they mean depends on where they stand and on whether
 * they were answered.
 */
export class RowHistory {
  private readonly stamped: Registers = new Map();
  private readonly foreign: ForeignRow[] = [];
  private readonly answered = new Set<string>();
  private readonly events = new Map<string, KeyedEvent>();
  private latest: Moment = DAWN;

  /** Adds a row that stands after all that were added before. */
  add(row: Row, digest: Digest): void {
    for (const answer of row.answers) {
      this.answered.add(answer);
    }
    if (row.stamp === undefined) {
      this.foreign.push({ row, digest: digest(row.text), before: this.latest });
      return;
    }
    const untouched = isUntouched(row, digest);
    const key = keyOf(row, momentOf(row, untouched));
    contend(this.stamped, row, key, untouched ? new Set(row.changed) : 'all');
    keepLeast(this.events, row.run, key);
    this.latest = later(this.latest, key);
  }

  /** The fields as they stand, removed ones left out. */
  fields(): Fields {
    let registers = this.stamped;
    if (this.foreign.length > 0) {
      registers = new Map(this.stamped);
      for (const [{ row }, key] of this.unanswered()) {
        contend(registers, row, key, 'all');
      }
    }
    const fields = Object.create(null) as Record<string, unknown>;
    for (const [name, { value }] of registers) {
      if (value !== undefined) {
        fields[name] = value;
      }
    }
    return fields;
  }

  /** Everything that happened to its runs, in no order. */
  runEvents(): readonly RunEvent[] {
    const seen = new Map(this.events);
    for (const [{ row }, key] of this.unanswered()) {
      keepLeast(seen, row.run, key);
    }
    return [...seen.values()].map(({ event }) => event);
  }

  /** The greatest moment of any row seen; what a new row must be later than. */
  seen(): Moment {
    return this.unanswered().reduce<Moment>((greatest, [, key]) => later(greatest, key), this.latest);
  }

  /** Digests of the foreign lines that no row has answered yet. */
  unansweredDigests(): readonly string[] {
    return [...new Set(this.foreign.map(({ digest }) => digest))].filter(digest => !this.answered.has(digest));
  }

  /** Foreign lines that were answered and stand there again. */
  problems(): readonly Problem[] {
    const met = new Set<string>();
    const problems: Problem[] = [];
    for (const { row, digest } of this.foreign) {
      if (met.has(digest) && this.answered.has(digest)) {
        const text =
          'Defer has answered this very line already, so it changes nothing. To say it anew, change its text.';
        problems.push({ line: row.line, class: 'already answered', text });
      }
      met.add(digest);
    }
    return problems;
  }

  /** Foreign rows that count, each with the key its place in the file gives it. */
  private unanswered(): (readonly [ForeignRow, RowKey])[] {
    const keyed: (readonly [ForeignRow, RowKey])[] = [];
    let before = DAWN;
    for (const foreign of this.foreign) {
      if (!this.answered.has(foreign.digest)) {
        before = foreignMoment(foreign.row, later(before, foreign.before));
        keyed.push([foreign, keyOf(foreign.row, before)]);
      }
    }
    return keyed;
  }
}

const later = (a: Moment, b: Moment): Moment => (compareMoments(a, b) >= 0 ? a : b);

/** Of run events that are one, the one of the least key is kept, so that no order of lines matters. */
function keepLeast(events: Map<string, KeyedEvent>, event: RunEvent | undefined, key: RowKey): void {
  if (!event) {
    return;
  }
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
