import { fromIso, type Instant } from '../basics/time.ts';

/** An object of which nothing is known but that it has members: the fields of a row, or what JSON or YAML held. */
export type Members = Readonly<Record<string, unknown>>;

/** Whether a value is an object with members; a list is none. */
export const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that is to be an object; an empty one where it is not. */
export const recordOf = (value: unknown): Members => (isRecord(value) ? value : {});

/** Whether a value is a whole number from 0 up. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Whether a value is a list of texts. */
export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');

/** A value that is to be an ISO time, as a moment; UTC where it names no offset. */
export const timeOf = (value: unknown): Instant | undefined =>
  typeof value === 'string' ? fromIso(value)?.at : undefined;

/** A member as it stands; undefined where it is not there. What every object inherits is no member. */
export const memberOf = (members: Members, name: string): unknown =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** A member that holds an object; an empty one where it does not. */
export const recordIn = (members: Members, name: string): Members => recordOf(memberOf(members, name));

/** A member that holds a text with more than white space in it. */
export function textIn(members: Members, name: string): string | undefined {
  const value = memberOf(members, name);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The texts of a member that holds a list. */
export function textsIn(members: Members, name: string): readonly string[] {
  const value = memberOf(members, name);
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A member that holds an ISO time. */
export const timeIn = (members: Members, name: string): Instant | undefined => timeOf(memberOf(members, name));

/** A member that holds a whole number from 0 up; 0 where it does not. */
export function countIn(members: Members, name: string): number {
  const value = memberOf(members, name);
  return isCount(value) ? value : 0;
}

/** The members without those that say nothing: undefined ones, and empty lists. */
export const present = (members: Members): Members =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
