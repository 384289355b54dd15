import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ulid } from 'ulid';
import { copyDemo } from '../../../scripts/pictures/demo.ts';
import { root } from '../../../scripts/project.ts';
import { openEditor } from './editor.ts';
import { waitFor } from './waitFor.ts';

/** A row of the file as text says it; tests look at what they need. */
export interface FileRow {
  readonly id: string;
  readonly kind?: string;
  readonly status?: string;
  readonly due_at?: string;
  readonly original_due_at?: string;
  readonly created_by?: string;
  readonly updated_at?: string;
  readonly reason?: string;
  readonly attempts?: number;
  readonly last_error?: string;
  readonly payload?: Readonly<Record<string, unknown>> & { readonly message?: string };
  readonly run?: Readonly<Record<string, unknown>> & { readonly event?: string; readonly exit_code?: number };
}

/** An entry as the command line lists it. */
export interface ListedEntry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly group: string;
  readonly due_at: string | null;
  readonly original_due_at: string | null;
  readonly runs: readonly { readonly outcome: string; readonly exit_code: number | null }[];
}

/** A workspace folder of a test and the schedule in it. */
export interface Workspace {
  readonly folder: string;
  /** The schedule file's path. */
  readonly file: string;
  /** Every line of the file as JSON, oldest first; none where there is no file. */
  rows(): readonly FileRow[];
  /** The rows of the entry with this title, oldest first. */
  rowsOf(title: string): readonly FileRow[];
  /** Waits until the last row of the entry with this title is good, and answers with it. */
  lastRow(title: string, isGood: (row: FileRow) => boolean): Promise<FileRow>;
  /** Adds lines as an outsider would; makes folder and file where there are none. */
  append(...lines: readonly string[]): void;
  /** What the command line says of all entries, closed ones too. */
  list(): Promise<readonly ListedEntry[]>;
  /** A digest of every file in the folder by its path, so that any change shows. */
  fingerprint(): Readonly<Record<string, string>>;
}

const minute = 60_000;

/** The instant (ms UTC) so many minutes from now, negative ones ago. */
export const minutesFromNow = (minutes: number): number => Date.now() + minutes * minute;

/** Minutes from now to an ISO time. */
export const minutesUntil = (iso: string | undefined | null): number => (Date.parse(iso ?? '') - Date.now()) / minute;

/** A line of an entry, due so many minutes from now; `more` lies over its fields, `payload` over its payload. */
export const entryLine = (
  title: string,
  dueInMinutes: number,
  { payload = {}, ...more }: Readonly<Record<string, unknown>> & { readonly payload?: object } = {},
): string => {
  const [due_at, created_at] = [dueInMinutes, -10_000].map(minutes => new Date(minutesFromNow(minutes)).toISOString());
  const common = { schemaVersion: 1, id: ulid(), kind: 'reminder', status: 'pending', due_at, created_at };
  return JSON.stringify({ ...common, created_by: 'user', ...more, payload: { message: title, ...payload } });
};

/** A line of an entry that an agent is to go on with. */
export const promptLine = (title: string, dueInMinutes: number, agent: string, prompt: string): string =>
  entryLine(title, dueInMinutes, { kind: 'prompt', payload: { prompt, agent, mode: 'fresh' } });

/** Looks at a folder as a workspace. */
export const workspaceAt = (folder: string): Workspace => {
  const file = join(folder, '.sf', 'schedule.jsonl');
  const rows = (): readonly FileRow[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter(line => line !== '')
          .map(line => JSON.parse(line) as FileRow)
      : [];
  const rowsOf = (title: string): readonly FileRow[] => rows().filter(row => row.payload?.message === title);
  return {
    folder,
    file,
    rows,
    rowsOf,
    lastRow: async (title, isGood) => {
      const last = (): Promise<FileRow | undefined> => Promise.resolve(rowsOf(title).at(-1));
      const row = await waitFor(`a row of "${title}" in the file`, last, found => found !== undefined && isGood(found));
      return row as FileRow;
    },
    append: (...lines) => {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, lines.map(line => `${line}\n`).join(''));
    },
    list: async () => {
      const { env } = await openEditor();
      const words = [join(root, 'dist', 'cli.js'), '--dir', folder, '--json', 'list', '--all'];
      const { stdout } = await promisify(execFile)(process.execPath, words, { env });
      return JSON.parse(stdout) as ListedEntry[];
    },
    fingerprint: () => {
      const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(one => one.isFile())
        .map(one => join(one.parentPath, one.name));
      const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
      return Object.fromEntries(paths.sort().map(path => [path, digest(path)]));
    },
  };
};

/** Writes these files into a workspace, and these lines into its schedule. */
export const fillWorkspace = (
  { folder, append }: Workspace,
  lines: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (lines.length > 0) append(...lines);
};

/** A new folder with these lines as its schedule (none: no schedule at all) and these files by their paths. */
export const makeWorkspace = async (
  name: string,
  lines: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Workspace> => {
  const folder = join((await openEditor()).temporaryFolder(name), name);
  mkdirSync(folder);
  const workspace = workspaceAt(folder);
  fillWorkspace(workspace, lines, files);
  return workspace;
};

/** A new copy of the demo, its times made relative to now. */
export const makeDemo = async (): Promise<Workspace> => {
  const folder = join((await openEditor()).temporaryFolder('demo'), 'courier');
  copyDemo(folder, Date.now());
  return workspaceAt(folder);
};
