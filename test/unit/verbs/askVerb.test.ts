import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolOf } from '../../../src/mcp/tool.ts';
import { agentHost } from '../../../src/verbs/agentHost.ts';
import { askVerb } from '../../../src/verbs/askVerb.ts';
import type { Host } from '../../../src/verbs/host.ts';
import { verbs } from '../../../src/verbs/index.ts';
import { schemaOf, toolVerbs } from '../../../src/verbs/tools.ts';
import type { RawInput, Verb } from '../../../src/verbs/verb.ts';
import { sourceFiles } from '../../support/sourceFiles.ts';
import { createWorld } from '../../support/world.ts';

/** What the gate must say, with what a person would type instead. */
const refusalFor = (words: string): RegExp => new RegExp(`^Only a person may do that\\..*"defer ${words}"\\.$`);

/** Agents of each kind: one that Defer started, one that comes over a tool, and one that is both. */
const agentsOf = (host: Host): readonly Host[] => [
  { ...host, underAgent: true },
  { ...host, author: 'agent:claude' },
  { ...host, underAgent: true, author: 'agent:claude' },
  agentHost(host, 'agent:claude'),
];

/** A verb that only notes that it was reached. */
const noting = (verb: Verb, reached: string[]): Verb => ({
  ...verb,
  run: async () => {
    reached.push(verb.name);
    return { ok: true, say: '', value: undefined };
  },
});

/** What a person alone may ask for: whole verbs, and single fields of others. */
const OWNED: readonly (readonly [verb: Verb, input: RawInput, words: string])[] = verbs.flatMap(verb =>
  verb.effect === 'owner'
    ? [[verb, {}, verb.name] as const]
    : Object.entries(verb.input).flatMap(([name, { owner, word = name, kind }]) =>
        owner ? [[verb, { [name]: kind === 'flag' ? true : 'x' }, `${verb.name} --${word}`] as const] : [],
      ),
);

test('what only a person does is no agent’s, whoever the agent is', async () => {
  const { host } = createWorld();
  const reached: string[] = [];
  for (const [verb, input, words] of OWNED) {
    for (const agent of agentsOf(host)) {
      const reply = await askVerb(agent, noting(verb, reached), input);
      assert.match(reply.ok ? '' : reply.why, refusalFor(words));
    }
  }
  assert.deepEqual(reached, []);
  const names = OWNED.map(([, , words]) => words);
  const least = ['accept', 'reject', 'reopen', 'resume', 'allow', 'archive', 'import', 'export --out', 'run --due'];
  assert.deepEqual(
    least.filter(words => !names.includes(words)),
    [],
  );
});

test('a person asks for anything, and an agent for all the rest', async () => {
  const { host } = createWorld();
  const reached: string[] = [];
  for (const [verb, input] of OWNED) {
    assert.ok((await askVerb(host, noting(verb, reached), input)).ok);
  }
  assert.equal(reached.length, OWNED.length);
  for (const verb of verbs.filter(({ effect }) => effect !== 'owner')) {
    const unsaid = Object.fromEntries(Object.keys(verb.input).map(name => [name, false]));
    for (const agent of agentsOf(host)) {
      assert.ok((await askVerb(agent, noting(verb, reached), {})).ok, verb.name);
      assert.ok((await askVerb(agent, noting(verb, reached), unsaid)).ok, verb.name);
    }
  }
});

test('no tool offers an agent what only a person does, and a tool that did would be refused', async () => {
  const { host } = createWorld();
  for (const [verb, input, words] of OWNED) {
    const offered = schemaOf(verb.input).properties;
    assert.ok(verb.effect !== 'owner' || !toolVerbs.includes(verb), verb.name);
    assert.deepEqual(verb.effect === 'owner' ? [] : Object.keys(input).filter(name => name in offered), []);
    const reply = await toolOf(verb).run(agentHost(host, 'agent:claude'), input);
    assert.match(reply.ok ? '' : reply.why, refusalFor(words));
  }
});

test('no surface asks a verb past the gate', () => {
  const names = ['verb', 'importVerb', 'exportVerb', 'resumeRun', ...verbs.map(({ name }) => name.replace('-', ''))];
  const past = new RegExp(`\\b(?:${names.join('|')})\\)?\\.run\\(|[fF]ind\\w*\\([^;]*?\\)\\.run\\(`);
  const found = sourceFiles('src').filter(({ file, text }) => file !== 'verbs/askVerb.ts' && past.test(text));
  assert.deepEqual(
    found.map(({ file }) => file),
    [],
  );
  for (const text of ['verb.run(host, {})', 'call.verb.run(host', 'add.run(host', "findVerb('run').run(host"]) {
    assert.ok(past.test(text), text);
  }
});
