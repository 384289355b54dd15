import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR, instant, MINUTE } from '../../../../src/core/basics/time.ts';
import { noteOwnRun } from '../../../../src/runner/agents/ownRuns.ts';
import { list } from '../../../../src/verbs/acts/list.ts';
import { run } from '../../../../src/verbs/acts/run.ts';
import { show } from '../../../../src/verbs/acts/show.ts';
import { runByItself } from '../../../../src/verbs/running/startByItself.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import type { Question } from '../../../../src/verbs/question.ts';
import type { RawInput, Reply } from '../../../../src/verbs/verb.ts';
import { makeConversationPlace, type ConversationPlace } from '../../../support/conversationPlace.ts';
import { addTurn, FILE_KEEPERS } from '../../../support/madeStores.ts';

type Agent = (typeof FILE_KEEPERS)[number];
type Answer = Readonly<Record<string, unknown>>;

describe('when the time of a conversation has come', () => {
  let place: ConversationPlace;
  let asked: Question[];
  let confirms: boolean;
  let starts: number;
  beforeEach(() => {
    place = makeConversationPlace();
    asked = [];
    confirms = false;
    starts = 0;
  });
  afterEach(() => place.remove());

  const host = (): Host => ({
    ...place.host(),
    launcher: place.launcher({
      begin: async () => {
        starts += 1;
        return { state: 'started' };
      },
    }),
    confirm: async question => {
      asked.push(question);
      return confirms;
    },
  });
  /** An entry that continues a conversation, allowed to run without a person, and due by now. */
  const putOff = async (agent: Agent): Promise<{ readonly id: string; readonly path: string; readonly of: string }> => {
    place.fakeAgent(agent);
    const { id: of, path } = place.converse(agent);
    const reply = await place.schedule({ conversation: of });
    assert.ok(reply.ok, reply.ok ? '' : reply.why);
    const { id } = reply.value as { readonly id: string };
    await place.approve(id);
    place.clock.ahead += 3 * HOUR;
    return { id, path, of };
  };
  const speak = (agent: Agent, { path, of: id }: { readonly path: string; readonly of: string }, at: number): void =>
    addTurn(agent, path, { folder: place.folder, id, at, end: 'question' });
  const alone = async (id: string): Promise<string> => {
    const turn = await runByItself(host(), place.ledger, id);
    return 'why' in turn ? `${turn.result}: ${turn.why}` : turn.result;
  };
  const byHand = async (id: string, more: RawInput = {}): Promise<string> => {
    const reply = await run.run(host(), { id, ...more });
    return reply.ok ? (reply.say ?? '') : reply.why;
  };
  const shown = async (reply: Promise<Reply>): Promise<{ readonly say: string; readonly value: unknown }> => {
    const given = await reply;
    assert.ok(given.ok);
    return { say: given.say ?? '', value: given.value };
  };
  const listed = async (): Promise<string> => (await shown(list.run(host(), {}))).say;
  const inJson = async (id: string): Promise<unknown> => {
    const { value } = await shown(show.run(host(), { id }));
    return (value as Answer)['conversation'];
  };
  const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);

  for (const agent of FILE_KEEPERS) {
    it(`starts by itself what was not touched of ${agent}, and nothing that a person went on with`, async () => {
      const first = await putOff(agent);
      const now = place.clock.now();
      assert.equal(((await inJson(first.id)) as Answer)['turns_since'], 0);
      assert.doesNotMatch(await listed(), /went on/);
      speak(agent, first, now - HOUR);
      speak(agent, first, now - HOUR / 2);
      const last = new RegExp(`2 turns, last .*${clock(now - HOUR / 2)}`);
      const why = await alone(first.id);
      assert.match(why, /^skipped: Its conversation went on since it was put off/);
      assert.match(why, last);
      assert.equal(starts, 0);
      assert.match(await listed(), new RegExp(`went on since: ${last.source}`));
      assert.deepEqual(await inJson(first.id), {
        ...{ state: 'here', turns_since: 2, last_at: new Date(now - HOUR / 2).toISOString() },
        ...{ in_use: false, waits_for_person: true },
      });
      const entry = await place.entry(first.id);
      assert.deepEqual([entry.isOpen, entry.status], [true, 'pending'], 'a turn of the person closes nothing');
      const second = await putOff(agent);
      assert.equal(await alone(second.id), 'started');
      assert.equal(starts, 1);
    });
  }

  it('looks again right before the start', async () => {
    const entry = await putOff('claude');
    const launcher = place.launcher();
    const asked = { again: false, unattended: true };
    const plan = await launcher.plan(place.ledger, await place.entry(entry.id), asked);
    assert.ok(!isRefusal(plan));
    speak('claude', entry, place.clock.now() - MINUTE);
    const started = await launcher.start(place.ledger, plan);
    assert.match(isRefusal(started) ? started.why : 'started', /went on since/);
  });

  it('asks a person who runs it by hand, once it went on', async () => {
    const entry = await putOff('claude');
    speak('claude', entry, place.clock.now() - HOUR);
    assert.match(await byHand(entry.id), /went on since .* use --yes\.$/);
    assert.match(asked[0]?.title ?? '', /went on since it was put off/);
    assert.match(asked[0]?.detail ?? '', /1 turn, last/);
    assert.equal(starts, 0);
    confirms = true;
    assert.equal(await byHand(entry.id), 'Started in the terminal.');
    assert.equal(starts, 1);
  });

  it('takes --yes for an answer, and asks nobody where nothing happened', async () => {
    const entry = await putOff('claude');
    speak('claude', entry, place.clock.now() - HOUR);
    assert.equal(await byHand(entry.id, { yes: true }), 'Started in the terminal.');
    const other = await putOff('codex');
    assert.equal(await byHand(other.id), 'Started in the terminal.');
    assert.deepEqual(asked, []);
  });

  it('counts from when the person put it off again', async () => {
    const entry = await putOff('claude');
    speak('claude', entry, place.clock.now() - HOUR);
    const now = place.clock.now();
    await place.ledger.act(entry.id, now, () => ({ set: { updated_at: new Date(now).toISOString() } }));
    assert.doesNotMatch(await listed(), /went on/);
    assert.equal(await alone(entry.id), 'started');
  });

  it('waits while a live process has the conversation open', async () => {
    const entry = await putOff('claude');
    const sessions = join(place.person, '.claude', 'sessions');
    mkdirSync(sessions, { recursive: true });
    writeFileSync(join(sessions, `${process.pid}.json`), JSON.stringify({ pid: process.pid, sessionId: entry.of }));
    assert.match(await alone(entry.id), /^skipped: Its conversation is open in another program/);
    assert.match(await listed(), /conversation is open/);
    assert.equal(((await inJson(entry.id)) as Answer)['in_use'], true);
    assert.match(await byHand(entry.id), /use --yes\.$/);
    assert.match(asked[0]?.title ?? '', /open in another program/);
    rmSync(sessions, { recursive: true });
    assert.equal(await alone(entry.id), 'started');
  });

  it('begins a new conversation only where the person wants that, once it is gone or another machine’s', async () => {
    const entry = await putOff('claude');
    rmSync(entry.path);
    assert.match(await alone(entry.id), /^skipped: The agent no longer has .*--fresh/);
    assert.match(await listed(), /conversation is gone/);
    assert.match(await byHand(entry.id), /--fresh/);
    assert.equal(asked[0]?.yes, 'Begin New Conversation');
    assert.match(await byHand(entry.id, { yes: true }), /--fresh/, 'a yes to going on is none to a new one');
    rmSync(join(place.home, 'sessions'), { recursive: true });
    assert.match(await alone(entry.id), /not on this machine.*--fresh/);
    assert.deepEqual(await inJson(entry.id), { state: 'elsewhere', waits_for_person: true });
    assert.equal(starts, 0);
    const preview = await shown(run.run(host(), { id: entry.id, dry_run: true, fresh: true } as never));
    const { argv, prompt } = (preview.value as { plan: { argv: string[]; prompt: string } }).plan;
    assert.equal(argv[1], '--session-id');
    assert.notEqual(argv[2], entry.of);
    assert.match(prompt, /Look again/);
    assert.equal(await byHand(entry.id, { fresh: true }), 'Started in the terminal.');
  });

  it('begins it at a yes to the question as well', async () => {
    const entry = await putOff('claude');
    rmSync(entry.path);
    confirms = true;
    assert.equal(await byHand(entry.id), 'Started in the terminal.');
    const [started] = await place.runs(entry.id);
    assert.notEqual(started?.session, entry.of);
  });

  it('does not take the prompt of Defer’s own run for a turn of the person', async () => {
    for (const agent of FILE_KEEPERS) {
      const entry = await putOff(agent);
      const at = place.clock.now() - HOUR;
      speak(agent, entry, at);
      const from = instant(at - 1000);
      await noteOwnRun(place.home, entry.of, { from, to: instant(at + MINUTE) });
      assert.equal(((await inJson(entry.id)) as Answer)['turns_since'], 0, agent);
      // In which nothing was said after all.
      await noteOwnRun(place.home, entry.of, { from: instant(at + 2 * MINUTE), to: instant(at + 3 * MINUTE) });
      speak(agent, entry, at + 5 * MINUTE);
      assert.equal(((await inJson(entry.id)) as Answer)['turns_since'], 1, agent);
      assert.match(await alone(entry.id), /went on since/, agent);
    }
  });

  it('asks nothing of a store where no entry continues a conversation', async () => {
    await place.add();
    const blind: Host = {
      ...host(),
      conversations: async () => {
        throw new Error('asked');
      },
    };
    assert.ok((await list.run(blind, {})).ok);
  });
});
