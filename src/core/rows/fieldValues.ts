import type { Fields } from './row.ts';
import { fromIso, type Instant } from '../basics/time.ts';

/** A field's own value; undefined where it is not there. */
export const memberOf = (fields: Fields, name: string): unknown =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** A field that holds an object; an empty one where it does not. */
export function recordIn(fields: Fields, name: string): Fields {
  const value = memberOf(fields, name);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A field that holds a text with more than white space in it. */
export function textIn(fields: Fields, name: string): string | undefined {
  const value = memberOf(fields, name);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The texts of a field that holds a list. */
export function textsIn(fields: Fields, name: string): readonly string[] {
  const value = memberOf(fields, name);
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A field that holds an ISO time. */
export function timeIn(fields: Fields, name: string): Instant | undefined {
  const value = textIn(fields, name);
  return value === undefined ? undefined : fromIso(value)?.at;
}

/** A field that holds a number; 0 where it does not. */
export function countIn(fields: Fields, name: string): number {
  const value = memberOf(fields, name);
  return typeof value === 'number' ? value : 0;
}
