import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HOUR, instant, MINUTE } from '../../../../src/core/basics/time.ts';
import type { KnownConversation } from '../../../../src/core/conversations/knownConversation.ts';
import { openConversations } from '../../../../src/runner/conversations/openConversations.ts';
import { placeFakeAgent } from '../../../support/fakeAgent.ts';
import type { ConversationAsk, ConversationDesk, ConversationList } from '../../../../src/verbs/conversationDesk.ts';
import { addTurn, FILE_KEEPERS, makeConversation, setTime, type Made } from '../../../support/madeStores.ts';
import { growth } from '../../../support/growth.ts';
import { withLinks } from '../../../support/systems.ts';

const NOW = Date.UTC(2026, 10, 28, 14);

describe('the conversations of this machine', () => {
  let root: string;
  let home: string;
  let work: string;
  let desk: ConversationDesk;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-conversations-')));
    [home, work] = [join(root, 'home'), join(root, 'work')];
    mkdirSync(home);
    mkdirSync(work);
    desk = open();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = (folders: readonly string[] = [work]): ConversationDesk =>
    openConversations({
      ...{ home: join(home, '.sf', 'defer'), env: { HOME: home }, zone: () => 'UTC', asker: 'call' },
      ...{ clock: { now: () => instant(NOW) }, folders: () => folders },
    });
  const make = (agent: (typeof FILE_KEEPERS)[number], made: Partial<Made> = {}): { id: string; path: string } =>
    makeConversation(home, agent, { folder: work, at: NOW - HOUR, ...made });
  const list = (ask: ConversationAsk = {}): Promise<ConversationList> => desk.list(ask);
  const all = async (ask: ConversationAsk = {}): Promise<readonly KnownConversation[]> =>
    (await list(ask)).conversations;
  const states = async (): Promise<readonly string[]> =>
    (await all()).map(({ agent, state }) => `${agent} ${state}`).sort();

  for (const agent of FILE_KEEPERS) {
    it(`tells who, where, what about, since when, and how a conversation of ${agent} stands`, async () => {
      const { id } = make(agent, { prompt: 'Fix the\nparser' });
      const [one, ...others] = await all();
      assert.deepEqual(others, []);
      assert.deepEqual(
        { ...one },
        {
          ...{ agent, id, folder: work, title: 'Fix the parser', startedAt: NOW - HOUR, activeAt: NOW - HOUR },
          ...{ writtenAt: NOW - HOUR, state: 'waiting', isHeld: false },
        },
      );
    });

    it(`tells of ${agent} that it works, or that nothing is known`, async () => {
      for (const end of ['call', 'question'] as const) {
        const { path } = make(agent, { id: '0cb916db-26aa-40f2-86b5-1ba81b225fd2', end });
        assert.deepEqual(await states(), [`${agent} unknown`], end);
        setTime(path, NOW - 10_000);
        assert.deepEqual(await states(), [`${agent} working`], end);
      }
    });

    it(`takes no conversation of ${agent} over a link, out of a pipe, or out of a folder`, withLinks, async () => {
      const { path } = make(agent);
      const away = join(root, 'away');
      renameSync(path, away);
      symlinkSync(away, path);
      assert.deepEqual(await states(), []);
      rmSync(path);
      execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
      assert.deepEqual(await states(), []);
      rmSync(path);
      mkdirSync(path);
      assert.deepEqual(await states(), []);
      rmSync(path, { recursive: true });
      renameSync(away, path);
      assert.deepEqual(await states(), [`${agent} waiting`]);
      // The folder around it as well.
      const around = dirname(path);
      renameSync(around, away);
      symlinkSync(away, around);
      assert.deepEqual(await states(), []);
    });

    it(`shows nothing raw that ${agent} has in a title, a folder or an id`, async () => {
      make(agent, { prompt: '\u001B]8;;http://x\u0007Fix\u001B[31m \u202Eit\u2066\u0000\u200B \u009B1m' });
      assert.deepEqual(
        (await all()).map(({ title }) => title),
        ['Fix it'],
      );
    });

    it(`bears a file of ${agent} that is cut, empty, torn, or no JSON`, async () => {
      const { path } = make(agent);
      appendFileSync(path, '{"type":"user","mess');
      assert.deepEqual(await states(), [`${agent} unknown`]);
      for (const text of [
        '',
        '\n\n',
        'not JSON\n',
        '[]\n',
        'null\n',
        '{}\n',
        '{"__proto__":{"a":1}}\n',
        '\0'.repeat(99),
      ]) {
        writeFileSync(path, text);
        setTime(path, NOW - HOUR);
        assert.deepEqual(await states(), [], JSON.stringify(text));
      }
    });

    it(`finds the newest event of ${agent} where it is longer than what is read at first`, async () => {
      make(agent, { filler: 300_000, answer: 'x'.repeat(200_000) });
      assert.deepEqual(await states(), [`${agent} waiting`]);
      const { path } = make(agent, { id: '0cb916db-26aa-40f2-86b5-1ba81b225fd2', filler: 100_000 });
      // A line without an end: no more than 4 MB of it are read.
      appendFileSync(path, '{"type":"assistant",');
      const look = async (megabytes: number): Promise<void> => {
        truncateSync(path, megabytes * 1024 * 1024);
        setTime(path, NOW - HOUR);
        assert.deepEqual(await states(), [`${agent} unknown`, `${agent} waiting`]);
      };
      const grown = await growth(look, 1024);
      assert.ok(grown < 4, `${grown.toFixed(1)} times as long`);
    });
  }

  it('tells when a limit resets: by a field to the second, by the words, or not at all', async () => {
    const resetsAt = NOW + 2 * HOUR + 34_000;
    make('claude', { end: { resetsAt } });
    make('codex', { end: { resetsAt } });
    make('copilot', { end: { resetsAt: NOW + 2 * HOUR } });
    make('copilot', { end: { resetsAt, notice: 'Sorry, you have hit a rate limit. Please try again.' } });
    const limits = (await all()).map(({ agent, state, limit }) => [agent, state, limit?.told, limit?.resetsAt]);
    assert.deepEqual(limits.sort(), [
      ['claude', 'limit', 'exact', resetsAt],
      ['codex', 'limit', 'exact', resetsAt],
      ['copilot', 'limit', 'notice', NOW + 2 * HOUR],
      ['copilot', 'limit', 'untold', undefined],
    ]);
  });

  it('shows those about a folder and what lies below it, of one agent, or all', withLinks, async () => {
    const below = join(work, 'packages', 'a');
    const link = join(root, 'link');
    symlinkSync(work, link);
    make('claude');
    make('codex', { folder: below });
    make('copilot', { folder: link });
    make('gemini', { folder: `${work}er` });
    const about = async (ask: ConversationAsk): Promise<readonly string[]> =>
      (await all(ask)).map(({ agent }) => agent).sort();
    assert.deepEqual(await about({ folders: [work] }), ['claude', 'codex', 'copilot']);
    assert.deepEqual(await about({ folders: [link] }), ['claude', 'codex', 'copilot']);
    assert.deepEqual(await about({ folders: [below] }), ['codex']);
    assert.deepEqual(await about({ folders: [work], agent: 'codex' }), ['codex']);
    assert.deepEqual(await about({}), ['claude', 'codex', 'copilot', 'gemini']);
    assert.deepEqual(await about({ folders: [] }), []);
  });

  it('reads no store that lies in a folder of the workspace', async () => {
    make('claude');
    make('codex');
    desk = open([root]);
    assert.deepEqual(await states(), []);
    desk = open([join(home, '.claude')]);
    assert.deepEqual(await states(), ['codex waiting']);
  });

  it('sees what changed since, and what is gone', async () => {
    const { path, id } = make('claude');
    assert.deepEqual(await states(), ['claude waiting']);
    makeConversation(home, 'claude', { id, folder: work, at: NOW - MINUTE * 2, end: { resetsAt: NOW + HOUR } });
    assert.deepEqual(await states(), ['claude limit']);
    rmSync(path);
    assert.deepEqual(await states(), []);
  });

  it('finds one by its id, whatever it is about', async () => {
    const made = FILE_KEEPERS.map(agent => ({ agent, ...make(agent, { folder: join(root, 'other') }) }));
    for (const { agent, id } of made) {
      assert.equal((await desk.find(id))?.agent, agent);
      assert.equal((await desk.find(id, agent))?.id, id);
      assert.equal(await desk.find(id, agent === 'claude' ? 'codex' : 'claude'), undefined);
      assert.equal(await desk.find(id.slice(0, 30)), undefined);
    }
  });

  it('counts what a person said since, and nothing that the agent did', async () => {
    for (const agent of FILE_KEEPERS) {
      const { id, path } = make(agent, { filler: 20_000 });
      const since = async (at: number): Promise<readonly unknown[]> => {
        const went = await desk.since(agent, id, instant(at));
        return [went?.conversation.id, went?.turns, went?.isWhole];
      };
      assert.deepEqual(await since(NOW - HOUR), [id, 0, true]);
      assert.deepEqual(await since(NOW - 2 * HOUR), [id, 1, true]);
      const more = (end: 'call' | 'question', at: number): void => addTurn(agent, path, { folder: work, id, at, end });
      more('call', NOW - 30 * MINUTE);
      assert.deepEqual(await since(NOW - HOUR), [id, 0, true], agent);
      more('question', NOW - 20 * MINUTE);
      more('question', NOW - 10 * MINUTE);
      assert.deepEqual(await since(NOW - HOUR), [id, 2, true], agent);
      assert.deepEqual(await since(NOW - 15 * MINUTE), [id, 1, true], agent);
    }
    assert.equal(await desk.since('claude', 'none', instant(0)), undefined);
  });

  it('asks opencode, which alone reads its own store: once a minute at most, and outside of every workspace', async () => {
    const bin = join(root, 'bin');
    const store = join(home, '.local', 'share', 'opencode');
    let now = NOW;
    const row = {
      ...{ id: 'ses_ddcf938f6ffeNVAnhZmxmed5At', directory: work, title: 'Fix it', role: 'assistant', finish: 'stop' },
      ...{ time_created: NOW - HOUR, time_updated: NOW - HOUR, at: NOW - HOUR, completed: NOW - HOUR },
    };
    const opencode = placeFakeAgent(bin, 'opencode', { prints: JSON.stringify([row]) });
    desk = openConversations({
      ...{ home: join(home, '.sf', 'defer'), env: { HOME: home, PATH: bin }, zone: () => 'UTC', asker: 'call' },
      ...{ clock: { now: () => instant(now) }, folders: () => [work] },
    });
    assert.deepEqual(await states(), [], 'there is no store');
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, 'opencode.db'), 'one');
    assert.deepEqual(await states(), ['opencode waiting']);
    const words = { error: 'APIError', status: 429, message: 'Usage limit reached, resets in 2h' };
    opencode.behave({ prints: JSON.stringify([{ ...row, ...words }]) });
    assert.deepEqual(await states(), ['opencode waiting'], 'nothing has changed');
    writeFileSync(join(store, 'opencode.db'), 'two and more');
    assert.deepEqual(await states(), ['opencode waiting'], 'it was asked a moment ago');
    now += MINUTE;
    const [one] = await all();
    assert.deepEqual([one?.state, one?.limit?.resetsAt], ['limit', NOW + HOUR]);
    assert.equal(opencode.calls().length, 2);
    assert.ok(opencode.calls().every(call => call.folder === store && call.arguments[0] === 'db'));
    opencode.behave({ prints: 'no such command' });
    writeFileSync(join(store, 'opencode.db'), 'three');
    now += MINUTE;
    const { conversations, problems } = await list();
    assert.deepEqual([conversations, problems.length], [[], 1]);
  });

  it('says how many files of a tool are in no form that it knows, and lists all others', async () => {
    make('codex');
    make('claude');
    const { path } = make('claude');
    writeFileSync(path, '{"type":"user","message":{"content":"a"},"at":"in a form of tomorrow"}\n');
    const { conversations, problems } = await list();
    assert.equal(conversations.length, 2);
    assert.deepEqual(problems, ['claude: 1 file is in a format that Defer does not know.']);
  });

  it('knows of a live process that has a conversation open', async () => {
    const claude = make('claude');
    const copilot = make('copilot');
    const held = async (): Promise<readonly string[]> =>
      (await all()).flatMap(one => (one.isHeld ? [one.agent] : [])).sort();
    const sessions = join(home, '.claude', 'sessions');
    mkdirSync(sessions);
    const record = (more: object): void =>
      writeFileSync(
        join(sessions, `${process.pid}.json`),
        JSON.stringify({ pid: process.pid, sessionId: claude.id, ...more }),
      );
    const lock = join(dirname(copilot.path), `inuse.${process.pid}.lock`);
    record({ startedAt: Date.now() });
    writeFileSync(lock, String(process.pid));
    assert.deepEqual(await held(), ['claude', 'copilot']);
    assert.deepEqual(await states(), ['claude waiting', 'copilot waiting'], 'whose turn it is does not change');
    // A process of that number from before the machine was started, or of another start.
    record({ startedAt: 1 });
    setTime(lock, 1000);
    assert.deepEqual(await held(), []);
    if (process.platform === 'linux') {
      record({ startedAt: Date.now(), procStart: '1' });
      assert.deepEqual(await held(), []);
    }
    writeFileSync(join(sessions, '999999999.json'), JSON.stringify({ pid: 999999999, sessionId: claude.id }));
    rmSync(join(sessions, `${process.pid}.json`));
    assert.deepEqual(await held(), []);
  });

  it('lists a file with two names once for each, and no helper of an agent', async () => {
    const { path } = make('claude');
    linkSync(path, join(dirname(path), 'agent-1.jsonl'));
    assert.equal((await all()).length, 1);
  });
});
