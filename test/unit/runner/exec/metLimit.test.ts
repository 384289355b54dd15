import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { ownRunsIn } from '../../../../src/runner/agents/ownRuns.ts';
import type { FakeBehaviour } from '../../../support/fakeAgent.ts';
import { makeConversationPlace, type ConversationPlace } from '../../../support/conversationPlace.ts';
import { madeText, type FILE_KEEPERS, type MadeEnd } from '../../../support/madeStores.ts';

type Agent = (typeof FILE_KEEPERS)[number];

const QUOTED = "You've hit your usage limit. Try again in 3 hours 20 minutes.";

describe('a run whose agent keeps how its conversation ended', () => {
  let place: ConversationPlace;
  let reset: number;
  beforeEach(() => {
    place = makeConversationPlace();
    reset = Math.ceil((Date.now() + 6 * HOUR) / 1000) * 1000;
  });
  afterEach(() => place.remove());

  /** An entry that continues a conversation, allowed to run without a person, and due by now. */
  async function due(conversation: string): Promise<string> {
    const reply = await place.schedule({ conversation });
    assert.ok(reply.ok, reply.ok ? '' : reply.why);
    const { id } = reply.value as { readonly id: string };
    await place.approve(id);
    place.clock.ahead += 3 * HOUR;
    return id;
  }
  /** Runs such an entry, whose agent leaves a conversation that ends so. */
  async function run(
    agent: Agent,
    end: MadeEnd,
    { unattended = true, ...behaviour }: FakeBehaviour & { readonly unattended?: boolean } = {},
  ): Promise<{ readonly id: string; readonly of: string }> {
    const fake = place.fakeAgent(agent);
    const { id: of, path } = place.converse(agent);
    const id = await due(of);
    // However long it takes until the agent is there.
    const at = Date.now() + 10_000;
    fake.behave({ ...behaviour, leaves: { path, text: madeText(agent, { id: of, folder: place.folder, at, end }) } });
    const runner = place.runner(await place.claim(id, { unattended }), { HOME: place.person });
    const { code, err } = await runner.end;
    assert.equal(code, behaviour.exitCode ?? 0, err);
    return { id, of };
  }
  const outcome = async (id: string): Promise<readonly unknown[]> => {
    const last = (await place.runs(id)).at(-1);
    const { dueAt, isOpen } = await place.entry(id);
    return [last?.outcome, last?.limit, isOpen && dueAt];
  };
  const iso = (at: number): string => new Date(at).toISOString();

  for (const agent of ['claude', 'codex', 'copilot'] as const) {
    for (const exitCode of [0, 1]) {
      it(`is put off to the reset that ${agent} wrote down, at exit code ${exitCode}`, async () => {
        const { id, of } = await run(agent, { resetsAt: reset }, { exitCode });
        assert.deepEqual(await outcome(id), ['limit', iso(reset), reset + MINUTE]);
        // What the person allowed was not used up by it.
        place.clock.ahead = reset + 2 * MINUTE - Date.now();
        const plan = await place.plan(id, { unattended: true });
        assert.ok(!isRefusal(plan), isRefusal(plan) ? plan.why : '');
        assert.equal(plan.session, of);
      });
    }
  }

  it('is put off as well where a person watched', async () => {
    const { id } = await run('claude', { resetsAt: reset }, { unattended: false });
    assert.deepEqual(await outcome(id), ['limit', iso(reset), reset + MINUTE]);
    place.clock.ahead = reset + 2 * MINUTE - Date.now();
    const plan = await place.plan(id, { unattended: true });
    assert.ok(!isRefusal(plan), isRefusal(plan) ? plan.why : '');
  });

  it('waits for a person where the store tells no reset', async () => {
    const { id } = await run('claude', { notice: 'Request rejected (429)' }, { exitCode: 1 });
    const [state, limit] = await outcome(id);
    assert.deepEqual([state, limit, (await place.runs(id)).at(-1)?.asks], ['limit', 'untold', true]);
  });

  it('failed where it only quotes a notice', async () => {
    const { id } = await run('claude', 'answer', { exitCode: 1, prints: QUOTED });
    assert.deepEqual((await outcome(id)).slice(0, 2), ['failed', undefined]);
  });

  it('is judged by its output where the store tells nothing of a stop', async () => {
    const { id } = await run('gemini', { resetsAt: reset }, { exitCode: 1, prints: QUOTED });
    const [state, limit, at = 0] = await outcome(id);
    assert.equal(state, 'limit');
    assert.ok(Math.abs(Number(at) - place.clock.now() - 201 * MINUTE) < MINUTE, String(limit));
  });

  for (const prints of [
    'Rate limit reached for gpt-5 on tokens per min. Please try again in 20s.',
    'Insufficient balance. Your usage credits refresh in 3 hours 20 minutes.',
  ]) {
    it(`failed where its output tells of no usage limit: ${prints}`, async () => {
      const { id } = await run('gemini', { resetsAt: reset }, { exitCode: 1, prints });
      assert.deepEqual((await outcome(id)).slice(0, 2), ['failed', undefined]);
    });
  }

  it('is not judged by a stop that was there before it', async () => {
    const fake = place.fakeAgent('claude');
    const { id: of } = place.converse('claude', { end: { resetsAt: reset } });
    const id = await due(of);
    fake.behave({});
    assert.equal((await place.run(await place.claim(id, { unattended: true }), { HOME: place.person })).code, 0);
    assert.deepEqual(await outcome(id), ['ok', undefined, false]);
  });

  it('asks opencode how it ended', async () => {
    const store = join(place.person, '.local', 'share', 'opencode');
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, 'opencode.db'), 'one');
    const at = place.clock.now() - 10 * MINUTE;
    const row = {
      ...{ id: 'ses_ddcf938f6ffeNVAnhZmxmed5At', directory: place.folder, title: 'Fix it', role: 'assistant' },
      ...{ finish: 'stop', time_created: at, time_updated: at, at, completed: at },
    };
    const opencode = place.fakeAgent('opencode', { prints: JSON.stringify([row]) });
    const id = await due(row.id);
    const now = Date.now() + 10_000;
    const stop = { error: 'APIError', status: 429, message: `Usage limit reached, resets at ${iso(reset)}` };
    const met = { ...row, ...stop, time_updated: now, at: now, completed: now };
    const token = await place.claim(id, { unattended: true });
    opencode.behave({ prints: JSON.stringify([met]) });
    await place.run(token, { HOME: place.person });
    assert.deepEqual(await outcome(id), ['limit', iso(reset), reset + MINUTE]);
  });

  it('is remembered, so that its prompt is no turn of the person', async () => {
    const { id, of } = await run('claude', 'answer');
    const [own, ...others] = await ownRunsIn(place.home, of);
    assert.equal(others.length, 0);
    assert.ok(own && own.from <= own.to && own.to <= Date.now());
    assert.deepEqual((await outcome(id))[0], 'ok');
  });
});
