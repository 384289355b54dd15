import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { KEEPERS, type Keeper } from '../../src/core/agent/launch.ts';
import { node, program, run } from '../cli/shell.ts';
import { inTerminal } from '../cli/terminal.ts';
import type { RealTools } from '../support/realTools.ts';
import { benchOfTools, deferJson } from '../support/toolBench.ts';

// Conversations that were begun without Defer, with the five real tools in an empty home and a model on this machine.

/** How each is begun where it may run commands by itself. */
const ALLOWING: Readonly<Record<Keeper, (id: string) => readonly string[]>> = {
  claude: id => ['-p', '--session-id', id, '--allowedTools', 'Bash'],
  codex: () => ['exec', '--dangerously-bypass-approvals-and-sandbox', '-'],
  copilot: id => ['--session-id', id, '--allow-all'],
  gemini: id => ['--session-id', id, '--yolo'],
  opencode: () => ['run'],
};

/** Those that write down that a limit stopped them, and how exactly they tell when it resets. */
const STOPPED: readonly (readonly [agent: Keeper, exact: boolean])[] = [
  ['claude', true],
  ['codex', true],
  ['copilot', false],
  ['opencode', false],
];

/** How often an entry is put off to a new reset by itself. */
const MOST = 5;

/** What a run would start. */
interface Preview {
  readonly argv: readonly string[];
  readonly stdin: string | null;
  readonly prompt: string;
}

interface Stopped {
  readonly due_at: string;
  readonly attempts: number;
}

interface Shown {
  readonly agent: string;
  readonly id: string;
  readonly folder: string;
  readonly title: string;
  readonly state: string;
  readonly resets_at: string | null;
  readonly entry: string | null;
}

