import { isId, readFields } from './fields.ts';
import { isRecord, memberOf, recordOf } from './fieldValues.ts';
import { toRunEvent } from './readRunEvent.ts';
import { toStamp } from './stamp.ts';
import {
  isTooLong,
  MAX_DEPTH,
  MAX_LINE_BYTES,
  type Digest,
  type Fields,
  type Problem,
  type ProblemClass,
  type Row,
} from './row.ts';

/** What one line turned out to be: a row, something wrong, both, or (a blank line) neither. */
export interface DecodedLine {
  readonly row?: Row;
  readonly problems: readonly Problem[];
}

const NO_TEXTS: readonly string[] = [];
const NOTHING: DecodedLine = { problems: [] };
const CONFLICT = /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/;
const DIGEST = /^[0-9a-f]{16}$/;

/**
 * Reads one line of the file (FORMAT.md). Every text has an answer; nothing throws. `torn` says that the line is the
 * last and has no line end, so that what does not parse may still be being written.
 */
export function decodeLine(source: string, line: number, digest: Digest, torn = false): DecodedLine {
  const text = source.trim();
  if (text === '') {
    return NOTHING;
  }
  const wrong = (name: ProblemClass, why: string): DecodedLine => ({ problems: [{ line, class: name, text: why }] });
  if (isTooLong(text)) {
    return tooLong(line);
  }
  if (!text.startsWith('{') && CONFLICT.test(text)) {
    return wrong('conflict marker', 'A merge left this marker. The rows around it are read; delete the marker line.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Valid JSON never has a NUL character, so only text that is not JSON is searched for one.
    if (text.includes('\0')) {
      return wrong('NUL', 'The line holds a NUL character, so it was not read.');
    }
    return torn
      ? wrong('torn tail', 'The last line was cut off while it was written. It was ignored.')
      : wrong('bad JSON', `Not JSON: ${excerpt(text)}`);
  }
  if (!isRecord(value)) {
    return wrong('not an object', `Not a JSON object: ${excerpt(text)}`);
  }
  if (mayBeDeep(text) && isDeeperThan(value, MAX_DEPTH)) {
    return wrong('too deep', `Nested deeper than ${MAX_DEPTH} levels, so it was not read.`);
  }
  return toRow(value, text, line, digest);
}

/** What a reader answers for a line over the limit, whose text it need not keep. */
export function tooLong(line: number): DecodedLine {
  const text = `Longer than ${MAX_LINE_BYTES / 1024} KiB, so it was not read. Put long text into a file and name it as an artifact.`;
  return { problems: [{ line, class: 'too long', text }] };
}

function toRow(raw: Fields, text: string, line: number, digest: Digest): DecodedLine {
  const problems: Problem[] = [];
  const fields = readFields(raw, line, problems);
  const member = (name: string): unknown => memberOf(raw, name);
  const given = member('id');
  if (given !== undefined && given !== null && !isId(given)) {
    problems.push({
      line,
      class: 'wrong type',
      text: 'id is not a text of 1 to 128 characters; it was ignored.',
    });
  }
  if (!isId(given) && !Object.hasOwn(fields, 'due_at')) {
    const why = `Needs an id or a due time (due_at): ${excerpt(text)}`;
    return { problems: [...problems, { line, class: 'no entry', text: why }] };
  }
  const version = toVersion(member('schemaVersion'));
  if (version === undefined) {
    problems.push({ line, class: 'wrong type', text: 'schemaVersion is not a whole number; 1 was assumed.' });
  }
  const run = member('run');
  const event = toRunEvent(run);
  if (run !== undefined && run !== null && !event) {
    problems.push({ line, class: 'wrong type', text: 'run is not a run event; it was ignored.' });
  }
  const mark = readMark(member('defer'));
  const row: Row = {
    id: isId(given) ? given : `line-${digest(text)}`,
    text,
    line,
    version: version ?? 1,
    fields,
    run: event,
    stamp: mark.stamp,
    // Without those of the wrong type, which it did not set. (A field that is null counts as removed.)
    changed: problems.length === 0 ? mark.changed : mark.changed.filter(name => !isLeftOut(raw, fields, name)),
    answers: mark.answers,
    seal: mark.seal,
  };
  return { row, problems };
}

/** Whether a field stands in the line but was of the wrong type. */
const isLeftOut = (raw: Fields, fields: Fields, name: string): boolean =>
  Object.hasOwn(raw, name) && raw[name] !== null && !Object.hasOwn(fields, name);

/** What Defer's own member of a row says. Anything that is not as FORMAT.md has it counts as not there. */
function readMark(defer: unknown): Pick<Row, 'stamp' | 'changed' | 'answers' | 'seal'> {
  const mark = recordOf(defer);
  const seal = mark['h'];
  return {
    stamp: toStamp(mark['st']),
    changed: textsOf(mark['ch']),
    answers: textsOf(mark['over']).filter(item => DIGEST.test(item)),
    seal: typeof seal === 'string' ? seal : undefined,
  };
}

const isText = (item: unknown): item is string => typeof item === 'string';

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value.every(isText) ? value : value.filter(isText)) : NO_TEXTS;
}

/** 1 where there is none; `undefined` for what is no version. A text of digits is one: nobody should act on `"2"`. */
function toVersion(value: unknown): number | undefined {
  const version = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : (value ?? 1);
  return typeof version === 'number' && Number.isSafeInteger(version) && version >= 0 ? version : undefined;
}

/** The beginning of a line, for a person to recognise it by. */
const excerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** Whether a text opens so many objects and arrays that they could stand too deep in each other; few lines do. */
function mayBeDeep(text: string): boolean {
  let opened = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      opened += 1;
      if (opened > MAX_DEPTH) {
        return true;
      }
    }
  }
  return false;
}

const isDeeperThan = (value: object, limit: number): boolean =>
  limit === 0 ||
  Object.values(value).some(
    (inner: unknown) => typeof inner === 'object' && inner !== null && isDeeperThan(inner, limit - 1),
  );
