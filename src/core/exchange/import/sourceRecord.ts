import { toIso } from '../../basics/time.ts';
import { isCount, isRecord, recordOf, timeOf, isTexts, type Members } from '../../rows/fieldValues.ts';

/** `2026-11-22T10:00:00Z`, with at most milliseconds: nothing of such a text is lost in a moment. */
const EXACT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

/**
 * A record of another system. What is understood is taken out of it, member by member; what is left in the end was not
 * and is kept as it stands, so that nothing can be lost by being forgotten here.
 */
export class SourceRecord {
  private readonly left: Map<string, unknown>;
  private readonly inner = new Map<string, SourceRecord>();

  constructor(raw: unknown) {
    this.left = new Map(Object.entries(recordOf(raw)));
  }

  /** A member as it stands, which stays. */
  peek(name: string): unknown {
    return this.left.get(name);
  }

  /** Whether there is such a member, of whatever type. */
  has(name: string): boolean {
    return this.left.has(name) || this.inner.has(name);
  }

  /** Takes a member out if it is one of the values given. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    return this.take(name, (value): value is Word => words.some(word => word === value));
  }

  /** Takes out a text with more than white space in it. */
  text(name: string): string | undefined {
    return this.take(name, (value): value is string => typeof value === 'string' && value.trim() !== '');
  }

  /** Takes out a list of texts. */
  texts(name: string): readonly string[] | undefined {
    return this.take(name, isTexts);
  }

  /** Takes out a whole number from 0 up. */
  count(name: string): number | undefined {
    return this.take(name, isCount);
  }

  /**
   * A moment as a row has it; without an offset it is UTC. The text stays where it says more than that: an offset, or
   * parts of a millisecond.
   */
  time(name: string): string | undefined {
    const value = this.left.get(name);
    const at = timeOf(value);
    if (at === undefined) {
      return undefined;
    }
    if (EXACT.test(value as string)) {
      this.left.delete(name);
    }
    return toIso(at);
  }

  /** A member that is a record; an empty one where it is not. What is left of it stays. */
  record(name: string): SourceRecord {
    const value = this.left.get(name);
    const known = this.inner.get(name);
    if (known || !isRecord(value)) {
      return known ?? new SourceRecord(undefined);
    }
    const record = new SourceRecord(value);
    this.left.delete(name);
    this.inner.set(name, record);
    return record;
  }

  /** Puts something among what is left. */
  keep(name: string, value: unknown): void {
    this.left.set(name, value);
  }

  /** Takes out what is left of a member, whatever it is. */
  remainder(name: string): unknown {
    const rest = this.inner.get(name)?.rest() ?? this.left.get(name);
    this.inner.delete(name);
    this.left.delete(name);
    return isRecord(rest) && Object.keys(rest).length === 0 ? undefined : rest;
  }

  /** What was not taken, as JSON can hold it. */
  rest(): Members {
    const inner = [...this.inner].map(([name, record]): [string, Members] => [name, record.rest()]);
    return Object.fromEntries([
      ...[...this.left].map(([name, value]): [string, unknown] => [name, plain(value)]),
      ...inner.filter(([, rest]) => Object.keys(rest).length > 0),
    ]);
  }

  private take<Value>(name: string, fits: (value: unknown) => value is Value): Value | undefined {
    const value = this.left.get(name);
    if (!fits(value)) {
      return undefined;
    }
    this.left.delete(name);
    return value;
  }
}

/** A value of YAML as JSON: numbers that JSON does not have become texts. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
  }
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
