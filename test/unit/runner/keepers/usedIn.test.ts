import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import type { Keeper } from '../../../../src/core/agent/launch.ts';
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
  const input = async (name: Keeper): Promise<number | undefined> => {
    const tool = { executable: '', calledAs: '', env: {} };
    return (await keeperOf(name, { HOME: home }, []).used?.(ID, SINCE, tool))?.input_tokens;
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
