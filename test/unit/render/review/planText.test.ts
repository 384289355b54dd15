import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LaunchPlan } from '../../../../src/core/agent/launch.ts';
import { planText } from '../../../../src/render/review/planText.ts';

const PLAN: LaunchPlan = {
  ...{ entryId: 'x', occ: 'once', gen: 0, again: false, unattended: false, agent: 'claude', mode: 'fresh' },
  ...{ executable: '/usr/bin/claude', calledAs: '/usr/bin/claude', args: ['--', 'Go on.\n'], cwd: '/home/me/project' },
  ...{ prompt: 'Go on.\n', basis: 'Go on.\n', pattern: { input: 'argument', vectors: [] } },
};

test('what a run would start is said whole, in a form that can be read', () => {
  assert.equal(
    planText({ ...PLAN, session: '1234' }),
    `Agent:        claude
Folder:       /home/me/project
Conversation: a new one, with an id that is made at the start
Prompt:       given as an argument

Arguments:
  0: "/usr/bin/claude"
  1: "--"
  2: "Go on.\\n"

Prompt:
Go on.`,
  );
});

test('how the prompt gets there, where nobody watches, and in which conversation', () => {
  const unattended = planText({
    ...PLAN,
    unattended: true,
    args: ['-p'],
    stdin: PLAN.prompt,
    mode: 'callback',
    session: 'abc',
  });
  assert.match(unattended, /^Agent: +claude, automatically\n.*\nConversation: abc\nPrompt: +given on standard input\n/);
  assert.doesNotMatch(unattended, /^Standard input:/m);
  const executor = planText({ ...PLAN, agent: 'executor', args: [], stdin: '{"id":"x"}\n' });
  assert.match(executor, /Conversation: the agent decides\nPrompt: +in the record on standard input\n/);
  assert.match(executor, /\n\nStandard input:\n\{"id":"x"\}\n\nPrompt:\nGo on\.$/);
});

test('nothing in a prompt hides or is masked, since a person decides by it', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  const text = planText({ ...PLAN, args: [], prompt: `a\u202Eb\u200B\u001B[2K ${token}\nend` });
  assert.ok(text.endsWith(`Prompt:\na\\u202eb\\u200b\\u001b[2K ${token}\nend`), text);
});

test('a command has its vector and its folder', () => {
  const text = planText({ ...PLAN, agent: 'command', executable: '/bin/echo', args: ['a b'], prompt: '', basis: '' });
  assert.equal(text, 'Folder:       /home/me/project\n\nArguments:\n  0: "/bin/echo"\n  1: "a b"');
});

test('where a run works is said with what is not there, and what comes along', () => {
  const worktree = {
    ...{
      checkout: '/home/me/project',
      repository: '/home/me/project/.git',
      base: 'a'.repeat(40),
      prefix: '',
      title: 'x',
    },
    ...{
      branchWords: 'x',
      brings: { copy: ['.env'], link: ['node_modules'] },
      told: { kind: 'copy', head: 'a'.repeat(40), branch: 'main', changed: 0, pointers: 0 } as const,
    },
  };
  assert.match(
    planText({ ...PLAN, worktree }),
    /\nWorks in: +a worktree of its own, on a new branch "defer\/…"\n +Works on a copy of main at aaaaaaa\.\nCopied: +\.env\nLinked: +node_modules\n/,
  );
  assert.match(
    planText({ ...PLAN, worktree: { ...worktree, goesOn: '3f2a91c0'.padEnd(32, '0') } }),
    /\nWorks in: +the worktree of the earlier run 3f2a91c0\n/,
  );
});
