import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { node, openShell, program, run } from './shell.ts';

const shell = openShell();
after(() => shell.remove());

const SHELLS = ['/bin', '/usr/bin', '/usr/local/bin'];
const pathOf = (name: string): string | undefined => SHELLS.map(folder => join(folder, name)).find(existsSync);
const [bash, zsh, fish] = [pathOf('bash'), pathOf('zsh'), pathOf('fish')];
const unless = (name: string, path: string | undefined): string | false => (path ? false : `no ${name} here`);

before(async () => {
  const path = join(shell.bin, 'defer');
  writeFileSync(path, `#!/bin/sh\nexec '${node}' '${program}' "$@"\n`);
  chmodSync(path, 0o755);
  for (const [name, message] of [
    ['weekly', 'Weekly'],
    ['audit', 'Audit'],
  ] as const) {
    const row = JSON.stringify({ id: `schedule:${name}`, title: message, due_at: '2026-11-25T09:00:00Z' });
    await run('/bin/sh', ['-c', `mkdir -p .sf; echo '${row}' >> .sf/schedule.jsonl`], shell.project, {
      ...{ PATH: process.env['PATH'] ?? '', HOME: shell.home },
    });
  }
});

/** What bash offers for a line, as it asks when a person presses Tab at its end. */
const inBash = async (...words: readonly string[]): Promise<readonly string[]> => {
  const line = `eval "$(defer completion bash)"
COMP_WORDS=(defer ${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_defer_complete; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p defer`;
  const env = { ...shell.env, PATH: `${shell.bin}:${process.env['PATH']}` };
  const { out, err } = await run(bash ?? '', ['--norc', '-c', line], shell.project, env);
  assert.equal(err, '');
  const lines = out.split('\n').filter(Boolean);
  assert.equal(lines.pop(), 'complete -o default -F _defer_complete defer');
  return lines;
};

test('bash completes verbs, flags, choices and ids', { skip: unless('bash', bash) }, async () => {
  assert.deepEqual(await inBash('sn'), ['snooze']);
  assert.deepEqual(await inBash('list', '--up'), ['--upcoming']);
  assert.deepEqual(await inBash('list', '--scope', '='), ['project', 'global', 'all']);
  assert.deepEqual(await inBash('list', '--scope', '=', 'g'), ['global']);
  assert.deepEqual(await inBash('done', 'sch'), ['schedule:audit', 'schedule:weekly']);
  assert.deepEqual(await inBash('done', 'schedule', ':'), ['audit', 'weekly']);
  assert.deepEqual(await inBash('done', 'schedule', ':', 'w'), ['weekly']);
  assert.deepEqual(await inBash('add', 'x', '--artifact', ''), []);
  assert.deepEqual(await inBash('mcp', '--print', 'c'), ['claude', 'codex', 'copilot', 'cursor']);
  assert.deepEqual(await inBash('--json', 'list', '--up'), ['--upcoming'], 'a line that says --json is completed too');
});

test(
  'bash takes it on the keys themselves',
  { skip: unless('script', pathOf('script')) || unless('bash', bash) },
  async () => {
    const rc = join(shell.root, 'rc');
    writeFileSync(rc, `PS1='> '\neval "$(defer completion bash)"\n`);
    // The shell must listen before somebody types.
    const typed = `(sleep 1; printf 'defer sno\\tschedule:w\\t1h\\nexit\\n')`;
    const env = { ...shell.env, PATH: `${shell.bin}:${process.env['PATH']}`, TERM: 'dumb' };
    const line = `${typed} | script -qec '${bash} --rcfile ${rc} -i' /dev/null`;
    const { out } = await run('/bin/sh', ['-c', line], shell.project, env);
    assert.match(out, /Snoozed until/, out);
  },
);

test('zsh completes verbs with what they do', { skip: unless('zsh', zsh) }, async () => {
  const env = { ...shell.env, PATH: `${shell.bin}:${process.env['PATH']}` };
  const { err } = await run(zsh ?? '', ['-nc', (await shell.defer('completion', 'zsh')).out], shell.project, env);
  assert.equal(err, '');
});

test('fish completes verbs and ids', { skip: unless('fish', fish) }, async () => {
  const env = { ...shell.env, PATH: `${shell.bin}:${process.env['PATH']}` };
  const line = 'defer completion fish | source; complete -C "defer sn"; complete -C "defer done schedule:w"';
  const { out } = await run(fish ?? '', ['-c', line], shell.project, env);
  assert.match(out, /^snooze\t/m);
  assert.match(out, /^schedule:weekly\tWeekly/m);
});
