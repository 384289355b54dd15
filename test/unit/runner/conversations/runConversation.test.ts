import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { rememberSession } from '../../../../src/runner/agents/session.ts';
import { runSessionKey } from '../../../../src/runner/agents/sessionSearch.ts';
import { writeResult, type ResultRecord } from '../../../../src/runner/results/resultRecord.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import type { RawInput } from '../../../../src/verbs/verb.ts';
import { makeConversationPlace, type ConversationPlace } from '../../../support/conversationPlace.ts';
import { gitEnv, identity } from '../../../support/git.ts';
import type { FILE_KEEPERS } from '../../../support/madeStores.ts';

const TOKEN = 'abcdef0123456789abcdef0123456789';

describe('a conversation in the worktree of a run', () => {
  let place: ConversationPlace;
  let worktree: string;
  beforeEach(async () => {
    place = makeConversationPlace();
    git('init', '--quiet');
    writeFileSync(join(place.folder, 'a.txt'), 'one\n');
    git('add', '--all');
    git('commit', '--quiet', '--message=x');
    worktree = join(place.home, 'worktrees', '0123', TOKEN);
    mkdirSync(join(worktree, '..'), { recursive: true });
    git('worktree', 'add', '--quiet', '-b', 'defer/x-abcdef', worktree);
    await record({});
  });
  afterEach(() => place.remove());

  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...identity, ...args], {
      cwd: place.folder,
      env: gitEnv(place.root),
      encoding: 'utf8',
    }).trim();
  const record = (more: Partial<ResultRecord>): Promise<void> =>
    writeResult(place.home, {
      ...{ token: TOKEN, entryId: 'e', occ: 'once', folder: place.folder, title: 'T', agent: 'claude', prefix: '' },
      ...{ checkout: place.folder, repository: join(place.folder, '.git'), worktree, branch: 'defer/x-abcdef' },
      ...{ base: git('rev-parse', 'HEAD'), key: TOKEN, state: 'running', made: true, files: [] },
      ...{ startedAt: place.clock.now(), ...more },
    });
  const converse = async (agent: (typeof FILE_KEEPERS)[number], isRuns = true): Promise<string> => {
    place.fakeAgent(agent);
    const { id } = place.converse(agent, { folder: worktree });
    await record({ agent });
    await (isRuns ? rememberSession(place.home, runSessionKey(TOKEN), agent, id) : undefined);
    return id;
  };
  const added = async (input: RawInput, host?: Host): Promise<Readonly<Record<string, unknown>> & { id: string }> => {
    const reply = await place.schedule(input, host);
    if (!reply.ok) {
      throw new Error(reply.why);
    }
    return reply.value as Record<string, unknown> & { id: string };
  };
  const refused = async (input: RawInput, host?: Host): Promise<string> => {
    const reply = await place.schedule(input, host);
    return reply.ok ? `not refused: ${reply.say}` : reply.why;
  };

  for (const agent of ['claude', 'codex', 'copilot'] as const) {
    it(`of ${agent} is continued by the schedule of the run: in its worktree, and in a new one once that is gone`, async () => {
      const id = await converse(agent);
      const entry = await added({ conversation: id });
      assert.deepEqual(
        [entry['session'], entry['mode'], entry['agent'], entry['in'], entry['cwd']],
        [`run:${TOKEN.slice(0, 16)}`, 'callback', agent, 'worktree', null],
      );
      writeFileSync(join(worktree, 'made.txt'), 'by the agent\n');
      await record({ agent, state: 'unread' });
      const there = await place.plan(entry.id);
      assert.ok(!isRefusal(there), isRefusal(there) ? there.why : '');
      assert.deepEqual([there.session, there.worktree?.goesOn], [id, TOKEN]);
      rmSync(worktree, { recursive: true });
      await record({ agent, state: 'nothing' });
      const anew = await place.plan(entry.id);
      assert.ok(!isRefusal(anew));
      assert.deepEqual([anew.session, anew.worktree?.goesOn], [id, undefined]);
      assert.ok(anew.worktree && anew.args.includes(id));
    });
  }

  it('is the one that asks from there', async () => {
    const id = await converse('claude');
    const env = { CLAUDE_CODE_SESSION_ID: id };
    const entry = await added({ conversation: 'this' }, { ...place.host('call', env), here: worktree });
    assert.equal(entry['session'], `run:${TOKEN.slice(0, 16)}`);
  });

  it('of gemini is refused, because gemini goes on in no other folder', async () => {
    place.fakeAgent('gemini');
    await record({ agent: 'gemini' });
    place.converse('gemini', { folder: worktree, at: place.clock.now() });
    const host = { ...place.host('call', { GEMINI_CLI: '1' }), here: worktree };
    assert.match(
      await refused({ conversation: 'this' }, host),
      /^gemini continues a conversation only in its own folder/,
    );
  });

  it('is refused with a step that helps where it is no run’s, or of another schedule', async () => {
    await record({ state: 'unread' });
    const id = await converse('claude', false);
    await record({ state: 'unread' });
    assert.match(await refused({ conversation: id }), /begun in the worktree of a run.* without --conversation\.$/);
    await record({ folder: join(place.root, 'other') });
    assert.match(await refused({ conversation: id }), /Schedule it in the folder of that run’s schedule: .*other\.$/);
  });

  it('goes on in the checkout where that is said', async () => {
    const id = await converse('claude');
    assert.equal((await added({ conversation: id, in: 'here' }))['in'], 'here');
  });
});
