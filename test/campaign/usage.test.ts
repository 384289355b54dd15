import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { KEEPERS, type Keeper } from '../../src/core/agent/launch.ts';
import { NOTHING_TO_REPORT } from '../../src/core/agent/nothingToReport.ts';
import { inTerminal } from '../cli/terminal.ts';
import { gitEnv, identity } from '../support/git.ts';
import type { Tokens } from '../support/modelAnswers.ts';
import type { RealTools } from '../support/realTools.ts';
import { benchOfTools, deferJson } from '../support/toolBench.ts';

// What runs of the five real tools used, by their own stores, against what the model on this machine said; and the
// bounds that they keep themselves.

interface Past {
  readonly outcome: string;
  readonly exit_code: number | null;
  readonly nothing_to_report: boolean;
  readonly files: number | null;
  readonly over_minutes: number | null;
  readonly used: Readonly<Record<string, number | boolean | null>> | null;
}

/**
 * What the record is to say of a run with these answers. Only Claude's protocol tells what was written to the cache.
 */
function expected(agent: Keeper, all: readonly Tokens[]): Past['used'] {
  const sum = (of: (tokens: Tokens) => number): number => all.reduce((total, one) => total + of(one), 0);
  return {
    input_tokens: sum(({ input }) => input),
    cache_read_tokens: sum(({ read }) => read),
    cache_write_tokens: agent === 'claude' ? sum(({ written }) => written) : agent === 'gemini' ? null : 0,
    output_tokens: sum(({ output }) => output),
    reasoning_tokens: agent === 'claude' ? null : sum(({ thought }) => thought),
    exact: true,
  };
}

