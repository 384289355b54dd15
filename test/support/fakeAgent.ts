import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file, and what is in it. */
interface LeftFile {
  readonly path: string;
  readonly text: string;
}

/** What the fake agent is to do each time it is started. */
export interface FakeBehaviour {
  /** The line it prints; "fake agent" without one. */
  readonly prints?: string;
  /** The line it prints as an error. */
  readonly complains?: string;
  /** It ends only once this file exists. */
  readonly waitsFor?: string;
  readonly exitCode?: number;
  /** What it leaves behind, such as a conversation; paths from its folder on, or whole ones. */
  readonly leaves?: LeftFile | readonly LeftFile[];
  /** The environment variables it is to note. */
  readonly reads?: readonly string[];
  /** The tool in whose way it keeps its conversations; it keeps none without. */
  readonly keeps?: 'claude' | 'codex' | 'copilot' | 'gemini' | 'opencode';
}

/** One start of the fake agent as it saw it. */
export interface FakeCall {
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** True where its output is a terminal. */
  readonly terminal: boolean;
  readonly pid: number;
  /** What came on its input, whole; absent where that is a terminal. */
  readonly input?: string;
  /** The conversation it began or went on with; absent where it keeps none, or refused. */
  readonly session?: string;
}

/** A fake agent in a folder. */
export interface FakeAgent {
  /** The program, by its absolute path. */
  readonly path: string;
  /** Its starts so far, oldest first. */
  calls(): readonly FakeCall[];
  /** Changes what it does from the next start on. */
  behave(behaviour: FakeBehaviour): void;
}

const here = dirname(fileURLToPath(import.meta.url));

const inQuotes = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** What the shell does, as fakeAgent.sh reads it. */
const behaviourForShell = ({
  prints = 'fake agent',
  complains = '',
  waitsFor = '',
  exitCode = 0,
  reads = [],
  leaves = [],
}: FakeBehaviour): string =>
  [
    `prints=${inQuotes(prints)} complains=${inQuotes(complains)} waits_for=${inQuotes(waitsFor)}`,
    `exit_code=${exitCode} reads=${inQuotes(reads.join(' '))}`,
    'leave() {',
    ':',
    ...[leaves].flat().map(({ path, text }) => `printf '%s' ${inQuotes(text)} >${inQuotes(path)} || exit 1`),
    '}',
  ].join('\n');

/** A call as the shell noted it: its parts, each ended by a NUL. Undefined while it is not whole. */
const callOfShell = (noted: string): FakeCall | undefined => {
  const parts = noted.split('\0');
  if (parts.pop() !== 'noted') return undefined;
  const [count = '0', ...rest] = parts;
  const words = rest.splice(0, Number(count));
  const [folder = '', pid = '', output] = rest.splice(0, 3);
  const env = rest.splice(0, rest.indexOf('') + 1).slice(0, -1);
  const [input, ...text] = rest;
  return {
    arguments: words,
    folder,
    env: Object.fromEntries(env.map(pair => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])),
    terminal: output === 'terminal',
    pid: Number(pid),
    ...(input === 'input' && { input: text.join('\0') }),
  };
};

/** A fake agent that is a script of the shell. */
const placeShell = (path: string): FakeAgent => {
  const calls = `${path}.calls`;
  mkdirSync(calls, { recursive: true });
  writeFileSync(path, `#!/bin/sh\nown=${inQuotes(path)}\n${readFileSync(join(here, 'fakeAgent.sh'), 'utf8')}`);
  return {
    path,
    behave: behaviour => {
      if (behaviour.keeps) throw new Error('Place an agent that keeps conversations with `keeps`.');
      writeFileSync(`${path}.behaviour`, behaviourForShell(behaviour));
    },
    calls: () =>
      readdirSync(calls)
        .map(name => join(calls, name))
        .map(file => ({ begun: statSync(file, { bigint: true }).birthtimeNs, noted: readFileSync(file, 'utf8') }))
        .sort((a, b) => (a.begun < b.begun ? -1 : 1))
        .flatMap(({ noted }) => callOfShell(noted) ?? []),
  };
};

/** npm's Windows shim for a Node script, in its short form. */
const shimOf = (script: string): string =>
  ['@SETLOCAL', `@"${process.execPath}" "%~dp0\\${basename(script)}" %*`, ''].join('\r\n');

/** A fake agent that is a Node script, on Windows behind a shim. */
const placeNode = (path: string): FakeAgent => {
  const isWindows = process.platform === 'win32';
  writeFileSync(path, `#!${process.execPath}\n${readFileSync(join(here, 'fakeAgent.cjs'), 'utf8')}`);
  if (isWindows) writeFileSync(`${path}.cmd`, shimOf(path));
  return {
    path: isWindows ? `${path}.cmd` : path,
    behave: ({ keeps, ...next }) => {
      const store = keeps && { tool: keeps, module: join(here, 'fakeStores.cjs') };
      writeFileSync(`${path}.json`, JSON.stringify({ ...next, keeps: store }));
    },
    calls: () => {
      const record = `${path}.calls.jsonl`;
      if (!existsSync(record)) return [];
      const lines = readFileSync(record, 'utf8').split('\n').filter(Boolean);
      return lines.map(line => JSON.parse(line) as FakeCall);
    },
  };
};

/** Puts an executable named like an agent into a folder (made where missing); it needs nothing on PATH. */
export const placeFakeAgent = (folder: string, name: string, behaviour: FakeBehaviour = {}): FakeAgent => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const agent = behaviour.keeps || process.platform === 'win32' ? placeNode(path) : placeShell(path);
  chmodSync(path, 0o755);
  agent.behave(behaviour);
  return agent;
};
