import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_PROFILES } from '../../../../src/core/agent/profiles.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { standingOf, type Chosen } from '../../../../src/runner/agents/agents.ts';
import { argumentRefusal } from '../../../../src/runner/start/arguments.ts';
import { doctorText } from '../../../../src/render/text/entryText.ts';

const AGENTS = { env: {}, folders: [] };

function chosen(name: string, executable: Chosen['executable']): Chosen {
  const profile = BUILT_IN_PROFILES.get(name);
  assert.ok(profile && !isRefusal(profile));
  return { name, profile, executable };
}

const batch = { path: 'C:\\bin\\claude.cmd', calledAs: 'C:\\bin\\claude.cmd' };
const behind = { path: 'C:\\node.exe', calledAs: 'C:\\node.exe', args: ['C:\\x\\cli.js'], env: {} };

test('doctor agrees with a run about a batch file: it takes a prompt on standard input, not as an argument', () => {
  const { can, problem } = standingOf(chosen('claude', batch), AGENTS, 'win32');
  assert.deepEqual(can, ['unattended']);
  assert.equal(problem, argumentRefusal(batch, ['two\nlines'], 'win32')?.why);
  assert.match(
    doctorText([], [{ name: 'claude', path: batch.path, can, problem }], 'UTC'),
    /claude +C:\\bin\\claude\.cmd \(unattended\): The program is a batch file/,
  );
});

test('a profile that gives the prompt on standard input is usable with a batch file', () => {
  const given = chosen('claude', batch);
  const profile = { ...given.profile, input: 'stdin' } as const;
  const { can, problem } = standingOf({ ...given, profile }, AGENTS, 'win32');
  assert.deepEqual([can.includes('fresh'), can.includes('unattended'), problem], [true, true, null]);
});

test('a shim has all abilities, and so has every program on a system without cmd.exe', () => {
  const all = ['fresh', 'callback', 'unattended'];
  assert.deepEqual(standingOf(chosen('claude', { ...batch, behind }), AGENTS, 'win32'), { can: all, problem: null });
  assert.deepEqual(standingOf(chosen('claude', batch), AGENTS, 'linux'), { can: all, problem: null });
});