describe('a run of the real', { timeout: 900_000, concurrency: 2 }, () => {
  const bench = benchOfTools({ terminal: true });

  /** The tools in a home of their own; undefined where they are not here. */
  const open = (test: TestContext): RealTools | undefined => {
    const tools = bench.open(test);
    if (!tools) {
      return undefined;
    }
    execFileSync('git', [...identity, 'commit', '--quiet', '--allow-empty', '--message=x'], {
      cwd: tools.cwd,
      env: gitEnv(tools.cwd),
    });
    return tools;
  };
  const defer = <Value>(tools: RealTools, ...words: readonly string[]): Promise<Value> =>
    deferJson(tools, words, words[0] === 'run' ? [0, 1] : [0]);
  /** Schedules a prompt, allows it, and runs it; gives how that went. */
  async function runOne(tools: RealTools, agent: Keeper, prompt: string, ...more: readonly string[]): Promise<Past> {
    const words = ['add', prompt, '--prompt', prompt, '--when', '1h', '--agent', agent, ...more];
    const { id } = await defer<{ readonly id: string }>(tools, ...words);
    const { code, out } = await inTerminal({ env: { ...tools.env }, project: tools.cwd }, 'yes', 'allow', id);
    assert.equal(code, 0, out);
    const turns = await defer(tools, 'run', '--due', '--now', new Date(Date.now() + 2 * 3600_000).toISOString());
    const [past] = await defer<readonly Past[]>(tools, 'history', id);
    assert.ok(past, JSON.stringify(turns));
    return past;
  }

  for (const agent of KEEPERS) {
    it(`${agent} is recorded with what it used itself, and not what the conversation had used before`, async test => {
      const tools = open(test);
      if (!tools) {
        return;
      }
      const [first, second] = [`count-first-${agent}`, `count-second-${agent}`];
      const session = ['--mode', 'callback', '--session', 'count'];
      bench.model.answerTo(first, { kind: 'shell', command: 'echo counted' });
      const one = await runOne(tools, agent, first, ...session);
      assert.equal(one.outcome, 'ok');
      const ofFirst = bench.model.usedWith(first);
      assert.ok(ofFirst.length >= 1);
      assert.deepEqual(one.used, expected(agent, ofFirst));
      assert.equal(one.nothing_to_report, false);
      bench.model.answerTo(second, { kind: 'text', text: `All is well.\n\n**${NOTHING_TO_REPORT}**\n`, toTask: true });
      const two = await runOne(tools, agent, second, ...session);
      assert.ok(
        bench.model.requestsWith(second).some(texts => texts.includes(first)),
        'it is one conversation',
      );
      assert.deepEqual(two.used, expected(agent, bench.model.usedWith(second)));
      assert.deepEqual([two.outcome, two.nothing_to_report, two.files], ['ok', true, 0]);
    });
  }

  for (const [agent, tool, input] of [
    ['claude', 'Agent', { description: 'x', prompt: 'helper-of-claude', subagent_type: 'general-purpose' }],
    ['codex', 'spawn_agent', { message: 'helper-of-codex' }],
    [
      'copilot',
      'task',
      { agent_type: 'general-purpose', prompt: 'helper-of-copilot', description: 'x', name: 'x', mode: 'sync' },
    ],
    ['gemini', 'invoke_agent', { agent_name: 'generalist', prompt: 'helper-of-gemini' }],
    ['opencode', 'task', { description: 'x', prompt: 'helper-of-opencode', subagent_type: 'general' }],
  ] as const) {
    it(`${agent} is recorded with what its helpers used`, async test => {
      const tools = open(test);
      if (!tools) {
        return;
      }
      // Codex has helpers where it is told so, and Gemini CLI begins none without asking.
      const profiles = {
        codex: { unattended: { fresh: ['exec', '--enable', 'multi_agent', '-'], input: 'stdin' } },
        gemini: { unattended: { fresh: ['--session-id', '<session>', '--yolo'], input: 'stdin' } },
      };
      const home = join(tools.env['HOME'] ?? '', '.sf', 'defer');
      mkdirSync(home, { recursive: true, mode: 0o700 });
      writeFileSync(join(home, 'profiles.json'), JSON.stringify(profiles), { mode: 0o600 });
      const [begin, wait] = [`with-helper-${agent}`, `then-wait-${agent}`];
      const prompt = `${begin} ${wait}`;
      bench.model.answerTo(begin, { kind: 'tool', tool, input });
      // Codex does not wait for a helper by itself.
      bench.model.answerTo(wait, { kind: 'shell', command: 'sleep 3' });
      const past = await runOne(tools, agent, prompt);
      const ofHelper = bench.model.usedWith(`helper-of-${agent}`);
      const all = [...new Set([...bench.model.usedWith(prompt), ...ofHelper])];
      assert.ok(all.length >= 3, 'there was a helper');
      assert.deepEqual(past.used, expected(agent, all));
    });
  }

  for (const agent of ['claude', 'codex'] as const) {
    it(`${agent} is ended once its minute is over, and the record says so`, async test => {
      const tools = open(test);
      if (!tools) {
        return;
      }
      const prompt = `never-answered-${agent}`;
      bench.model.answerTo(prompt, { kind: 'none' });
      const began = Date.now();
      const past = await runOne(tools, agent, prompt, '--max-minutes', '1');
      assert.deepEqual([past.outcome, past.exit_code, past.over_minutes, past.used], ['failed', 143, 1, null]);
      assert.ok(Date.now() - began < 90_000, 'it was ended soon after');
    });
  }

  it('claude ends by itself once it has had its turns', async test => {
    const tools = open(test);
    if (!tools) {
      return;
    }
    const prompt = 'turn-and-turn';
    bench.model.answerTo(prompt, { kind: 'shell', command: 'echo turned' });
    const past = await runOne(tools, 'claude', prompt, '--max-turns', '1');
    assert.deepEqual([past.outcome, past.exit_code], ['failed', 1]);
    assert.equal(bench.model.usedWith(prompt).length, 1, 'there is no second question');
  });

  it('claude and copilot take a bound on money and on credits', async test => {
    const tools = open(test);
    if (!tools) {
      return;
    }
    assert.equal((await runOne(tools, 'claude', 'with-dollars', '--max-usd', '2.50')).outcome, 'ok');
    assert.equal((await runOne(tools, 'copilot', 'with-credits', '--max-credits', '30')).outcome, 'ok');
  });

  it('claude, copilot say which numbers they do not take, as the profiles have it', async test => {
    const tools = open(test);
    if (!tools) {
      return;
    }
    for (const [tool, args, words] of [
      ['claude', ['-p', '--max-turns=x'], /--max-turns <turns>.* must be a number/],
      ['claude', ['-p', '--max-budget-usd=0'], /must be a number greater than 0/],
      ['copilot', ['--max-ai-credits=29'], /at least 30 AI credits/],
    ] as const) {
      const { code, text } = await tools.run(tool, args, 'x');
      assert.notEqual(code, 0);
      assert.match(text, words);
    }
  });
});
