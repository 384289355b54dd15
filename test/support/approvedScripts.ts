import { HEARTBEAT_STATE } from '../../src/core/files/heartbeat.ts';
import { DAY, HOUR, instant, MINUTE, toIso } from '../../src/core/basics/time.ts';
import type { LauncherOptions } from '../../src/runner/start/launcher.ts';

export type Json = Readonly<Record<string, unknown>>;

/** An entry that a person approves: its row or its files, and how the work in its folder stands. */
export interface Script {
  readonly id: string;
  readonly row?: Json;
  /** By path from the folder on. */
  readonly files?: Readonly<Record<string, string>>;
  /** The head of its schedule file, of which the other files have nothing. */
  readonly head?: Json;
  readonly state?: Json;
  readonly options?: Partial<LauncherOptions>;
}

/** What files hold: before, and when they are looked at. */
export const [H1, H2] = ['1'.repeat(16), '2'.repeat(16)];
const COMMIT = '3f2a91c'.padEnd(40, '0');
/** What git says when the entry runs. */
export const GIT = {
  commit: '9ab1c2d'.padEnd(40, '0'),
  branch: 'main',
  dirty: true,
  distance: { ahead: 3, behind: 0 },
};
/** The schedule file, where a script has one. */
export const SCHEDULE = '.sf/schedules/nightly.md';

/** A moment shortly after a half hour, a day from now: whatever was changed on the disk meanwhile is older. */
export const LATER = instant(Math.ceil(Date.now() / (30 * MINUTE)) * 30 * MINUTE + DAY + MINUTE);
const DUE = toIso(instant(LATER - HOUR));

const payload = {
  ...{ message: 'Go on', prompt: 'Go on.', summary: 'Half way.', key_points: ['One'], constraints: ['Two'] },
  ...{ artifacts: ['docs/notes.md', 'src/a.ts:3-9'], agent: 'claude', mode: 'fresh' },
};
const origin = {
  ...{ commit: COMMIT, branch: 'main', dirty: false },
  artifacts: { 'docs/notes.md': H1, 'src/a.ts': H1, 'other.md': H1 },
};
const row = { kind: 'prompt', status: 'pending', due_at: DUE, created_by: 'user', payload, origin };
const repeat = { every: 'PT10M', anchor: '2026-01-01T00:00:00.000Z' };
const inArgument = { executable: 'claude', fresh: ['<prompt>'], unattended: { fresh: ['--say', '<prompt>'] } };
const heartbeat = {
  files: { 'HEARTBEAT.md': '## Inbox\nNew mail?\n## CI\n', [HEARTBEAT_STATE]: '{}' },
  state: { lastChecks: { Inbox: 1_700_000_000, Gone: 7 }, processed: ['mail-1'] },
};

/** Entries of every kind that can run without a person. */
export const SCRIPTS: Readonly<Record<string, Script>> = {
  'a prompt on standard input': { id: 'a', row },
  'a prompt as an argument': {
    id: 'a',
    row: { ...row, repeat, payload: { ...payload, agent: 'mine' } },
    options: { settings: () => ({ mine: inArgument }) },
  },
  'a conversation that goes on': { id: 'a', row: { ...row, payload: { ...payload, mode: 'callback', session: 's' } } },
  'an executor': {
    id: 'a',
    row: { ...row, repeat, payload: { ...payload, agent: 'executor' }, context: { summary: 'x' }, execution: {} },
  },
  'the prompt file of agent-defer': { id: 'a', row, options: { prompts: '/nowhere' } },
  'a command': { id: 'a', row: { ...row, kind: 'command', payload: { message: 'x', command: ['claude', 'x', '-y'] } } },
  'a CONTEXT.md that is read again': {
    id: 'a',
    row: {
      ...row,
      payload: {
        ...{ ...payload, context: { file: 'docs/CONTEXT.md' } },
        reoriented: { from: 'docs/CONTEXT.md', summary: true, key_points: 1, artifacts: 1, constraints: 0 },
      },
    },
    files: { 'docs/CONTEXT.md': '## Overview\nA courier.\n## State\n- half way\n## References\n- docs/notes.md\n' },
  },
  'an executor that waits for files': {
    id: 'a',
    row: {
      ...{ ...row, payload: { ...payload, agent: 'executor' } },
      waits_for: { file: '*.txt', baseline: { 'a.txt': H1 }, since: '2026-01-01T00:00:00.000Z' },
    },
  },
  'a schedule file': {
    id: 'schedule:nightly',
    files: { [SCHEDULE]: 'Look at the build.\n' },
    head: { every: '10m', agent: 'claude', mode: 'callback' },
  },
  'a heartbeat': { id: 'heartbeat', ...heartbeat, options: { standardAgent: () => 'claude' } },
  'a row that calls itself a heartbeat': { id: 'heartbeat', row: { ...row, payload: { ...payload, state: '{}' } } },
  'a heartbeat of an executor': { id: 'heartbeat', ...heartbeat, options: { standardAgent: () => 'executor' } },
};
