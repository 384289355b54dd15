import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isWindows = process.platform === 'win32';
const shims = fileURLToPath(new URL('../fixtures/shims/', import.meta.url));

/** A Windows program that runs the script beside it, or leaves a trace if there is none (`program.c`). */
const ownProgram = process.env['DEFER_TEST_EXE'] ?? '';

/** The ways in which agents are installed: on Windows as a program of their own, or as a package manager's shim. */
export const KINDS: readonly string[] = isWindows
  ? [
      ...(ownProgram === '' ? [] : ['exe']),
      'npm2-js',
      'npm3-js',
      'npm4-js',
      'npm9-js',
      'yarn-js',
      'pnpm5-js',
      'pnpm9-js',
    ]
  : ['script', 'link'];

/** One start of an agent, as the agent recorded it. */
export interface Call {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its standard input. */
  readonly input: string;
}

/** An agent that records each start in calls.jsonl, in the folder that an environment variable names. */
const RECORDER = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
let input = Buffer.alloc(0);
try { input = readFileSync(0); } catch {}
const call = { args: process.argv.slice(2), cwd: process.cwd(), input: input.toString('base64') };
appendFileSync(process.env.DEFER_TEST_CALLS, JSON.stringify(call) + '\\n');
console.log('done by the agent');
`;

/** Installs an agent that records its starts into a folder of programs. */
export function installAgent(bin: string, name: string, kind: string): void {
  if (kind === 'exe') {
    copyFileSync(ownProgram, join(bin, `${name}.exe`));
    writeFileSync(join(bin, `${name}.cjs`), RECORDER);
    return;
  }
  const script = join(bin, 'node_modules', 'codex', 'bin', 'codex.js');
  mkdirSync(dirname(script), { recursive: true });
  writeFileSync(script, RECORDER);
  if (isWindows) {
    writeFileSync(join(bin, `${name}.cmd`), readFileSync(join(shims, `${kind}.cmd`)));
  } else if (kind === 'link') {
    chmodSync(script, 0o755);
    symlinkSync(script, join(bin, name));
  } else {
    writeFileSync(join(bin, name), RECORDER, { mode: 0o755 });
  }
}

/** The starts that a file records. */
export const callsIn = (file: string): readonly Call[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as Call)
        .map(call => ({ ...call, input: Buffer.from(call.input, 'base64').toString('utf8') }))
    : [];

/** Programs of a repository that must never run: each leaves NAME.ran beside itself. Gives their paths. */
export function plantCanaries(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const names = isWindows
    ? [
        ...['node.cmd', 'claude.cmd', 'codex.bat', 'git.cmd', 'ps.cmd'],
        ...(ownProgram === ''
          ? []
          : ['node.exe', 'git.exe', 'claude.exe', 'cmd.exe', 'powershell.exe', 'schtasks.exe']),
      ]
    : ['node', 'git', 'claude', 'sh', 'ps'];
  return names.map(name => {
    const path = join(folder, name);
    if (name.endsWith('.exe')) {
      copyFileSync(ownProgram, path);
    } else {
      writeFileSync(path, isWindows ? '@echo ran> "%~f0.ran"\r\n' : '#!/bin/sh\n: > "$0.ran"\n', { mode: 0o755 });
    }
    return path;
  });
}
