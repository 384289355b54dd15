import { fromIso, isCanonicalIso } from '../basics/time.ts';
import { isCount, isRecord, memberOf, timeOf } from './fieldValues.ts';
import { MAX_ID_LENGTH, type Fields, type Problem } from './row.ts';

type Check = (value: unknown) => boolean;

const isText: Check = value => typeof value === 'string';
const isTime: Check = value => timeOf(value) !== undefined;

/** What a value must be, in words, and what tells whether it is. */
type Kind = readonly [what: string, check: Check];
const TEXT: Kind = ['a text', isText];
const TIME: Kind = ['an ISO time', isTime];
const OBJECT: Kind = ['an object', isRecord];
const COUNT: Kind = ['a whole number', isCount];

/** The fields that FORMAT.md knows, with what their values must be. Others are carried as they are. */
const KNOWN: ReadonlyMap<string, Kind> = new Map([
  ['kind', TEXT],
  ['status', TEXT],
  ['due_at', TIME],
  ['original_due_at', TIME],
  ['slot', TIME],
  ['expires_at', TIME],
  ['created_at', TIME],
  ['updated_at', TIME],
  ['looked_at', TIME],
  ['opened_at', TIME],
  ['created_by', TEXT],
  ['repeat', OBJECT],
  ['waits_for', OBJECT],
  ['payload', OBJECT],
  ['origin', OBJECT],
  ['attempts', COUNT],
  ['max_retries', COUNT],
  ['last_error', TEXT],
  ['reason', TEXT],
  ['note', TEXT],
  ['overlap', TEXT],
  ['process', OBJECT],
]);

/** The names of the fields that FORMAT.md knows. */
export const KNOWN_FIELDS: readonly string[] = [...KNOWN.keys()];

/** Fields whose value is a moment. */
export const TIMES: readonly string[] = KNOWN_FIELDS.filter(name => KNOWN.get(name) === TIME);

/** Whether a value may be an id (FORMAT.md: any non-empty text up to 128 characters). */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH;

/**
 * The members of a row that count as its fields: known ones of the wrong type are left out and named as problems
 * (`null` is left out in silence), `run_at` becomes `due_at` where there is none, unknown ones stay.
 */
export function readFields(raw: Fields, line: number, problems: Problem[]): Fields {
  return isPlain(raw) ? raw : checkFields(raw, line, problems);
}

/**
 * Whether nothing in a row has to be left out or reported. Nearly all rows are like this, and this check costs a third
 * of the full one.
 */
function isPlain(raw: Fields): boolean {
  for (const name of Object.keys(raw)) {
    const check = KNOWN.get(name)?.[1];
    if (check === undefined ? name === 'run_at' : !(check === isTime ? isPlainTime : check)(raw[name])) {
      return false;
    }
  }
  return true;
}

const isPlainTime: Check = value => typeof value === 'string' && isCanonicalIso(value);

/** Leaves out what is of the wrong type, and reports it. */
function checkFields(raw: Fields, line: number, problems: Problem[]): Fields {
  let fields: Record<string, unknown> | undefined;
  // Most rows are right as they stand: the parsed object itself is used until something has to go.
  const own = (): Record<string, unknown> =>
    (fields ??= Object.assign(Object.create(null), raw) as Record<string, unknown>);
  const leaveOut = (name: string, value: unknown, what: string): void => {
    delete own()[name];
    if (value !== null) {
      problems.push({ line, class: 'wrong type', text: `${name} is not ${what}; it was ignored.` });
    }
  };
  for (const name of Object.keys(raw)) {
    const known = KNOWN.get(name);
    if (known !== undefined && !known[1](raw[name])) {
      leaveOut(name, raw[name], known[0]);
    }
  }
  // After the check: a `due_at` of the wrong type counts as absent, here as in every later row.
  if (Object.hasOwn(raw, 'run_at') && !Object.hasOwn(fields ?? raw, 'due_at')) {
    const value = raw['run_at'];
    if (isTime(value)) {
      delete own()['run_at'];
      own()['due_at'] = value;
    } else {
      leaveOut('run_at', value, 'an ISO time');
    }
  }
  const seen = fields ?? raw;
  for (const name of TIMES) {
    const value = memberOf(seen, name);
    if (typeof value === 'string' && !/z$/i.test(value) && fromIso(value)?.offset === false) {
      problems.push({ line, class: 'time without offset', text: `${name} names no time zone, so it was read as UTC.` });
    }
  }
  return seen;
}
