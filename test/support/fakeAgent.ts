import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Puts an executable named like an agent into a folder (made where missing); it needs nothing on PATH. */
export const placeFakeAgent = (folder: string, name: string, behaviour: FakeBehaviour = {}): FakeAgent => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${readFileSync(join(here, 'fakeAgent.cjs'), 'utf8')}`);
  chmodSync(path, 0o755);
  const behave = ({ keeps, ...next }: FakeBehaviour): void => {
    const store = keeps && { tool: keeps, module: join(here, 'fakeStores.cjs') };
    writeFileSync(`${path}.json`, JSON.stringify({ ...next, keeps: store }));
  };
  behave(behaviour);
  return {
    path,
    behave,
    calls: () => {
      const record = `${path}.calls.jsonl`;
      if (!existsSync(record)) return [];
      const lines = readFileSync(record, 'utf8').split('\n').filter(Boolean);
      return lines.map(line => JSON.parse(line) as FakeCall);
    },
  };
};
