import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { agentHost } from '../../../../src/verbs/agentHost.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import type { RawInput } from '../../../../src/verbs/verb.ts';
import { makeConversationPlace, type ConversationPlace } from '../../../support/conversationPlace.ts';
import { FILE_KEEPERS } from '../../../support/madeStores.ts';
import { rowsOf } from '../../../support/runnerPlace.ts';

describe('an entry that goes on with a conversation', () => {
  let place: ConversationPlace;
  beforeEach(() => {
    place = makeConversationPlace();
  });
  afterEach(() => place.remove());

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
  const planned = async (id: string): Promise<readonly string[] | string> => {
    const plan = await place.plan(id);
    return isRefusal(plan) ? plan.why : plan.args;
  };

  for (const agent of FILE_KEEPERS) {
    it(`is started in that very one of ${agent}, and holds no id of it`, async () => {
      place.fakeAgent(agent);
      const { id } = place.converse(agent);
      const entry = await added({ conversation: id });
      assert.deepEqual(
        [entry['kind'], entry['agent'], entry['mode'], entry['cwd']],
        ['prompt', agent, 'callback', null],
      );
      assert.match(String(entry['session']), /^conversation:[0-9a-f]{16}$/);
      assert.ok((await planned(entry.id)).includes(id));
      assert.ok(!JSON.stringify(rowsOf(place)).includes(id.slice(0, 8)));
    });
  }

  it('goes on in it when it is run, and never in one that is begun in its place', async () => {
    const claude = place.fakeAgent('claude');
    const { id, path } = place.converse('claude');
    const entry = await added({ conversation: id });
    assert.equal((await place.run(await place.claim(entry.id), { HOME: place.person })).code, 0);
    assert.deepEqual(
      claude.calls().map(call => call.arguments.slice(0, 3)),
      [['--resume', id, '--']],
    );
    const later = await added({ conversation: id });
    rmSync(path);
    assert.match(String(await planned(later.id)), /no longer has the conversation of this entry/);
    rmSync(join(place.home, 'sessions'), { recursive: true });
    assert.match(String(await planned(later.id)), /a conversation that is not on this machine/);
  });

  it('names it so that no other row opens it, whoever copies the name', async () => {
    place.fakeAgent('claude');
    const { id } = place.converse('claude');
    const entry = await added({ conversation: id });
    const payload = { message: 'Mine now', agent: 'claude', mode: 'callback', session: entry['session'] };
    const copied = await place.add({ payload });
    assert.match(String(await planned(copied)), /not on this machine/);
    const named = await place.add({ payload: { ...payload, session: id } });
    assert.ok(!(await planned(named)).includes('--resume'), 'an id in the file chooses nothing');
  });

  it('is told by an id, the beginning of one, or that it is the newest here', async () => {
    const first = place.converse('claude', { id: '0cb916db-26aa-40f2-86b5-1ba81b225fd2' });
    const second = place.converse('codex', { at: place.clock.now() - 2 * MINUTE });
    place.converse('gemini', { at: place.clock.now() - MINUTE, folder: join(place.root, 'elsewhere') });
    const agentOf = async (conversation: string, more: RawInput = {}): Promise<unknown> =>
      (await added({ conversation, ...more }))['agent'];
    assert.equal(await agentOf(first.id.slice(0, 8)), 'claude');
    assert.equal(await agentOf('last'), 'codex');
    const reply = await place.schedule({ conversation: 'last' });
    const continues = ` It continues the codex conversation ${second.id.slice(0, 13)}.`;
    assert.ok(reply.ok && reply.say.endsWith(continues), 'it says which one that was');
    assert.equal(await agentOf('last', { agent: 'claude' }), 'claude');
    assert.equal(await agentOf(second.id), 'codex');
    place.converse('copilot', { id: '0cb916db-77aa-40f2-86b5-1ba81b225fd2' });
    assert.match(
      await refused({ conversation: '0cb916db' }),
      /2 ids begin with "[^"]+": 0cb916db-\w+-.*Type more characters/,
    );
    assert.equal(await agentOf('0cb916db', { agent: 'copilot' }), 'copilot');
    assert.match(await refused({ conversation: '0cb' }), /too short for an id/);
    assert.match(await refused({ conversation: '' }), /too short for an id/);
    assert.match(await refused({ conversation: randomUUID() }), /^This machine has no conversation/);
    assert.match(
      await refused({ conversation: first.id, agent: 'codex' }),
      /^This machine has no conversation .* with codex\./,
    );
    assert.match(await refused({ conversation: 'last', agent: 'gemini' }), /no conversation with gemini in this/);
  });

  it('is of this folder where an agent asks, who hears nothing of others', async () => {
    place.fakeAgent('claude');
    const agent = agentHost(place.host('server', {}), 'agent:somebody');
    const own = place.converse('claude', { id: '0cb916db-26aa-40f2-86b5-1ba81b225fd2' });
    const folder = join(place.root, 'elsewhere');
    const other = place.converse('claude', { id: '0cb916db-77aa-40f2-86b5-1ba81b225fd2', folder });
    const bound = await added({ conversation: '0cb916db' }, agent);
    assert.ok((await planned(bound.id)).includes(own.id));
    for (const conversation of [other.id, other.id.slice(0, 13)]) {
      const why = await refused({ conversation }, agent);
      assert.equal(why, `There is no conversation "${conversation}" in this folder. Use "last" or "this".`);
    }
    assert.match(await refused({ session: other.id }, agent), /^There is no conversation/);
  });

  it('takes the id of a conversation in place of a session’s name, and no other id', async () => {
    const { id } = place.converse('claude');
    const entry = await added({ session: id });
    assert.deepEqual([entry['agent'], entry['mode']], ['claude', 'callback']);
    assert.notEqual(entry['session'], id);
    assert.match(await refused({ session: randomUUID() }), /This machine has no conversation/);
    assert.match(await refused({ session: 'ses_ddcf938f6ffeNVAnhZmxmed5At' }), /This machine has no conversation/);
    assert.equal((await added({ session: 'the-review', agent: 'claude' }))['session'], 'the-review');
  });

  it('is refused where the conversation could not be gone on with', async () => {
    const { id } = place.converse('claude', { folder: join(place.root, 'elsewhere') });
    assert.match(await refused({ conversation: id }), /belongs to .*elsewhere, and its agent continues it only there/);
    const own = place.converse('claude');
    assert.match(await refused({ conversation: own.id, mode: 'fresh' }), /starts a new conversation/);
    assert.match(await refused({ conversation: own.id, session: 'x' }), /one of --conversation and --session/);
    assert.match(await refused({ conversation: own.id, agent: 'nobody' }), /no agent profile/);
    assert.match(
      await refused({ conversation: own.id, agent: 'executor' }),
      /with claude, and executor cannot continue it/,
    );
  });

  it('is run in the folder of the conversation, below that of the schedule', async () => {
    place.fakeAgent('claude');
    const below = join(place.folder, 'packages', 'a');
    mkdirSync(below, { recursive: true });
    const { id } = place.converse('claude', { folder: below });
    const entry = await added({ conversation: id });
    assert.equal(entry['cwd'], 'packages/a');
    const plan = await place.plan(entry.id);
    assert.ok(!isRefusal(plan) && plan.cwd === below);
  });

  it('remembers nothing where it is only tried', async () => {
    const { id } = place.converse('claude');
    const entry = await added({ conversation: id, dry_run: true });
    assert.equal(entry['mode'], 'callback');
    assert.throws(() => readdirSync(join(place.home, 'sessions')));
    assert.throws(() => readFileSync(join(place.folder, '.sf', 'schedule.jsonl')));
  });

  describe('that asks', () => {
    const VARIABLES = {
      claude: 'CLAUDE_CODE_SESSION_ID',
      codex: 'CODEX_THREAD_ID',
      copilot: 'COPILOT_AGENT_SESSION_ID',
    };

    it('is the one that its tool names', async () => {
      for (const [agent, variable] of Object.entries(VARIABLES) as ['claude' | 'codex' | 'copilot', string][]) {
        place.fakeAgent(agent);
        const { id } = place.converse(agent);
        place.converse(agent, { at: place.clock.now() });
        const entry = await added({ conversation: 'this' }, place.host('call', { [variable]: id }));
        assert.equal(entry['agent'], agent);
        assert.ok((await planned(entry.id)).includes(id));
        assert.match(
          await refused({ conversation: 'this' }, place.host('call', { [variable]: randomUUID() })),
          /does not keep this conversation/,
        );
      }
    });

    it('is waited for where its tool has not written a word of it yet', async () => {
      for (const [agent, env] of [
        ['copilot', { COPILOT_AGENT_SESSION_ID: '0cb916db-26aa-40f2-86b5-1ba81b225fd2' }],
        ['gemini', { GEMINI_CLI: '1' }],
      ] as const) {
        place.fakeAgent(agent);
        const id = '0cb916db-26aa-40f2-86b5-1ba81b225fd2';
        const later = setTimeout(() => place.converse(agent, { id, at: place.clock.now() }), 400);
        const entry = await added({ conversation: 'this' }, place.host('call', env));
        clearTimeout(later);
        assert.equal(entry['agent'], agent);
      }
    });

    it('is the only one that is being written, of a tool that names none', async () => {
      place.fakeAgent('gemini');
      const inside = place.host('call', { GEMINI_CLI: '1' });
      place.converse('gemini');
      assert.match(
        await refused({ conversation: 'this' }, inside),
        /No conversation of gemini is active in this folder/,
      );
      const { id } = place.converse('gemini', { at: place.clock.now() });
      place.converse('gemini', { at: place.clock.now(), folder: join(place.root, 'elsewhere') });
      place.converse('claude', { at: place.clock.now() });
      const entry = await added({ conversation: 'this' }, inside);
      assert.ok((await planned(entry.id)).includes(id));
      place.converse('gemini', { at: place.clock.now() });
      assert.match(await refused({ conversation: 'this' }, inside), /2 conversations of gemini are active/);
    });

    it('is refused outside of an agent, between two, and in an editor', async () => {
      const { id } = place.converse('claude', { at: place.clock.now() });
      const codex = place.converse('codex', { at: place.clock.now() });
      assert.match(await refused({ conversation: 'this' }), /not called from a conversation with an agent/);
      assert.match(
        await refused({ conversation: 'this', agent: 'claude' }),
        /not called from a conversation with an agent/,
      );
      const both = { CLAUDE_CODE_SESSION_ID: id, CODEX_THREAD_ID: codex.id };
      assert.match(await refused({ conversation: 'this' }, place.host('call', both)), /Choose one with --agent/);
      const entry = await added({ conversation: 'this', agent: 'codex' }, place.host('call', both));
      assert.equal(entry['agent'], 'codex');
      assert.match(
        await refused({ conversation: 'this' }, place.host('window', both)),
        /not called from a conversation/,
      );
    });

    it('is known to a server by the name of its client, and not by what it was started in long ago', async () => {
      place.fakeAgent('codex');
      const { id } = place.converse('codex', { at: place.clock.now() });
      const served = (client: string, env: Record<string, string> = {}): Host =>
        agentHost(place.host('server', env), `agent:${client}`);
      const entry = await added({ conversation: 'this' }, served('codex-mcp-client'));
      assert.ok((await planned(entry.id)).includes(id));
      assert.match(await refused({ conversation: 'this' }, served('somebody')), /not called from a conversation/);
      // It was cleared since: the server lives on with the id of before.
      const old = place.converse('claude', { at: place.clock.now() - HOUR });
      const now = place.converse('claude', { at: place.clock.now() });
      place.fakeAgent('claude');
      const bound = await added(
        { conversation: 'this' },
        served('claude-code', { CLAUDE_CODE_SESSION_ID: old.id, CODEX_THREAD_ID: id }),
      );
      assert.ok((await planned(bound.id)).includes(now.id));
    });
  });
});
