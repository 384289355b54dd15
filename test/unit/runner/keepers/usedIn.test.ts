import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import type { Keeper } from '../../../../src/core/agent/launch.ts';
import type { Used } from '../../../../src/runner/keepers/usedIn.ts';
import { keeperOf } from '../../../../src/runner/keepers/keeperOf.ts';

const ID = '0cb916db-26aa-40f2-86b5-1ba81b225fd2';
const SINCE = instant(Date.UTC(2026, 10, 29));
const AT = '2026-11-29T00:00:01.000Z';

describe('what a conversation used', () => {
  let home: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'defer-used-')));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const write = (path: string, ...records: readonly object[]): string => {
    const whole = join(home, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, records.map(record => `${JSON.stringify(record)}\n`).join(''));
    return whole;
  };
  const usedBy = (name: Keeper): Promise<Used | undefined> => {
    const tool = { executable: '', calledAs: '', env: {} };
    return keeperOf(name, { HOME: home }, []).used?.(ID, SINCE, tool) ?? Promise.resolve(undefined);
  };
  const input = async (name: Keeper): Promise<number | undefined> => (await usedBy(name))?.tokens.input_tokens;
  /** The input, and whether that is all. */
  const all = async (name: Keeper): Promise<readonly unknown[]> => {
    const used = await usedBy(name);
    return [used?.tokens.input_tokens, used?.isWhole];
  };
  const claude = (id: string, tokens: number) => ({
    ...{ type: 'assistant', timestamp: AT },
    message: { id, usage: { input_tokens: tokens, output_tokens: 1 } },
  });
  const codex = (tokens: number) => ({
    ...{ type: 'event_msg', timestamp: AT },
    payload: { type: 'token_count', info: { total_token_usage: { input_tokens: tokens, output_tokens: 1 } } },
  });
  const meta = (id: string, more: object = {}) => ({
    type: 'session_meta',
    payload: { id, session_id: ID, cwd: '/x', ...more },
  });

  it('by Claude Code is that of its file and of its helpers', async () => {
    assert.equal(await input('claude'), undefined);
    write(`.claude/projects/p/${ID}.jsonl`, claude('a', 5));
    write(`.claude/projects/p/${ID}/subagents/agent-1.jsonl`, claude('b', 70));
    write('.claude/projects/p/00000000-26aa-40f2-86b5-1ba81b225fd2.jsonl', claude('c', 900));
    assert.equal(await input('claude'), 75);
  });

  it('by Codex is that of its file and of its helpers, and of no other', async () => {
    const file = (id: string): string => `.codex/sessions/2026/11/29/rollout-2026-11-29T00-00-00-${id}.jsonl`;
    const [helper, person] = ['1cb916db-26aa-40f2-86b5-1ba81b225fd2', '2cb916db-26aa-40f2-86b5-1ba81b225fd2'];
    write(file(ID), meta(ID), codex(5));
    write(file(helper), meta(helper, { source: { subagent: { thread_spawn: {} } } }), codex(70));
    write(file(person), meta(person, { source: 'exec' }), codex(900));
    assert.equal(await input('codex'), 75);
  });

  it('by Copilot and Gemini CLI is that of its file', async () => {
    const usage = { inputTokens: 5, outputTokens: 1 };
    const record = { type: 'session.usage_record', id: 'a', timestamp: AT, data: { usage } };
    write(`.copilot/session-state/${ID}/events.jsonl`, record);
    assert.equal(await input('copilot'), 5);
    write('.gemini/tmp/p/.project_root', {});
    const answer = { id: 'a', type: 'gemini', timestamp: AT, tokens: { input: 7, output: 1 } };
    write(`.gemini/tmp/p/chats/session-2026-11-29T00-00-${ID.slice(0, 8)}.jsonl`, answer);
    assert.equal(await input('gemini'), 7);
  });

  it('is not all of it where a helper was begun of which the store does not tell', async () => {
    const call = (...calls: readonly string[]) => ({
      ...{ type: 'assistant', timestamp: AT },
      message: {
        ...{ id: `with-${calls.join()}`, usage: { input_tokens: 5, output_tokens: 1 } },
        content: calls.map(id => ({ type: 'tool_use', id, name: 'Agent', input: {} })),
      },
    });
    write(`.claude/projects/p/${ID}.jsonl`, call('a'), call('a'));
    assert.deepEqual(await all('claude'), [5, false]);
    write(`.claude/projects/p/${ID}/subagents/agent-1.jsonl`, claude('b', 70));
    assert.deepEqual(await all('claude'), [75, true]);
    write(`.claude/projects/p/${ID}/subagents/agent-1.jsonl`, claude('b', 70), call('c'));
    assert.deepEqual(await all('claude'), [80, false], 'its helper has one');

    const file = (id: string): string => `.codex/sessions/2026/11/29/rollout-2026-11-29T00-00-00-${id}.jsonl`;
    const payload = { type: 'function_call', name: 'spawn_agent', namespace: 'multi_agent_v1', call_id: 'a' };
    write(file(ID), meta(ID), { type: 'response_item', timestamp: AT, payload }, codex(5));
    assert.deepEqual(await all('codex'), [5, false]);
    const helper = '1cb916db-26aa-40f2-86b5-1ba81b225fd2';
    write(file(helper), meta(helper, { source: { subagent: { thread_spawn: {} } } }), codex(70));
    assert.deepEqual(await all('codex'), [75, true]);
  });

  it('by Gemini CLI is that of its file and of its helpers, and theirs', async () => {
    const chats = '.gemini/tmp/p/chats';
    const [helper, inner] = ['1cb916db-26aa-40f2-86b5-1ba81b225fd2', '2cb916db-26aa-40f2-86b5-1ba81b225fd2'];
    const answer = (id: string, tokens: number, ...calls: readonly string[]) => ({
      ...{ id, type: 'gemini', timestamp: AT, tokens: { input: tokens, output: 1 } },
      ...(calls.length > 0 && { toolCalls: calls.map(call => ({ id: call, name: 'invoke_agent', args: {} })) }),
    });
    write('.gemini/tmp/p/.project_root', {});
    write(`${chats}/session-2026-11-29T00-00-${ID.slice(0, 8)}.jsonl`, answer('a', 5), answer('a', 5, 'call'));
    assert.deepEqual(await all('gemini'), [5, false]);
    write(`${chats}/${ID}/${helper}.jsonl`, { kind: 'subagent' }, answer('b', 70));
    assert.deepEqual(await all('gemini'), [75, true]);
    write(`${chats}/${helper}/${inner}.jsonl`, { kind: 'subagent' }, answer('c', 300));
    write(`${chats}/${inner}/${helper}.jsonl`, { kind: 'subagent' }, answer('d', 1000));
    assert.deepEqual(await all('gemini'), [1375, true]);
  });

  it('by Copilot has its helpers in it, and is not all of it while one goes on', async () => {
    const usage = (id: string, agentId?: string) => ({
      ...{ type: 'session.usage_record', id, timestamp: AT, data: { usage: { inputTokens: 5, outputTokens: 1 } } },
      ...(agentId !== undefined && { agentId }),
    });
    const step = (type: string) => ({ type: `subagent.${type}`, timestamp: AT, data: { toolCallId: 'call' } });
    const path = `.copilot/session-state/${ID}/events.jsonl`;
    write(path, usage('a'), step('started'), usage('b', 'helper'));
    assert.deepEqual(await all('copilot'), [10, false]);
    write(path, usage('a'), step('started'), usage('b', 'helper'), step('completed'), usage('c'));
    assert.deepEqual(await all('copilot'), [15, true]);
  });

  it('is not told by lines that are no records, whatever they quote', async () => {
    const path = write(`.claude/projects/p/${ID}.jsonl`, claude('a', 5), {
      type: 'user',
      timestamp: AT,
      message: { content: JSON.stringify(claude('b', 1000)) },
    });
    writeFileSync(path, `{"type":"assistant","timestamp":"${AT}","message":{"usage":{"input_tok`, { flag: 'a' });
    assert.equal(await input('claude'), 5);
  });

  it('is read over no link, and from no special file', async () => {
    const elsewhere = write('elsewhere.jsonl', claude('a', 5));
    mkdirSync(join(home, '.claude', 'projects', 'p'), { recursive: true });
    symlinkSync(elsewhere, join(home, '.claude', 'projects', 'p', `${ID}.jsonl`));
    assert.equal(await input('claude'), undefined);
    mkdirSync(join(home, '.copilot', 'session-state', ID), { recursive: true });
    if (process.platform !== 'win32') {
      execFileSync('sh', ['-c', 'mkfifo "$0"', join(home, '.copilot', 'session-state', ID, 'events.jsonl')]);
      await assert.rejects(input('copilot'));
    }
  });
});
