import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Profile } from '../../../../src/core/agent/launch.ts';
import { BUILT_IN_PROFILES, toProfiles } from '../../../../src/core/agent/profiles.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';

const profileOf = (value: unknown, name: string): Profile => {
  const profiles = toProfiles(value, BUILT_IN_PROFILES, 'here');
  assert.ok(!isRefusal(profiles));
  const profile = profiles.get(name);
  assert.ok(profile && !isRefusal(profile), JSON.stringify(profile));
  return profile;
};
const refusalOf = (value: unknown, name: string): string => {
  const profiles = toProfiles(value, BUILT_IN_PROFILES, 'here');
  assert.ok(!isRefusal(profiles));
  const profile = profiles.get(name);
  assert.ok(profile && isRefusal(profile), `accepted: ${JSON.stringify(profile)}`);
  return profile.why;
};

describe('agent profiles', () => {
  it('are there for the known tools, each sound by its own rules', () => {
    assert.deepEqual([...BUILT_IN_PROFILES.keys()], ['claude', 'codex', 'copilot', 'gemini', 'opencode', 'executor']);
    for (const [name, profile] of BUILT_IN_PROFILES) {
      assert.deepEqual(profileOf({ [`${name}-copy`]: profile }, `${name}-copy`), profile);
    }
  });

  it('stay as they are without a person’s own', () => {
    assert.equal(toProfiles(undefined, BUILT_IN_PROFILES, 'here'), BUILT_IN_PROFILES);
  });

  it('take from the one below what a person leaves out', () => {
    const claude = profileOf({ claude: { executable: '/opt/claude' } }, 'claude');
    assert.deepEqual(claude, { ...BUILT_IN_PROFILES.get('claude'), executable: '/opt/claude' });
    assert.deepEqual(profileOf({ claude: {} }, 'codex'), BUILT_IN_PROFILES.get('codex'));
  });

  it('may be a person’s own', () => {
    const own = { executable: 'aider', fresh: ['--message', '<prompt>'], input: 'argument' };
    assert.deepEqual(profileOf({ aider: own }, 'aider'), own);
    const { input: _, ...rest } = own;
    assert.deepEqual(profileOf({ aider: rest }, 'aider'), own);
    const piped = { executable: 'aider', fresh: ['-'], input: 'stdin' };
    assert.deepEqual(profileOf({ aider: piped }, 'aider'), piped);
  });

  it('may put prompt and conversation behind a flag and its "="', () => {
    const own = { executable: 'x', fresh: ['--ask=<prompt>'], resume: ['-s=<session>', '--ask=<prompt>'] };
    assert.deepEqual(profileOf({ x: own }, 'x'), { ...own, input: 'argument' });
  });

  it('may have a way of their own where nobody watches', () => {
    const own = { executable: 'x', fresh: ['<prompt>'], unattended: { fresh: ['-q'], input: 'stdin' } };
    assert.deepEqual(profileOf({ x: own }, 'x'), { ...own, input: 'argument' });
    const { unattended: _, ...attended } = own;
    assert.equal(profileOf({ x: attended }, 'x').unattended, undefined, 'none is made up');
    const claude = BUILT_IN_PROFILES.get('claude') as Profile;
    const quiet = { fresh: ['-p', '--quiet', '--session-id', '<session>'] };
    assert.deepEqual(profileOf({ claude: { unattended: quiet } }, 'claude'), {
      ...claude,
      unattended: { ...claude.unattended, ...quiet },
    });
    const argued = { fresh: ['-p', '<prompt>'], resume: ['-r', '<session>', '<prompt>'], input: 'argument' };
    assert.deepEqual(profileOf({ claude: { unattended: argued } }, 'claude').unattended, argued);
  });

  it('may name another keeper of conversations, or none', () => {
    assert.equal(profileOf({ x: { executable: 'x', fresh: ['<prompt>'], keeper: 'codex' } }, 'x').keeper, 'codex');
    assert.equal(profileOf({ codex: {} }, 'codex').keeper, 'codex');
    assert.equal(profileOf({ codex: { keeper: 'none' } }, 'codex').keeper, undefined);
  });

  it('that cannot be used are refused by themselves, and hide the one below', () => {
    const fresh = ['<prompt>'];
    for (const [raw, why] of [
      [null, /it is not an object/],
      [['claude'], /it is not an object/],
      [{ executable: 7 }, /"executable" is missing/],
      [{ executable: '' }, /"executable" is missing/],
      [{ executable: 'a\0b' }, /"executable" is missing/],
      [{ fresh: 'claude <prompt>' }, /lists of texts/],
      [{ fresh: ['<prompt>', 1] }, /lists of texts/],
      [{ fresh, resume: 'x' }, /lists of texts/],
      [{ fresh: ['-p'] }, /exactly one argument must be <prompt>/],
      [{ fresh: ['<prompt>', '<prompt>'] }, /exactly one argument must be <prompt>/],
      [{ fresh: ['prompt=<prompt>'] }, /stand for a whole argument/],
      [{ fresh: ['--prompt=a <prompt>'] }, /stand for a whole argument/],
      [{ fresh: ['--prompt=<prompt> '] }, /stand for a whole argument/],
      [{ fresh: ['--a=<prompt>', '<prompt>'] }, /exactly one argument must be <prompt>/],
      [{ fresh: ['-c', 'tool --id <session>', '<prompt>'] }, /stand for a whole argument/],
      [{ fresh, resume: ['--continue', '<prompt>'] }, /"resume" does not say where/],
      [{ fresh: ['<prompt>'], input: 'stdin' }, /goes to standard input/],
      [{ input: 'shell' }, /must be one of argument, stdin, executor/],
      [{ shell: true }, /a member other than/],
      [{ keeper: 'home' }, /"keeper" must be one of claude, codex, copilot, gemini, opencode, none/],
      [{ unattended: ['-p'] }, /in "unattended", the value must be an object of "fresh", "resume" and "input"/],
      [{ unattended: { executable: 'x' } }, /in "unattended", there is a member other than fresh, resume, input/],
      [{ unattended: { fresh: ['-p', '<prompt>'] } }, /in "unattended", the prompt goes to standard input/],
      [{ unattended: { fresh: ['-p'], input: 'argument' } }, /in "unattended", exactly one argument must be <prompt>/],
      [{ unattended: { resume: ['-p'] } }, /in "unattended", "resume" does not say where/],
    ] as const) {
      assert.match(refusalOf({ claude: raw, ...{} }, 'claude'), why, JSON.stringify(raw));
    }
    assert.deepEqual(profileOf({ claude: null }, 'codex'), BUILT_IN_PROFILES.get('codex'));
  });

  it('have plain names', () => {
    for (const name of ['', 'a b', '[x](y)', 'command', 'x'.repeat(65), '../x']) {
      assert.match(refusalOf({ [name]: { executable: 'x', fresh: ['<prompt>'] } }, name), /a name is up to 64/);
    }
    const polluting = JSON.parse('{"__proto__":{"executable":"x","fresh":["<prompt>"]}}') as unknown;
    assert.equal(profileOf(polluting, '__proto__').executable, 'x');
    assert.equal(({} as { executable?: string }).executable, undefined);
  });

  it('are refused as a whole where they are no object', () => {
    for (const value of [null, [], 'claude', 7]) {
      const profiles = toProfiles(value, BUILT_IN_PROFILES, 'the file');
      assert.ok(isRefusal(profiles) && profiles.why.startsWith('the file is not an object'));
    }
  });
});
