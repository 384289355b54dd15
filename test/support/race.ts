import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { bundled } from './bundled.ts';

/** A process that runs entries when it is told to. */
export interface Racer {
  readonly process: ChildProcess;
  /** Plans a run; `planned`, or why not. Undefined where the process has died. */
  plan(id: string, more?: { readonly ahead?: number; readonly remote?: string }): Promise<string | undefined>;
  /** Starts it; null once the agent has ended, else why it was not started. Undefined where the process has died. */
  go(): Promise<string | null | undefined>;
}

const racing = new Set<ChildProcess>();

// One that is left over, by a test that failed, would keep the test runner waiting.
after(() => racing.forEach(child => child.kill()));

/** Starts such a process for a folder, with a home of Defer's. */
export function startRacer(home: string, folder: string, env: Readonly<Record<string, string>>): Racer {
  const words = [bundled(join(import.meta.dirname, 'raceProcess.ts')), home, folder];
  const child = spawn(process.execPath, words, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  racing.add(child);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: string): Promise<string | undefined> => {
    child.stdin.write(`${line}\n`);
    const answer = (await lines.next()) as { readonly value?: string };
    return answer.value;
  };
  return {
    process: child,
    plan: (id, { ahead = 0, ...more } = {}) => ask(JSON.stringify({ id, ahead, ...more })),
    async go() {
      const answer = await ask('go');
      return answer === undefined ? undefined : (JSON.parse(answer) as { refused: string | null }).refused;
    },
  };
}

/**
 * An agent `claude` in a folder that starts at once and notes each start; gives the ids of the entries it was started
 * for.
 */
export function placeSwiftAgent(bin: string): () => readonly string[] {
  mkdirSync(bin, { recursive: true });
  const [path, calls] = [join(bin, 'claude'), join(bin, 'calls')];
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$DEFER_ENTRY_ID" >> '${calls}'\n`);
  chmodSync(path, 0o755);
  return () => (existsSync(calls) ? readFileSync(calls, 'utf8').split('\n').filter(Boolean) : []);
}

/** How often each text is among these. */
export function counted(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}
