import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.ts';

// The instant at which the demo's rows are "now": 2026-01-12T09:00Z.
const demoBase = Date.UTC(2026, 0, 12, 9);
const minute = 60_000;
const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A row as read; only its `defer` member is looked at by name. */
type Row = { defer: { st: [number, number, string] } & Record<string, unknown> } & Record<string, unknown>;

/** One line of the demo with every instant moved by so many milliseconds, stamped and sealed anew. */
const shiftLine = (line: string, by: number): string => {
  const row = JSON.parse(line, (_key, value: unknown) =>
    typeof value === 'string' && isoInstant.test(value) ? new Date(Date.parse(value) + by).toISOString() : value,
  ) as Row;
  const { h: _seal, st, ...marks } = row.defer;
  const text = JSON.stringify({ ...row, defer: { st: [st[0] + by, st[1], st[2]], ...marks } }).slice(0, -2);
  // The seal covers the line's own text up to `,"h":` (src/store/FORMAT.md).
  return `${text},"h":"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"}}`;
};

/** The demo's schedule as it would read if it had been kept until `now` (ms UTC, taken to the whole minute). */
export const shiftSchedule = (text: string, now: number): string => {
  const by = Math.floor(now / minute) * minute - demoBase;
  return text.replace(/.+/g, line => shiftLine(line, by));
};

/** Copies test/fixtures/demo to `folder`, its due times moved so that they are relative to `now` (ms UTC). */
export const copyDemo = (folder: string, now: number): void => {
  cpSync(join(root, 'test', 'fixtures', 'demo'), folder, { recursive: true });
  const path = join(folder, '.sf', 'schedule.jsonl');
  writeFileSync(path, shiftSchedule(readFileSync(path, 'utf8'), now));
};
