import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { cancel } from '../../../../src/verbs/acts/cancel.ts';
import { park } from '../../../../src/verbs/acts/park.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import type { Question } from '../../../../src/verbs/question.ts';
import type { RawInput, Reply } from '../../../../src/verbs/verb.ts';
import { makeConversationPlace, type ConversationPlace } from '../../../support/conversationPlace.ts';
import { rowsOf } from '../../../support/runnerPlace.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

describe('parking conversations that a limit stopped', () => {
  let place: ConversationPlace;
  let host: Host;
  let reset: number;
  let asked: Question[];
  beforeEach(() => {
    place = makeConversationPlace();
    asked = [];
    host = { ...place.host(), confirm: async question => asked.push(question) > 0 };
    // To the second, as fields have it.
    reset = Math.ceil((place.clock.now() + 2 * HOUR) / 1000) * 1000;
  });
  afterEach(() => place.remove());

  const say = (input: RawInput = {}): Promise<Reply> => park.run(host, input as never);
  const parked = async (input: RawInput = {}): Promise<readonly Entry[]> => {
    const reply = await say(input);
    if (!reply.ok) {
      throw new Error(reply.why);
    }
    return Array.isArray(reply.value) ? (reply.value as readonly Entry[]) : [reply.value as Entry];
  };
  const refused = async (input: RawInput = {}): Promise<string> => {
    const reply = await say(input);
    return reply.ok ? `not refused: ${reply.say}` : reply.why;
  };
  const resumed = async (entry: Entry | undefined): Promise<readonly string[]> => {
    const plan = await place.plan(entry?.id ?? '');
    if (isRefusal(plan)) {
      throw new Error(plan.why);
    }
    return plan.args;
  };

  it('schedules that each goes on a minute after its own reset, and each once', async () => {
    place.fakeAgent('claude');
    place.fakeAgent('codex');
    const claude = place.converse('claude', { prompt: 'Fix the parser', end: { resetsAt: reset } });
    const codex = place.converse('codex', { end: { resetsAt: reset + HOUR }, at: place.clock.now() - 20 * MINUTE });
    place.converse('claude');
    place.converse('claude', { end: { resetsAt: reset }, folder: join(place.root, 'elsewhere') });
    const entries = await parked();
    const iso = (at: number): string => new Date(at + MINUTE).toISOString();
    assert.deepEqual(
      entries.map(one => [one['title'], one['due_at'], one['agent'], one['mode']]),
      [
        ['Continue "Fix the parser" after the limit reset', iso(reset), 'claude', 'callback'],
        ['Continue "Hello" after the limit reset', iso(reset + HOUR), 'codex', 'callback'],
      ],
    );
    assert.ok((await resumed(entries[0])).join('\n').includes(claude.id));
    assert.ok(
      (await resumed(entries[0])).join('\n').includes('The usage limit that stopped this conversation has reset.'),
    );
    assert.ok((await resumed(entries[1])).includes(codex.id));
    assert.ok(![claude.id, codex.id].some(id => JSON.stringify(rowsOf(place)).includes(id)));
    const [{ title, detail }] = asked as [Question];
    assert.match(title, /these 2/);
    for (const part of [
      "You've hit your session limit",
      claude.id,
      codex.id,
      'The agent is told: The usage limit that',
    ]) {
      assert.ok(detail.includes(part), `${part} in ${detail}`);
    }
    assert.match(await refused(), /^Every conversation here that a limit stopped is put off already/);
  });

  it('says what the person’s settings say, and nothing is written that nobody confirmed', async () => {
    place.fakeAgent('claude');
    place.converse('claude', { end: { resetsAt: reset } });
    Object.assign(host, { goOn: 'Weiter, bitte.', confirm: async (question: Question) => asked.push(question) < 0 });
    assert.match(await refused(), /a person has to confirm it/);
    assert.match(asked[0]?.detail ?? '', /The agent is told: Weiter, bitte\./);
    assert.throws(() => rowsOf(place));
    const [entry] = await parked({ yes: true });
    assert.equal(entry?.['prompt'], 'Weiter, bitte.');
  });

  it('takes those that are named, and asks for a time where nothing tells one', async () => {
    const first = place.converse('claude', { end: { resetsAt: reset } });
    const second = place.converse('copilot', { end: { resetsAt: reset, notice: 'Rate limit exceeded.' } });
    assert.match(await refused({ names: [second.id] }), /Defer does not know when its limit resets/);
    const [one, two] = await parked({ names: [first.id.slice(0, 8), second.id], when: '5h', yes: true });
    assert.deepEqual([one?.['agent'], two?.['agent']], ['claude', 'copilot']);
    assert.equal(one?.['due_at'], two?.['due_at'], 'what the person says counts more');
    const talk = place.converse('claude');
    assert.match(await refused({ names: [talk.id] }), /^No usage limit stopped that conversation/);
    assert.match(await refused({ names: ['nothing'] }), /"nothing" is neither an entry nor a conversation/);
    const elsewhere = place.converse('claude', { folder: join(place.root, 'elsewhere') });
    assert.match(await refused({ names: [elsewhere.id], when: '1h' }), /belongs to .*elsewhere. Park it there/);
  });

  it('parks those that tell a reset, names the others, and gives those the time that is said', async () => {
    const copilot = place.converse('copilot', { end: { resetsAt: reset, notice: 'Rate limit exceeded.' } });
    const short = copilot.id.slice(0, 13);
    const give = `Defer does not know when the limit of ${short} resets. Give the time: "defer park ${short} --when 3pm".`;
    assert.equal(await refused(), give);
    place.converse('claude', { end: { resetsAt: reset } });
    const reply = await say({ yes: true });
    const said = reply.ok ? reply.say : reply.why;
    assert.match(said, /^The conversation continues on .*, a minute after the limit resets\./);
    assert.ok(said.endsWith(` ${give}`), said);
    const [last, ...none] = await parked({ when: '5h', yes: true });
    assert.deepEqual([last?.['agent'], none.length], ['copilot', 0]);
  });

  it('parks no conversation twice, and says which entry continues it and how that is moved', async () => {
    const { id } = place.converse('claude', { end: { resetsAt: reset } });
    const [entry, ...others] = await parked({ names: [id, id.slice(0, 8)], when: '5h', yes: true });
    assert.deepEqual([others, rowsOf(place).length], [[], 1]);
    const short = (entry?.id ?? '').slice(0, 8);
    for (const how of [{ names: [id] }, { names: [id], when: '3h' }, { names: [id], yes: true }]) {
      const why = await refused(how);
      assert.ok(why.startsWith(`That is parked already: the entry ${short} continues it, due `), why);
      assert.ok(why.endsWith(`"defer reschedule ${short} 3pm" gives it another time.`), why);
    }
    assert.equal(rowsOf(place).length, 1);
    await cancel.run(host, { id: short });
    assert.equal((await parked({ names: [id], yes: true })).length, 1, 'it is again, once that entry is closed');
  });

  it('says that a limit has reset, where it has', async () => {
    place.converse('claude', { end: { resetsAt: place.clock.now() - 5 * MINUTE } });
    const reply = await say({ yes: true });
    assert.match(reply.ok ? reply.say : reply.why, /^The conversation continues on .*, since the limit has reset\.$/);
  });

  it('finds the conversation of a notice by its agent and its time', async () => {
    const at = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
    const claude = place.converse('claude', { prompt: 'One', end: { resetsAt: reset } });
    place.converse('codex', { prompt: 'Two', end: { resetsAt: reset } });
    place.converse('claude', { prompt: 'Three', end: { resetsAt: reset + 3 * HOUR } });
    const titleOf = async (text: string): Promise<unknown> => (await parked({ text, yes: true }))[0]?.['title'];
    const of = (name: string): string => `Continue "${name}" after the limit reset`;
    const first = `│ You've hit your session limit · resets ${at(reset)} (UTC) │`;
    assert.equal(await titleOf(first), of('One'));
    assert.match(await refused({ text: first, yes: true }), /^That is parked already/);
    assert.equal(
      await titleOf(`You've hit your session limit · resets ${at(reset + HOUR)} (UTC)`),
      'Go on after the limit reset',
    );
    assert.equal(await titleOf(`Codex: usage limit, try again at ${at(reset)} UTC`), of('Two'));
    const json = JSON.stringify({ rate_limits: { five_hour: { resetsAt: (reset + 3 * HOUR) / 1000 } } });
    assert.equal(await titleOf(json), of('Three'));
    assert.ok(claude.id !== '');
  });

  it('names them where several stopped at one limit, and chooses none', async () => {
    const ids = ['a', 'b'].map(() => place.converse('claude', { end: { resetsAt: reset } }).id.slice(0, 13));
    const at = new Date(reset).toISOString().slice(11, 16);
    const why = await refused({ text: `You've hit your session limit · resets ${at} (UTC)`, yes: true });
    assert.match(why, /^2 conversations stopped at that limit/);
    assert.ok(ids.every(id => why.includes(id)));
  });

  it('is due in a minute where the limit has reset already', async () => {
    place.converse('claude', { at: place.clock.now() - 3 * HOUR, end: { resetsAt: place.clock.now() - HOUR } });
    const before = place.clock.now();
    const [entry] = await parked({ yes: true });
    const due = Date.parse(String(entry?.['due_at']));
    assert.ok(due >= before + MINUTE && due <= place.clock.now() + MINUTE);
  });

  describe('with --allow', () => {
    const allowing = (...answers: readonly boolean[]): void => {
      const left = [...answers];
      host = {
        ...host,
        approvals: place.approvals(),
        confirm: async question => {
          asked.push(question);
          return left.shift() ?? false;
        },
      };
    };
    const park = async (input: RawInput = {}): Promise<Extract<Reply, { ok: true }>> => {
      const reply = await say({ allow: true, ...input });
      assert.ok(reply.ok, reply.ok ? '' : reply.why);
      return reply;
    };
    const [one, two] = ['claude', 'codex'] as const;

    it('shows all that would start, as allow does, and lets exactly that run then', async () => {
      place.fakeAgent(one);
      const { id: of } = place.converse(one, { end: { resetsAt: reset } });
      allowing(true, true);
      const { value, say: said } = await park();
      const [entry] = value as readonly Entry[];
      assert.equal(entry?.['approved'], true);
      assert.match(said ?? '', /It may run automatically then\.$/);
      const { title, page } = asked[1] ?? {};
      assert.match(title ?? '', /^Let this entry run automatically, once/);
      assert.match(page?.text ?? '', /Prompt:\n.*The usage limit that stopped this conversation has reset/s);
      const look = await place.approvals().look(place.ledger, await place.entry(entry?.id ?? ''));
      assert.equal(isRefusal(look) ? look.why : look.mark, true);
      place.clock.ahead += 3 * HOUR;
      const plan = await place.plan(entry?.id ?? '', { unattended: true });
      assert.ok(!isRefusal(plan), isRefusal(plan) ? plan.why : '');
      assert.ok(plan.args.includes(of));
    });

    it('schedules and allows nothing where the person only wants the first, whatever --yes says', async () => {
      place.fakeAgent(one);
      place.fakeAgent(two);
      place.converse(one, { end: { resetsAt: reset } });
      place.converse(two, { end: { resetsAt: reset } });
      allowing(false, true);
      const { value, say: said, exitCode } = await park({ yes: true });
      assert.deepEqual(
        (value as readonly Entry[]).map(each => each['approved']),
        [false, true],
      );
      assert.equal(exitCode, 1);
      assert.match(said ?? '', /Nothing was allowed\. It takes a "yes"/);
      assert.equal(asked.length, 2, '--yes schedules, and allows nothing');
    });

    it('is refused where nothing can be allowed', async () => {
      place.converse(one, { end: { resetsAt: reset } });
      assert.match(await refused({ allow: true }), /^Nothing can be allowed here/);
    });
  });
});
