import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createRunRecords } from '../../../../src/runner/home/runRecords.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

const NOTICE = "You've hit your limit · resets 3pm (America/New_York)";
const token = (digit: string): string => digit.repeat(32);

describe('parking until a limit resets', () => {
  let home: string;
  let world: World;
  let id: string;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'defer-park-'));
    world = createWorld({ now: '2026-11-23T10:00:00Z' });
    Object.assign(world.host, { records: createRunRecords(home) });
    id = await world.add('Review', '2026-11-23T09:00:00Z', '--agent', 'codex', '--prompt', 'Go on.');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const stop = async (more: object = {}): Promise<void> => {
    await world.record(id, { token: token('a'), event: 'started', agent: 'claude', session: 's-1', ...more });
    await world.record(id, { token: token('a'), event: 'ended', exit_code: 1, ...more });
  };
  /** As if this machine had started the run. */
  const claimedHere = (): void => {
    const name = 'c'.repeat(64);
    const plan = {
      entryId: id,
      occ: 'once',
      gen: 0,
      agent: 'claude',
      executable: '/x',
      calledAs: '/x',
      cwd: '/',
      args: [],
    };
    const claim = {
      token: token('a'),
      createdAt: 0,
      host: 'h',
      pid: 1,
      scope: 'project',
      folder: '/f',
      folders: [],
      plan,
    };
    for (const [folder, file, text] of [
      ['claims', `${name}.json`, JSON.stringify(claim)],
      ['tokens', `${token('a')}.json`, JSON.stringify({ claim: name })],
    ] as const) {
      mkdirSync(join(home, folder));
      writeFileSync(join(home, folder, file), text);
    }
  };
  const parked = (...words: readonly string[]): Promise<Answer> => world.value('park', ...words);
  const undone = async (): Promise<string> => {
    const reply = await world.say('undo');
    return reply.ok ? reply.say : reply.why;
  };
  const brief = ({ title, kind, due_at, agent, mode, session, prompt }: Answer): readonly unknown[] => [
    title,
    kind,
    due_at,
    agent,
    mode,
    session,
    prompt,
  ];

  it('schedules that the conversation of the run goes on, a minute after the reset', async () => {
    claimedHere();
    await stop();
    world.confirms = true;
    const entry = await parked(id, '--text', `some output\n\u001B[31m${NOTICE}\u001B[0m\n`);
    assert.deepEqual(brief(entry).slice(0, 6), [
      'Resume "Review" after the limit reset',
      'prompt',
      '2026-11-23T20:01:00.000Z',
      'claude',
      'callback',
      `run:${token('a').slice(0, 16)}`,
    ]);
    const [question] = world.asked;
    for (const part of [NOTICE, '20:01', 'Resume "Review"', 'claude', 's-1']) {
      assert.ok(question?.detail.includes(part), `${part} in ${question?.detail}`);
    }
    assert.equal((await world.value('show', id))['status'], 'pending', 'what was stopped is left to the person');
  });

  it('parks no run twice, and says which entry continues it and how that is moved', async () => {
    claimedHere();
    await stop();
    const entry = await parked(id, '--when', '3pm', '--yes');
    const why = await world.refusal('park', id, '--when', '5pm', '--yes');
    const short = /the entry (\S+) continues it, due Mon 23 Nov, 15:01/.exec(why)?.[1] ?? why;
    assert.ok(why.endsWith(`"defer reschedule ${short} 3pm" gives it another time.`), why);
    assert.equal((await world.value('reschedule', short, '6pm')).id, entry.id);
    await world.value('done', short);
    assert.notEqual((await parked(id, '--when', '5pm', '--yes')).id, entry.id);
  });

  it('answers with an array where nothing is named', async () => {
    assert.equal((await world.value<Answer[]>('park', '--when', '3pm', '--yes')).length, 1);
  });

  it('is taken back by undo; conversations that were parked together are taken back together', async () => {
    claimedHere();
    await stop();
    await parked(id, '--when', '3pm', '--yes');
    assert.match(await undone(), /^Undone\. "Resume "Review" after the limit reset" is cancelled\./);
    assert.equal((await world.value('show', id))['status'], 'pending', 'what was done before is left as it is');
    const other = await world.add('Other', '2026-11-23T09:00:00Z', '--agent', 'codex', '--prompt', 'Other.');
    await world.record(other, { token: token('b'), event: 'started', agent: 'claude', session: 's-2' });
    await world.record(other, { token: token('b'), event: 'ended', exit_code: 1 });
    await parked(id, other, '--when', '3pm', '--yes');
    assert.equal(await undone(), 'Undone for 2 entries.');
  });

  it('schedules nothing that nobody confirmed, but where it is told to', async () => {
    await stop();
    assert.match(await world.refusal('park', id, '--text', NOTICE), /has to confirm it/);
    assert.equal(world.rows().length, 3);
    await parked(id, '--text', NOTICE, '--yes');
    assert.equal(world.rows().length, 4);
  });

  it('begins anew where this machine does not know the conversation', async () => {
    await stop();
    const reply = await world.say('park', id, '--text', NOTICE, '--yes');
    assert.ok(
      reply.ok && reply.say.startsWith('That conversation is not on this machine, so the work starts in a new one'),
    );
    assert.deepEqual(brief(reply.value as Answer), [
      ...['Resume "Review" after the limit reset', 'prompt', '2026-11-23T20:01:00.000Z', 'codex', 'fresh', null],
      'Go on.',
    ]);
  });

  it('finds the run of a notice by what it printed, and takes none that only ended lately', async () => {
    await stop({ unattended: true });
    const other = await world.add('Other', '2026-11-23T09:00:00Z', '--agent', 'claude', '--prompt', 'Other.');
    await world.record(other, { token: token('b'), event: 'ended', exit_code: 1 });
    const titleOf = async (...words: readonly string[]): Promise<unknown> =>
      [await world.value<Answer | Answer[]>('park', ...words, '--yes')].flat()[0]?.['title'];
    assert.equal(await titleOf('--text', NOTICE), 'Go on after the limit reset');
    assert.equal(await titleOf('--when', '3pm'), 'Go on after the limit reset');
    mkdirSync(join(home, 'output'));
    writeFileSync(join(home, 'output', `${token('a')}.txt`), `working\n${NOTICE}\n`);
    assert.equal(await titleOf('--text', NOTICE), 'Resume "Review" after the limit reset');
    assert.equal(await titleOf('--text', 'Usage limit reached, resets 4pm'), 'Go on after the limit reset');
    assert.equal(await titleOf('--run', 'bbbb', '--text', NOTICE), 'Resume "Other" after the limit reset');
    assert.match(
      await world.refusal('park', other, '--run', 'aaaa', '--text', NOTICE, '--yes'),
      /no run with that token/,
    );
  });

  it('parks every run here that a limit stopped, once, where nothing is named', async () => {
    assert.match(await world.refusal('park', '--yes'), /No conversation here was stopped by a usage limit/);
    await stop({ unattended: true });
    assert.match(await world.refusal('park', '--yes'), /No conversation here was stopped by a usage limit/);
    mkdirSync(join(home, 'output'));
    writeFileSync(join(home, 'output', `${token('a')}.txt`), `working\n${NOTICE}\n`);
    claimedHere();
    const entries = await world.value<readonly Answer[]>('park', '--yes');
    assert.deepEqual(
      entries.map(one => [one['title'], one['due_at']]),
      [['Resume "Review" after the limit reset', '2026-11-23T20:01:00.000Z']],
    );
    assert.match(await world.refusal('park', '--yes'), /No conversation here was stopped by a usage limit/);
  });

  it('reads the notice from what the run printed, from a file, or takes the time that is given', async () => {
    await stop({ unattended: true });
    assert.match(await world.refusal('park', id, '--yes'), /no notice to read/);
    mkdirSync(join(home, 'output'));
    writeFileSync(join(home, 'output', `${token('a')}.txt`), `working\n${NOTICE}\n`);
    assert.equal((await parked(id, '--yes'))['due_at'], '2026-11-23T20:01:00.000Z');
    Object.assign(world.host, {
      readFile: async (name: string) => ({ text: `${name}: usage limit, try again in 2h` }),
    });
    assert.equal((await parked(id, '--from', 'x.log', '--yes'))['due_at'], '2026-11-23T12:01:00.000Z');
    assert.equal((await parked(id, '--when', '5pm', '--yes'))['due_at'], '2026-11-23T17:01:00.000Z');
  });

  it('shows a notice only where there was one, beside the time that the run itself tells', async () => {
    await stop({ unattended: true, limit: '2026-11-23T20:00:00.000Z' });
    await world.refusal('park', id);
    const [question] = world.asked;
    assert.match(question?.detail ?? '', /^Due: .*20:01/);
    await world.refusal('park', id, '--text', NOTICE);
    assert.match(world.asked[1]?.detail ?? '', /^The notice: You've hit/);
  });

  it('says so where a text holds no notice, or two sources are given', async () => {
    await stop();
    assert.match(await world.refusal('park', id, '--text', 'All went well.', '--yes'), /does not say when.*--when/);
    assert.match(await world.refusal('park', id, '--text', 'x '.repeat(500), '--yes'), /does not say when/);
    assert.match(await world.refusal('park', id, '--text', 'x', '--when', '1h'), /one of --from/);
  });

  it('is not for agents', async () => {
    await stop();
    Object.assign(world.host, { underAgent: true });
    assert.match(await world.refusal('park', id, '--text', NOTICE, '--yes'), /Only a person/);
  });
});
