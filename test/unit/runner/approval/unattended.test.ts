import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import type { LaunchPlan } from '../../../../src/core/agent/launch.ts';
import { isRefusal, refusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR, MINUTE, type Duration } from '../../../../src/core/basics/time.ts';
import type { LauncherOptions } from '../../../../src/runner/start/launcher.ts';
import { takeRun } from '../../../../src/runner/approval/dailyRuns.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { placeFakeAgent, type FakeAgent } from '../../../support/fakeAgent.ts';
import { makePlace, rowsOf, type Place } from '../../../support/runnerPlace.ts';
import { onPosix, withLinks } from '../../../support/systems.ts';

describe('a run without a person', () => {
  let place: Place;
  let agent: FakeAgent;
  beforeEach(() => {
    place = makePlace();
    agent = place.fakeAgent('claude');
  });
  afterEach(() => place.remove());

  type Options = Partial<LauncherOptions>;
  const inTime = (by: Duration): string => new Date(place.clock.now() + by).toISOString();

  /** Adds an entry that is due in a minute, approves it, and lets two minutes pass. */
  async function approvedAndDue(set: Readonly<Record<string, unknown>> = {}, options?: Options): Promise<string> {
    const id = await place.add({ due_at: inTime(MINUTE), ...set });
    await place.approve(id, options);
    place.clock.ahead += 2 * MINUTE;
    return id;
  }
  const why = async (id: string, options?: Options): Promise<string> => {
    const plan = await place.plan(id, { ...options, unattended: true });
    return isRefusal(plan) ? plan.why : 'planned';
  };
  async function planned(id: string): Promise<LaunchPlan> {
    const plan = await place.plan(id, { unattended: true });
    assert.ok(!isRefusal(plan), isRefusal(plan) ? plan.why : '');
    return plan;
  }
  const claims = (): readonly string[] => {
    try {
      return readdirSync(join(place.home, 'claims'));
    } catch {
      return [];
    }
  };
  const grantFile = (): string => {
    const [name = ''] = readdirSync(join(place.home, 'allow'));
    return join(place.home, 'allow', name);
  };

  it('starts what was approved before it fell due, in its own way, and says so in the record', async () => {
    const id = await approvedAndDue();
    const token = await place.claim(id, { unattended: true });
    assert.equal((await place.run(token)).code, 0);
    const [call] = agent.calls();
    assert.deepEqual(call?.arguments.slice(0, 2), ['-p', '--session-id']);
    assert.match(call?.input ?? '', /Task:\nGo on\./);
    const [run] = await place.runs(id);
    assert.deepEqual([run?.outcome, run?.unattended], ['ok', true]);
    assert.deepEqual(readdirSync(join(place.home, 'usage')).length, 1);
  });

  it('keeps an approval where nobody else can read or write it', onPosix, async () => {
    await approvedAndDue();
    assert.equal(statSync(grantFile()).mode & 0o777, 0o600);
    assert.equal(statSync(join(place.home, 'allow')).mode & 0o077, 0);
    assert.match(grantFile(), /\/[0-9a-f]{64}\.json$/);
  });

  it('needs an approval, given before the entry fell due', async () => {
    const id = await place.add();
    assert.match(await why(id), /not allowed to run automatically/);
    place.clock.ahead += MINUTE;
    await place.approve(id);
    assert.match(await why(id), /due before it was allowed/);
    assert.equal(await place.approvals().revoke(place.ledger, await place.entry(id)), true);
    assert.match(await why(id), /not allowed/);
  });

  it('is not covered by what a row says of itself', async () => {
    const grants = { approved: true, auto: true, trusted: true, allow: ['*'], unattended: true };
    const id = await place.add({
      due_at: inTime(-MINUTE),
      ...grants,
      payload: { ...grants, message: 'x', prompt: 'x', agent: 'claude' },
    });
    assert.match(await why(id), /not allowed/);
  });

  const payload = { message: 'Go on', prompt: 'Go on.', agent: 'claude', mode: 'callback', session: 'review' };
  const repeat = { every: 'PT1H', anchor: '2026-01-01T00:00:00.000Z' };

  describe('is asked about again after a change of', () => {
    const changes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      'the prompt': { payload: { ...payload, prompt: 'Go on!' } },
      'the title': { payload: { ...payload, message: 'Go on and on' } },
      'a summary': { payload: { ...payload, summary: 'x' } },
      'key points': { payload: { ...payload, key_points: ['x'] } },
      artifacts: { payload: { ...payload, artifacts: ['x'] } },
      constraints: { payload: { ...payload, constraints: ['x'] } },
      'the agent': { payload: { ...payload, agent: 'mine' } },
      'the mode': { payload: { ...payload, mode: 'fresh' } },
      'the session': { payload: { ...payload, session: 'other' } },
      'the folder it runs in': { payload: { ...payload, cwd: 'inner' } },
      'its rule': { repeat: { ...repeat, every: 'PT2H' } },
      'the end of its rule': { repeat: { ...repeat, until: '2099-01-01T00:00:00.000Z' } },
      'what is done about times it missed': { repeat: { ...repeat, catchup: 'once' } },
      'who made it': { created_by: 'agent:other' },
    };
    it('any of its fields', async () => {
      mkdirSync(join(place.folder, 'inner'));
      place.fakeAgent('mine');
      const unattended = { fresh: ['--session-id', '<session>', '<prompt>'], resume: ['<session>', '<prompt>'] };
      const settings = (): unknown => ({ mine: { executable: 'mine', fresh: ['<prompt>'], unattended } });
      const before = { payload, repeat, created_by: 'user' };
      const id = await approvedAndDue(before, { settings });
      for (const [name, set] of Object.entries(changes)) {
        await place.ledger.act(id, place.clock.now(), () => ({ set }));
        assert.match(await why(id, { settings }), /has changed since it was allowed/, name);
        await place.ledger.act(id, place.clock.now(), () => ({ set: before }));
        assert.equal(await why(id, { settings }), 'planned', 'changed back');
      }
    });

    it('its kind', async () => {
      const command = [agent.path, 'x'];
      const id = await approvedAndDue({ payload: { ...payload, command } });
      await place.ledger.act(id, place.clock.now(), () => ({ set: { kind: 'command' } }));
      assert.match(await why(id), /has changed/);
    });

    it('any argument of a command', async () => {
      const vector = (...args: readonly string[]) => ({ kind: 'command', payload: { message: 'x', command: args } });
      const id = await approvedAndDue(vector(agent.path, 'one', 'two'));
      assert.equal(await why(id), 'planned');
      for (const args of [['one two'], ['one', 'two', ''], ['two', 'one'], []]) {
        await place.ledger.act(id, place.clock.now(), () => ({ set: vector(agent.path, ...args) }));
        assert.match(await why(id), /has changed/, JSON.stringify(args));
      }
    });

    it('the profile’s vector, whichever a run may use, or the way of the prompt', async () => {
      const id = await approvedAndDue({ payload, repeat });
      for (const unattended of [
        { fresh: ['-p', '-x', '--session-id', '<session>'] },
        { resume: ['-p', '-x', '--resume', '<session>'] },
        {
          fresh: ['--session-id', '<session>', '<prompt>'],
          resume: ['--resume', '<session>', '<prompt>'],
          input: 'argument',
        },
      ]) {
        assert.match(await why(id, { settings: () => ({ claude: { unattended } }) }), /has changed/);
      }
      assert.equal(
        await why(id, { settings: () => ({ claude: { fresh: ['<prompt>'] } }) }),
        'planned',
        'that is for a person',
      );
    });

    it('the executable, and the name under which it is found', withLinks, async () => {
      const id = await approvedAndDue();
      const other = join(place.root, 'other');
      placeFakeAgent(other, 'claude');
      assert.match(await why(id, { env: { PATH: other } }), /has changed/);
      const link = join(place.root, 'link');
      mkdirSync(link);
      symlinkSync(agent.path, join(link, 'claude'));
      assert.match(await why(id, { env: { PATH: link } }), /has changed/);
      renameSync(agent.path, join(place.bin, 'claude-2'));
      symlinkSync(join(place.bin, 'claude-2'), agent.path);
      assert.match(await why(id), /has changed/);
    });

    it('what an executor reads, but not of what changes as the entry lives on', async () => {
      const settings = (): unknown => ({
        own: { executable: 'claude', fresh: [], input: 'executor', unattended: { fresh: [], input: 'executor' } },
      });
      const set = { payload: { message: 'x', agent: 'own' }, execution: { aura_level: 'low' } };
      const id = await approvedAndDue(set, { settings });
      const { ledger } = place;
      await ledger.act(id, place.clock.now(), () => ({ set: { attempts: 1, last_error: 'x', updated_at: inTime(0) } }));
      assert.equal(await why(id, { settings }), 'planned');
      await ledger.act(id, place.clock.now(), () => ({ set: { execution: { aura_level: 'high' } } }));
      assert.match(await why(id, { settings }), /has changed/);
    });

    it('the folder of its schedule: a copy of it is not approved', async () => {
      const id = await approvedAndDue();
      const copy = join(place.root, 'copy');
      mkdirSync(join(copy, '.sf'), { recursive: true });
      writeFileSync(
        join(copy, '.sf', 'schedule.jsonl'),
        `${rowsOf(place)
          .map(row => JSON.stringify(row))
          .join('\n')}\n`,
      );
      const ledger = new Ledger({ scope: 'project', folder: copy }, new FileLog(copy), 'abc123', endLinked);
      const state = (await ledger.look()).get(id);
      assert.ok(state);
      const plan = await place.launcher().plan(ledger, toEntry(state), { again: false, unattended: true });
      assert.ok(isRefusal(plan) && /not allowed/.test(plan.why));
    });
  });

  it('stays approved where only white space and the order of keys change, or what does not matter', async () => {
    const id = await approvedAndDue({ payload, repeat, created_by: 'user' });
    const [row = {}] = rowsOf(place);
    const turned = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, one]) => [name, turned(one)]),
          )
        : value;
    const { defer: _, ...rest } = row;
    const text = JSON.stringify(turned(rest), undefined, 1).replaceAll('\n', ' \t');
    appendFileSync(join(place.folder, '.sf', 'schedule.jsonl'), `${text}\n`);
    assert.equal((await place.entry(id)).line, 2, 'the row counts');
    assert.equal(await why(id), 'planned');
    await place.ledger.act(id, place.clock.now(), () => ({ set: { attempts: 2, reason: 'x', tags: ['x'] } }));
    assert.equal(await why(id), 'planned');
  });

  it('of a repeat goes on under one approval, in one conversation, from the first run to the second', async () => {
    const id = await approvedAndDue({ payload, repeat: { ...repeat, every: 'PT5M' } });
    assert.equal((await place.run(await place.claim(id, { unattended: true }))).code, 0);
    place.clock.ahead += 6 * MINUTE;
    assert.equal((await place.run(await place.claim(id, { unattended: true }))).code, 0);
    assert.deepEqual(
      agent.calls().map(call => call.arguments[1]),
      ['--session-id', '--resume'],
    );
  });

  describe('is stopped by each gate alone, when it is planned and once more when it starts', () => {
    const asRoot = process.getuid?.() === 0;
    const gates: Record<string, readonly [shut: (id: string) => unknown, why: RegExp, options?: () => Options]> = {
      'an approval that was taken back': [
        async id => place.approvals().revoke(place.ledger, await place.entry(id)),
        /not allowed/,
      ],
      'a change of the entry': [
        id => place.ledger.act(id, place.clock.now(), () => ({ set: { payload: { ...payload, prompt: 'x' } } })),
        /has changed/,
      ],
      'others who may write to the home': [() => chmodSync(place.home, 0o777), /Others can write to/],
      'others who may write to the approvals': [
        () => chmodSync(join(place.home, 'allow'), 0o770),
        /Others can write to/,
      ],
      'others who may write to the profiles': [
        () => {
          writeFileSync(join(place.home, 'profiles.json'), '{}');
          chmodSync(join(place.home, 'profiles.json'), 0o666);
        },
        /Others can write to/,
      ],
      'an approval that others may read': [
        () => chmodSync(grantFile(), 0o644),
        /owner or mode is not as Defer made it/,
      ],
      'an approval that is a link': [
        () => {
          renameSync(grantFile(), join(place.root, 'grant'));
          symlinkSync(join(place.root, 'grant'), join(place.home, 'allow', 'x'));
          renameSync(join(place.home, 'allow', 'x'), grantPath);
        },
        /does not count/,
      ],
      'an approval with a second name': [() => linkSync(grantFile(), join(place.root, 'grant')), /does not count/],
      'an approval that is cut off': [() => writeFileSync(grantFile(), '{"hash":"'), /does not count/],
      'a daily cap of none': [
        () => undefined,
        /limit of automatic runs is 0/,
        () => ({ limits: () => ({ dailyRuns: 0, quiet: undefined }) }),
      ],
      'a daily cap that is used up': [
        () => takeRun(place.home, 1, place.clock.now(), 'UTC'),
        /limit of 1 .*reached/,
        () => ({ limits: () => ({ dailyRuns: 1, quiet: undefined }) }),
      ],
      'quiet hours': [
        () => undefined,
        /quiet hours/,
        () => {
          const now = new Date(place.clock.now());
          const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
          return { limits: () => ({ dailyRuns: 9, quiet: { from: minute, to: (minute + 30) % 1440 } }) };
        },
      ],
      'limits that cannot be read': [() => undefined, /^No limits\.$/, () => ({ limits: () => refusal('No limits.') })],
      'being closed': [
        id => place.ledger.act(id, place.clock.now(), () => ({ set: { status: 'done' } })),
        /already done|not due/,
      ],
      'no time that has come': [
        id => place.ledger.act(id, place.clock.now(), () => ({ set: { due_at: inTime(HOUR) } })),
        /not due/,
      ],
      'having failed for good': [
        id => place.ledger.act(id, place.clock.now(), () => ({ set: { status: 'failed' } })),
        /no retry is left/,
      ],
      'its expiry': [
        id => place.ledger.act(id, place.clock.now(), () => ({ set: { expires_at: inTime(-1) } })),
        /too late/,
      ],
    };
    let grantPath = '';
    if (asRoot) {
      gates['a home that is another user’s'] = [() => chownSync(place.home, 12345, 0), /belongs to another user/];
      gates['an approval that is another user’s'] = [() => chownSync(grantFile(), 12345, 0), /owner or mode is not/];
    }
    // File modes and these links exist only on Unix.
    const ofModes = /^(?:others who may|an approval that (?:others may read|is a link))/;
    for (const [name, [shut, words, options]] of Object.entries(gates)) {
      it(name, ofModes.test(name) ? onPosix : {}, async () => {
        const id = await approvedAndDue({ payload });
        grantPath = grantFile();
        const plan = await planned(id);
        await shut(id);
        assert.match(await why(id, options?.()), words);
        const started = await place
          .launcher({ begin: async () => assert.fail('it was started'), ...options?.() })
          .start(place.ledger, plan);
        assert.ok(isRefusal(started), 'started');
        assert.match(started.why, words);
        assert.deepEqual(claims(), []);
      });
    }

    it('an agent that asks', async () => {
      const id = await approvedAndDue();
      const env = { ...place.env, DEFER_RUN_ID: 'f'.repeat(32) };
      assert.match(await why(id, { env }), /does not start others/);
      const { hash } = (await place.approvals().look(place.ledger, await place.entry(id))) as { hash: string };
      const refused = await place.approvals({ env }).allow(place.ledger, await place.entry(id), hash);
      assert.match(refused?.why ?? '', /cannot allow anything/);
    });
  });

  it('is approved only as it was shown', async () => {
    const id = await place.add();
    const approvals = place.approvals();
    const seen = await approvals.look(place.ledger, await place.entry(id));
    assert.ok(!isRefusal(seen));
    await place.ledger.act(id, place.clock.now(), () => ({ set: { payload: { ...payload, prompt: 'x' } } }));
    const refused = await approvals.allow(place.ledger, await place.entry(id), seen.hash);
    assert.match(refused?.why ?? '', /changed since it was shown/);
    assert.deepEqual(await approvals.marks(place.ledger), new Map());
  });

  it('is marked by id, and by what it has become since', async () => {
    const [one, other] = [await approvedAndDue(), await place.add()];
    const approvals = place.approvals();
    assert.deepEqual([...(await approvals.marks(place.ledger))], [[one, true]]);
    renameSync(join(place.bin, 'claude'), join(place.bin, 'elsewhere'));
    assert.deepEqual([...(await approvals.marks(place.ledger))], [[one, 'unchecked']], 'as under another PATH');
    renameSync(join(place.bin, 'elsewhere'), join(place.bin, 'claude'));
    await place.ledger.act(one, place.clock.now(), () => ({ set: { payload } }));
    assert.deepEqual([...(await approvals.marks(place.ledger))], [[one, 'changed']]);
    await place.ledger.act(one, place.clock.now(), () => ({ set: { status: 'done' } }));
    assert.deepEqual([...(await approvals.marks(place.ledger))], []);
    assert.ok(other);
  });

  it('needs a profile that can do without a person', async () => {
    const settings = (): unknown => ({ mine: { executable: 'claude', fresh: ['<prompt>'] } });
    const id = await place.add({ payload: { ...payload, mode: 'fresh', agent: 'mine' } });
    const seen = await place.approvals({ settings }).look(place.ledger, await place.entry(id));
    assert.ok(isRefusal(seen) && /has no "unattended"/.test(seen.why));
  });

  it('counts toward the day before it starts: of many at once no more start than the cap', async () => {
    const ids = [await place.add(), await place.add(), await place.add(), await place.add()];
    place.clock.ahead -= HOUR;
    for (const id of ids) {
      await place.approve(id);
    }
    place.clock.ahead += HOUR;
    const limits = () => ({ dailyRuns: 2, quiet: undefined });
    const launcher = place.launcher({ limits });
    // As many processes would: each with a reading of the file of its own.
    const started = await Promise.all(
      ids.map(async id => {
        const ledger = new Ledger(place.ledger, new FileLog(place.folder), 'abc123', endLinked);
        const state = (await ledger.look()).get(id);
        assert.ok(state);
        const plan = await launcher.plan(ledger, toEntry(state), { again: false, unattended: true });
        return isRefusal(plan) ? plan : launcher.start(ledger, plan);
      }),
    );
    assert.equal(started.filter(one => !isRefusal(one)).length, 2);
    assert.equal(claims().length, 2);
    assert.deepEqual(await place.approvals({ limits }).usage([place.ledger]), { runs: 2, limits: limits() });
    const taken = await Promise.all(
      Array.from({ length: 8 }, () => takeRun(join(place.root, 'other'), 3, place.clock.now(), 'UTC')),
    );
    assert.equal(taken.filter(Boolean).length, 3);
  });

  it('starts what went through the gates, whatever plan it is asked for', async () => {
    const id = await approvedAndDue();
    const plan = await planned(id);
    let begun: LaunchPlan | undefined;
    const launcher = place.launcher({
      begin: async (_, given) => {
        begun = given;
        return { state: 'started' };
      },
    });
    const forged = { ...plan, executable: '/bin/sh', args: ['-c', 'x'], stdin: 'x', cwd: '/' };
    assert.ok(!isRefusal(await launcher.start(place.ledger, forged)));
    assert.deepEqual([begun?.executable, begun?.cwd], [agent.path, place.folder]);
    assert.ok(begun?.args[0] === '-p' && begun.stdin === plan.prompt);
  });

  it('of another time than the one planned does not start', async () => {
    const id = await approvedAndDue();
    const plan = await planned(id);
    await place.ledger.act(id, place.clock.now(), () => ({ set: { due_at: inTime(-1) } }));
    const started = await place.launcher().start(place.ledger, plan);
    assert.ok(isRefusal(started) && /has changed since its run was planned/.test(started.why));
    assert.deepEqual(claims(), []);
  });

  it(
    'is not approved, and shows no approval, where others can write to the home; doctor learns why',
    onPosix,
    async () => {
      const id = await approvedAndDue();
      const approvals = place.approvals();
      assert.equal(await approvals.problem(), undefined);
      chmodSync(place.home, 0o777);
      assert.match((await approvals.problem()) ?? '', /Others can write to .*chmod go-w/);
      assert.deepEqual(await approvals.marks(place.ledger), new Map());
      const seen = await approvals.look(place.ledger, await place.entry(id));
      assert.ok(!isRefusal(seen));
      const refused = await approvals.allow(place.ledger, await place.entry(id), seen.hash);
      assert.match(refused?.why ?? '', /Others can write to/);
    },
  );

  it('is not approved where others can write to a file that the approval depends on', onPosix, async () => {
    const approvals = place.approvals();
    for (const name of ['budgets', 'results', 'undo', 'worktrees', 'worktree.json']) {
      const path = join(place.home, name);
      mkdirSync(path, { recursive: true });
      chmodSync(path, 0o777);
      assert.match((await approvals.problem()) ?? '', new RegExp(`Others can write to .*${name}`));
      chmodSync(path, 0o700);
    }
    assert.equal(await approvals.problem(), undefined);
  });

  it('that does not start after all is not counted', async () => {
    const id = await approvedAndDue();
    const [one, two] = [await planned(id), await planned(id)];
    const launcher = place.launcher();
    assert.ok(!isRefusal(await launcher.start(place.ledger, one)));
    const second = await launcher.start(place.ledger, two);
    assert.ok(isRefusal(second) && second.busy === true, 'somebody has it');
    const usage = await place.approvals().usage([place.ledger]);
    assert.ok(!isRefusal(usage) && usage.runs === 1);
  });

  it('is counted by what schedules say as well, and for one day', async () => {
    const id = await approvedAndDue();
    assert.equal((await place.run(await place.claim(id, { unattended: true }))).code, 0);
    const runs = async (): Promise<number> => {
      const usage = await place.approvals().usage([place.ledger]);
      return isRefusal(usage) ? NaN : usage.runs;
    };
    renameSync(join(place.home, 'usage'), join(place.home, 'gone'));
    await place.ledger.look();
    assert.equal(await runs(), 1);
    place.clock.ahead += 24 * HOUR;
    assert.equal(await runs(), 0);
  });
});
