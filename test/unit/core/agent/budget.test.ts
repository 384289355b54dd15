import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { budgetText, lesser, readBudget, type Budget } from '../../../../src/core/agent/budget.ts';
import { capArguments, capFault, readCaps, withFlags } from '../../../../src/core/agent/caps.ts';
import { boundRun } from '../../../../src/core/agent/runBudget.ts';
import { BUILT_IN_PROFILES, toProfiles } from '../../../../src/core/agent/profiles.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { Profile } from '../../../../src/core/agent/launch.ts';
import { holds } from '../../../support/property.ts';

const profileOf = (name: string, own?: unknown): Profile => {
  const profiles = toProfiles(own, BUILT_IN_PROFILES, 'here');
  const profile = isRefusal(profiles) ? undefined : profiles.get(name);
  assert.ok(profile && !isRefusal(profile), JSON.stringify(profile));
  return profile;
};
const bound = (budget: unknown, name: string, own?: unknown) =>
  boundRun({ fields: { payload: { budget } } }, { name, profile: profileOf(name, own) });
const whyOf = (budget: unknown, name: string): string => {
  const run = bound(budget, name);
  return isRefusal(run) ? run.why : 'bound';
};

test('a budget is whole numbers from 1, and dollars with cents; any other is none', () => {
  const whole = { runs: 3, minutes: 20, turns: 30, usd: 2.5, credits: 40 };
  assert.deepEqual(readBudget(whole), whole);
  assert.deepEqual(readBudget({}), {});
  for (const wrong of [
    ...[null, [], 'x', 3, { runs: 0 }, { runs: -1 }, { runs: 1.5 }, { runs: '3' }, { minutes: 1e9 }, { runs: null }],
    ...[{ usd: 0 }, { usd: 0.001 }, { usd: NaN }, { usd: Infinity }, { credits: 2.5 }, { hours: 2 }],
    { turns: '--dangerously-skip-permissions' },
  ]) {
    assert.equal(typeof readBudget(wrong), 'string', JSON.stringify(wrong));
  }
});

test('a budget is told in words', () => {
  assert.equal(
    budgetText({ runs: 3, minutes: 20, turns: 1, usd: 2.5, credits: 40 }),
    '3 runs a day; 20 minutes, 1 turn, 2.50 US dollars, 40 credits a run',
  );
  assert.equal(budgetText({ runs: 1 }), '1 run a day');
  assert.equal(budgetText({ minutes: 1 }), '1 minute a run');
});

const amounts = fc.record(
  {
    runs: fc.integer({ min: 1, max: 99 }),
    minutes: fc.integer({ min: 1, max: 99 }),
    turns: fc.integer({ min: 1, max: 99 }),
  },
  { requiredKeys: [] },
);

test('of two budgets the smaller number of each part counts, whichever is whose', t => {
  holds(
    t,
    fc.property(amounts, amounts, (one, other) => {
      const both = lesser(one, other);
      assert.deepEqual(both, lesser(other, one));
      for (const part of ['runs', 'minutes', 'turns'] as const) {
        assert.equal(both[part] ?? Infinity, Math.min(one[part] ?? Infinity, other[part] ?? Infinity));
      }
    }),
  );
});

test('an entry lowers what its profile has, and never raises it', () => {
  const own = { claude: { budget: { runs: 10, minutes: 30, usd: 2 } } };
  const run = bound({ runs: 20, minutes: 60, usd: 0.5, turns: 9 }, 'claude', own);
  assert.ok(!isRefusal(run));
  assert.deepEqual(run.budget, { runs: 20, minutes: 30, turns: 9, usd: 0.5 });
  assert.equal(run.profileRuns, 10, 'counted for itself');
  assert.deepEqual(run.flags, ['--max-turns=9', '--max-budget-usd=0.5']);
});

test('what has no budget is bounded by nothing', () => {
  assert.deepEqual(bound(undefined, 'claude'), { flags: [] });
  assert.deepEqual(bound({}, 'claude'), { flags: [] });
});

test('what a tool cannot keep is refused, with what to do instead', () => {
  for (const [budget, name] of [
    [{ turns: 3 }, 'codex'],
    [{ usd: 1 }, 'gemini'],
    [{ credits: 50 }, 'opencode'],
    [{ turns: 3 }, 'copilot'],
    [{ credits: 50 }, 'claude'],
  ] as const) {
    assert.match(whyOf(budget, name), new RegExp(`^The agent ${name} cannot keep the budget: .*--max-minutes`));
  }
  assert.match(whyOf({ credits: 29 }, 'copilot'), /no less than 30/);
  assert.equal(whyOf({ credits: 30 }, 'copilot'), 'bound');
  const command = boundRun({ fields: { payload: { budget: { turns: 3 } } } }, undefined);
  assert.ok(isRefusal(command) && command.why.startsWith('A command cannot'));
});

test('a budget that cannot be read stops the run', () => {
  assert.match(whyOf({ minutes: 'twenty' }, 'claude'), /budget cannot be read/);
  assert.match(whyOf('20', 'claude'), /budget cannot be read/);
  assert.match(whyOf({ tokens: 5 }, 'claude'), /budget cannot be read/);
});

test('a profile’s own budget must be one that its tool can keep', () => {
  const refused = (own: unknown): string => {
    const profiles = toProfiles(
      { mine: { executable: 'x', fresh: ['<prompt>'], ...(own as object) } },
      BUILT_IN_PROFILES,
      'here',
    );
    const profile = isRefusal(profiles) ? profiles : profiles.get('mine');
    return profile && isRefusal(profile) ? profile.why : 'taken';
  };
  const caps = { turns: { arguments: ['--steps', '<number>'], least: 2 } };
  assert.equal(refused({ caps, budget: { turns: 3, minutes: 5, runs: 2 } }), 'taken');
  assert.match(refused({ caps, budget: { turns: 1 } }), /no less than 2/);
  assert.match(refused({ budget: { turns: 3 } }), /no flag/);
  assert.match(refused({ budget: { minutes: 0 } }), /"minutes" must be a whole number/);
  for (const wrong of [
    { turns: 3 },
    { turns: { arguments: [] } },
    { turns: { arguments: ['-x'] } },
    { minutes: { arguments: ['<number>'] } },
    { turns: { arguments: ['--a=<number>', '<number>'] } },
    { turns: { arguments: ['<prompt>', '<number>'] } },
    { turns: { arguments: ['x<number>y'] } },
    { turns: { arguments: ['<number>'], least: 0 } },
    [],
  ]) {
    assert.match(refused({ caps: wrong }), /caps?\b/, JSON.stringify(wrong));
  }
});

test('flags stand after the commands of a vector and before all else', () => {
  assert.deepEqual(withFlags(['exec', 'resume', '<session>', '-'], ['--max=3']), [
    'exec',
    'resume',
    '--max=3',
    '<session>',
    '-',
  ]);
  assert.deepEqual(withFlags(['-p', '--', '<prompt>'], ['--max=3']), ['--max=3', '-p', '--', '<prompt>']);
  assert.deepEqual(withFlags(['run'], ['--max', '3']), ['run', '--max', '3']);
  assert.deepEqual(withFlags(['run'], []), ['run']);
});

test('each number stays in its one argument', () => {
  const caps = readCaps({ turns: { arguments: ['--steps', '<number>'] } });
  assert.ok(typeof caps === 'object');
  const budget: Budget = { turns: 12 };
  assert.equal(capFault(budget, caps), undefined);
  assert.deepEqual(capArguments(budget, caps), ['--steps', '12']);
});
