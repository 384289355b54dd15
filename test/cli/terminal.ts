import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { node, program, type Shell, type Spoken } from './shell.ts';

/** Where Defer is called from. */
type Place = Pick<Shell, 'env' | 'project'> & Partial<Pick<Shell, 'node'>>;

/** Whether this machine can give a program a terminal that nobody sits at (util-linux). */
export const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

/** Calls Defer in a terminal, as a person does who types these lines; `out` is all that the screen shows. */
export const inTerminal = (shell: Place, typed: string, ...words: readonly string[]): Promise<Spoken> =>
  inTerminalOf(shell, typed, [shell.node ?? node, program, ...words]);

/** Runs any program that calls Defer in a terminal. */
export function inTerminalOf(shell: Place, typed: string, called: readonly string[]): Promise<Spoken> {
  const command = called.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const env = { ...shell.env, SHELL: '/bin/sh', TERM: 'dumb', PATH: `${shell.env['PATH']}:/usr/bin:/bin` };
  const child = spawn('/usr/bin/script', ['-qefc', command, '/dev/null'], { cwd: shell.project, env });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    // What is typed before the question is lost to it.
    if (!out.includes('Type yes:') && (out + part).includes('Type yes:')) {
      child.stdin.write(`${typed}\n`);
    }
    out += part;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, out: out.replaceAll('\r\n', '\n'), err: '' }));
  });
}