describe('a conversation that was begun without Defer', { timeout: 900_000, concurrency: 2 }, () => {
  const bench = benchOfTools({ terminal: true });

  const open = (test: TestContext): RealTools | undefined => bench.open(test, true);
  const defer = <Value>(tools: RealTools, ...words: readonly string[]): Promise<Value> => deferJson(tools, words);
  const shown = (tools: RealTools): Promise<readonly Shown[]> => defer(tools, 'conversations');
  const begin = async (tools: RealTools, agent: Keeper, prompt: string): Promise<string> => {
    const { text } = await tools.run(agent, ALLOWING[agent](randomUUID()), prompt);
    assert.ok(bench.model.requestsWith(prompt).length > 0, text.slice(-2000));
    return text;
  };
  const allow = async (tools: RealTools, id: string): Promise<void> => {
    const { code, out } = await inTerminal({ env: { ...tools.env }, project: tools.cwd }, 'yes', 'allow', id);
    assert.equal(code, 0, out);
  };
  /** Runs what is due at a moment; gives what became of the only entry. */
  const runAt = async (tools: RealTools, at: number): Promise<{ readonly result: string; readonly why: string }> => {
    const [turn, ...others] = await defer<readonly { readonly result: string; readonly why: string | null }[]>(
      tools,
      ...['run', '--due', '--now', new Date(at).toISOString()],
    );
    assert.equal(others.length, 0);
    return { result: turn?.result ?? '', why: turn?.why ?? '' };
  };
  /** Lets an entry run without a person, and runs what is due a while later. */
  const runLater = async (tools: RealTools, id: string, at: number): Promise<void> => {
    await allow(tools, id);
    const turn = await runAt(tools, at);
    assert.equal(turn.result, 'ran', turn.why);
  };
  /** That one question to the model held both texts: it was one conversation. */
  const isOne = (first: string, second: string): boolean =>
    bench.model.requestsWith(second).some(texts => texts.includes(first));
  const holdsNo = ({ cwd }: RealTools, id: string): void =>
    assert.ok(!readFileSync(join(cwd, '.sf', 'schedule.jsonl'), 'utf8').includes(id), 'the file holds no id');

  for (const agent of KEEPERS) {
    it(`of ${agent} is listed, put off, and gone on with as itself`, async test => {
      const tools = open(test);
      if (!tools) {
        return;
      }
      const [first, second] = [`first-of-${agent}`, `second-of-${agent}`];
      await begin(tools, agent, first);
      const [one, ...none] = await shown(tools);
      assert.deepEqual([one?.agent, one?.folder, none.length, one?.entry], [agent, tools.cwd, 0, null]);
      // What Gemini calls is written only later, so that it may still be at it.
      assert.equal(one?.state, agent === 'gemini' ? 'working' : 'waiting');
      const id = one?.id ?? '';
      const words = ['add', second, '--when', '1h', '--conversation', id.slice(0, 12)];
      const entry = await defer<{ readonly id: string }>(tools, ...words);
      holdsNo(tools, id);
      assert.equal((await shown(tools))[0]?.entry, entry.id);
      await runLater(tools, entry.id, Date.now() + 2 * 3600_000);
      assert.ok(isOne(first, second), `${agent} did not go on with the conversation`);
      assert.deepEqual(
        (await shown(tools)).map(each => each.id),
        [id],
      );
    });

    it(`of ${agent} that a person went on with waits for them`, async test => {
      const tools = open(test);
      if (!tools) {
        return;
      }
      const [first, second, between] = [`begin-${agent}`, `later-${agent}`, `between-${agent}`];
      await begin(tools, agent, first);
      const [one] = await shown(tools);
      const words = ['add', second, '--when', '1h', '--conversation', one?.id ?? ''];
      const { id } = await defer<{ readonly id: string }>(tools, ...words);
      await allow(tools, id);
      // As a person does it by hand: the same program, in the same conversation, with other words.
      const { plan } = await defer<{ readonly plan: Preview }>(tools, 'run', id, '--dry-run', '--unattended');
      const args = plan.argv.slice(1).map(argument => (argument === plan.prompt ? between : argument));
      await tools.run(agent, args, plan.stdin === null ? undefined : between);
      assert.ok(isOne(first, between), `${agent} did not go on with the conversation`);
      const turn = await runAt(tools, Date.now() + 2 * 3600_000);
      assert.equal(turn.result, 'skipped');
      assert.match(turn.why, /went on since it was put off \(1 turn, last/);
      assert.deepEqual(bench.model.requestsWith(second), []);
      const shownNow = await defer<{ readonly status: string; readonly conversation: object }>(tools, 'show', id);
      assert.equal(shownNow.status, 'pending', 'a turn of the person closes nothing');
      assert.equal((shownNow.conversation as { readonly turns_since: number }).turns_since, 1);
    });

    it(`of ${agent} puts itself off by a command that it runs`, async test => {
      const tools = open(test);
      if (!tools) {
        return;
      }
      const [prompt, message] = [`come-back-${agent}`, `look-again-${agent}`];
      const command = `'${node}' '${program}' add '${message}' --when 1h --conversation this`;
      bench.model.answerTo(prompt, { kind: 'shell', command });
      const text = await begin(tools, agent, prompt);
      const [one, ...none] = await shown(tools);
      assert.ok(one?.entry, text.slice(-2000));
      assert.equal(none.length, 0);
      holdsNo(tools, one.id);
      await runLater(tools, one.entry, Date.now() + 2 * 3600_000);
      assert.ok(isOne(prompt, `Done.`) && isOne(prompt, message), `${agent} did not come back to itself`);
    });
  }

  for (const [agent, isExact] of STOPPED) {
    // OpenCode tries for more than a minute before it gives up.
    const putOff = agent === 'opencode' ? 1 : MOST;
    it(`of ${agent} that a limit stopped is parked, and goes on once that has reset`, async test => {
      const tools = open(test);
      if (!tools) {
        return;
      }
      const prompt = `meet-the-limit-${agent}`;
      const reset = Math.floor(Date.now() / 1000) + 3 * 3600 + 17;
      bench.model.answerTo(prompt, { kind: 'limit', resetsAt: reset });
      await begin(tools, agent, prompt);
      const [one] = await shown(tools);
      assert.deepEqual([one?.agent, one?.state], [agent, 'limit']);
      assert.equal(one?.resets_at, new Date(reset * 1000).toISOString(), `exact: ${isExact}`);
      const [entry, ...none] = await defer<readonly { readonly id: string; readonly due_at: string }[]>(
        tools,
        ...['park', '--yes'],
      );
      assert.equal(none.length, 0);
      assert.equal(entry?.due_at, new Date((reset + 60) * 1000).toISOString());
      holdsNo(tools, one?.id ?? '');
      const id = entry?.id ?? '';
      await allow(tools, id);
      let last = reset;
      for (let time = 1; time <= putOff; time += 1) {
        const now = last + 120;
        last = now + 2 * 3600 + time;
        bench.model.answerTo(prompt, { kind: 'limit', resetsAt: last });
        const turn = await runAt(tools, now * 1000);
        assert.equal(turn.result, 'limit', `time ${time}: ${turn.why}`);
        const { due_at: due, attempts }: Stopped = await defer<Stopped>(tools, 'show', id);
        assert.deepEqual([due, attempts], [new Date((last + 60) * 1000).toISOString(), 0], `time ${time}`);
      }
      const { code, out } = await run(node, [program, 'history', id], tools.cwd, tools.env);
      assert.equal(code, 0);
      assert.equal(out.match(/limit again, now/g)?.length, putOff, out);
      if (putOff === MOST) {
        const before = await defer<Stopped>(tools, 'show', id);
        const sixth = await runAt(tools, (last + 120) * 1000);
        assert.equal(sixth.result, 'limit');
        assert.equal((await defer<Stopped>(tools, 'show', id)).due_at, before.due_at, 'it stays overdue');
        const seventh = await runAt(tools, (last + 4 * 3600) * 1000);
        assert.equal(seventh.result, 'skipped');
        assert.match(seventh.why, /waits for you \(usage limit 6 times in a row\)/);
      }
      const later = new Date((last + 5 * 3600) * 1000).toISOString();
      await defer(tools, 'snooze', id, '1h', '--now', later);
      bench.model.answerTo(prompt, { kind: 'text', text: 'Done.' });
      assert.equal((await runAt(tools, (last + 7 * 3600) * 1000)).result, 'ran');
      assert.ok(isOne(prompt, 'The usage limit that stopped this conversation has reset.'));
      assert.deepEqual(
        (await shown(tools)).map(({ id, state }) => [id, state]),
        [[one?.id, 'waiting']],
      );
    });
  }
});
