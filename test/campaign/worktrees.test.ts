import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { readResults } from '../../src/runner/results/resultRecord.ts';
import { node, program } from '../cli/shell.ts';
import { inTerminal } from '../cli/terminal.ts';
import { identity } from '../support/git.ts';
import type { Answer } from '../support/modelAnswers.ts';
import type { RealTools } from '../support/realTools.ts';
import { benchOfTools, deferJson } from '../support/toolBench.ts';

// Real agents in worktrees, in an empty home and with a model on this machine that has them write files.

type Agent = 'claude' | 'codex';

/** How each is started so that it may write without a person, as its user would set it up in `profiles.json`. */
const PROFILES: Readonly<Record<Agent, object>> = {
  claude: {
    unattended: {
      fresh: ['-p', '--session-id', '<session>', '--allowedTools', 'Write,Bash'],
      resume: ['-p', '--resume', '<session>', '--allowedTools', 'Write,Bash'],
      input: 'stdin',
    },
  },
  codex: {
    unattended: {
      fresh: ['exec', '--dangerously-bypass-approvals-and-sandbox', '-'],
      resume: ['exec', '--dangerously-bypass-approvals-and-sandbox', 'resume', '<session>', '-'],
      input: 'stdin',
    },
  },
};

/** How the model has each write a file. Where the worktree will be nobody knows beforehand, so its path is relative. */
const WRITES: Readonly<Record<Agent, Answer>> = {
  claude: { kind: 'tool', tool: 'Write', input: { file_path: 'made.txt', content: 'by the agent\n' } },
  codex: { kind: 'shell', command: 'echo by the agent > made.txt' },
};

describe('a real agent in a worktree', { timeout: 600_000 }, () => {
  const bench = benchOfTools({ terminal: true });

  const open = (test: TestContext, agent: Agent): RealTools | undefined => {
    const tools = bench.open(test);
    if (!tools) {
      return undefined;
    }
    const home = homeOf(tools);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    writeFileSync(join(home, 'profiles.json'), JSON.stringify({ [agent]: PROFILES[agent] }));
    writeFileSync(join(tools.cwd, 'a.txt'), 'one\n');
    git(tools, 'add', '--all');
    git(tools, 'commit', '--quiet', '--message=x');
    return tools;
  };
  const homeOf = ({ env }: RealTools): string => join(env['HOME'] ?? '', '.sf', 'defer');
  const git = ({ cwd, env }: RealTools, ...args: readonly string[]): string =>
    execFileSync('git', [...identity, ...args], { cwd, env: { ...env }, encoding: 'utf8', stdio: 'pipe' }).trim();
  const defer = <Value>(tools: RealTools, ...words: readonly string[]): Promise<Value> => deferJson(tools, words);
  /** Schedules, allows and runs an entry as it falls due. */
  const runUnwatched = async (tools: RealTools, ...words: readonly string[]): Promise<void> => {
    const { id } = await defer<{ readonly id: string }>(tools, 'add', ...words, '--when', '1h');
    const allowed = await inTerminal({ env: { ...tools.env }, project: tools.cwd }, 'yes', 'allow', id);
    assert.equal(allowed.code, 0, allowed.out);
    assert.match(allowed.out, /Works in: +a worktree of its own/);
    const [turn] = await defer<readonly { readonly result: string; readonly why: string | null }[]>(
      tools,
      ...['run', '--due', '--now', new Date(Date.now() + 2 * 3600_000).toISOString()],
    );
    assert.equal(turn?.result, 'ran', turn?.why ?? '');
  };

  for (const agent of ['claude', 'codex'] as const) {
    it(`of ${agent} writes there by its own tool, and the record names the file`, async test => {
      const tools = open(test, agent);
      if (!tools) {
        return;
      }
      writeFileSync(join(tools.cwd, 'a.txt'), 'changed by the person\n');
      const mark = `write-by-${agent}`;
      bench.model.answerTo(mark, WRITES[agent]);
      await runUnwatched(tools, 'Write it', '--agent', agent, '--prompt', mark);
      const [record] = await readResults(homeOf(tools));
      assert.deepEqual(
        [record?.state, record?.files.map(({ path }) => path), record?.changes?.dirty],
        ['unread', ['made.txt'], true],
        bench.model.requestsWith(mark).join('\n').slice(-3000),
      );
      assert.equal(readFileSync(join(record?.worktree ?? '', 'made.txt'), 'utf8').trim(), 'by the agent');
      assert.equal(existsSync(join(tools.cwd, 'made.txt')), false);
      assert.equal(readFileSync(join(tools.cwd, 'a.txt'), 'utf8'), 'changed by the person\n');
      assert.match(bench.model.requestsWith(mark)[0] ?? '', /1 changed file of the checkout is not in it/);
    });

    it(`of ${agent} schedules in the schedule of the checkout, and goes on in its conversation from there`, async test => {
      const tools = open(test, agent);
      if (!tools) {
        return;
      }
      git(tools, 'add', '--all', '--force');
      const mark = `schedule-by-${agent}`;
      const command = `'${node}' '${program}' add 'Look at it again' --when 1h && echo x > made.txt`;
      bench.model.answerTo(mark, { kind: 'shell', command });
      const shared = ['--agent', agent, '--mode', 'callback', '--session', 'mine'];
      await runUnwatched(tools, 'First', ...shared, '--prompt', mark);
      const listed = await defer<readonly { readonly title: string; readonly status: string }[]>(
        tools,
        'list',
        '--all',
      );
      assert.deepEqual(
        listed.filter(({ title }) => title === 'Look at it again').map(({ status }) => status),
        ['proposed'],
      );
      const second = `second-of-${agent}`;
      await runUnwatched(tools, 'Second', ...shared, '--prompt', second);
      assert.ok(
        bench.model.requestsWith(second).some(texts => texts.includes(mark)),
        `${agent} did not go on with the conversation`,
      );
      const records = await readResults(homeOf(tools));
      assert.equal(new Set(records.map(({ worktree }) => worktree)).size, 1);
      assert.deepEqual(
        records.map(({ state }) => state),
        ['unread', 'superseded'],
      );
    });
  }
});
