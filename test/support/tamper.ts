import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HEARTBEAT_STATE } from '../../src/core/files/heartbeat.ts';
import { GIT, SCHEDULE, type Json, type Script } from './approvedScripts.ts';
import type { MemberPath } from './fieldsRead.ts';

/** Where something can be changed after an approval: a member of something, or a whole text (no path). */
export interface Spot {
  readonly where: 'row' | 'head' | 'state' | 'git' | 'file';
  readonly path: MemberPath;
}

/** What is changed there; undefined takes it away. */
export interface Tamper extends Spot {
  readonly value: unknown;
}

/** Writes the files of a script, with what was changed in them. */
export function writeFiles(folder: string, { files = {}, head, state }: Script, tampers: readonly Tamper[]): void {
  for (const [path, text] of Object.entries(files)) {
    const whole = tampers.find(one => one.where === 'file' && one.path[0] === path);
    const body = typeof whole?.value === 'string' ? whole.value : text;
    const matter = Object.entries(tampered(head ?? {}, tampers, 'head'));
    const lines = matter.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}\n`).join('');
    const written =
      path === HEARTBEAT_STATE && !whole
        ? JSON.stringify(tampered(state ?? {}, tampers, 'state'))
        : path === SCHEDULE
          ? `---\n${lines}---\n${body}`
          : body;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), written);
  }
}

/** The line that somebody adds to the schedule; nothing where no row was changed. */
export function rowOf({ id, row: before = {} }: Script, tampers: readonly Tamper[]): string {
  const names = new Set(tampers.filter(({ where }) => where === 'row').map(({ path }) => path[0] ?? ''));
  const after = tampered(before, tampers, 'row');
  const set = [...names].map(name => [name, after[name] ?? null]);
  return names.size === 0 ? '' : `${JSON.stringify({ id, ...Object.fromEntries(set) })}\n`;
}

/** A value with all that was changed in it. */
export const tampered = (value: Json, tampers: readonly Tamper[], where: Spot['where']): Json =>
  tampers.filter(one => one.where === where).reduce((made, { path, value: put }) => withMember(made, path, put), value);

function withMember(value: unknown, [name, ...rest]: MemberPath, put: unknown): Json {
  const own = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  if (name === undefined) {
    return own;
  }
  const { [name]: before, ...others } = own;
  const after = rest.length === 0 ? put : withMember(before, rest, put);
  return after === undefined ? others : { ...others, [name]: after };
}

/** Whether git could have said that: a commit is hex digits, a count a number; only a branch is any text. */
export function fitsGit({ where, path, value }: Tamper): boolean {
  const before = path.reduce<unknown>((at, name) => (at as Json | undefined)?.[name], GIT);
  if (where !== 'git' || before === undefined) {
    return true;
  }
  if (value === undefined || typeof before === 'object') {
    return value === undefined && typeof before !== 'number';
  }
  if (typeof before === 'number') {
    return Number.isSafeInteger(value) && (value as number) >= 0;
  }
  const isCommit = typeof before === 'string' && /^[0-9a-f]{40}$/.test(before);
  return typeof value === typeof before && (!isCommit || /^[0-9a-f]{40}$/.test(String(value)));
}
