import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { agentHost } from '../../../../src/verbs/agentHost.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';
import { doctor } from '../../../../src/verbs/acts/doctor.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { gitEnv } from '../../../support/git.ts';
import { createWorld, type World } from '../../../support/world.ts';

const LINE = 'schedule.jsonl text eol=lf merge=union';

interface Diagnosis {
  readonly git: readonly { readonly path: string; readonly text: string; readonly fixed: boolean }[];
}

/** A repository with a schedule that another tool made. */
async function repository(): Promise<{ readonly world: World; readonly folder: string; readonly attributes: string }> {
  const folder = await emptyFolder();
  execFileSync('git', ['init', '--quiet'], { cwd: folder, env: gitEnv(folder) });
  mkdirSync(join(folder, '.sf'));
  writeFileSync(join(folder, '.sf', 'schedule.jsonl'), '{"id":"a","title":"A","due_at":"2026-12-01T09:00:00Z"}\n');
  return { world: createWorld({ folder }), folder, attributes: join(folder, '.sf', '.gitattributes') };
}

test('the doctor says that git does not merge a schedule that another tool made, and adds the line when asked to', async () => {
  const { world, folder, attributes } = await repository();
  writeFileSync(attributes, '*.md text');
  const said = await world.say('doctor');
  assert.ok(said.ok);
  assert.match(
    said.say,
    /\nMerging in git:\n {2}.*\/\.sf\/\.gitattributes: Git does not merge the rows .* Add the line "schedule\.jsonl text eol=lf merge=union" there, or let "defer doctor --fix"/,
  );
  assert.equal(readFileSync(attributes, 'utf8'), '*.md text', 'nothing is written unasked');
  const agent = await askVerb(agentHost(world.host, 'agent:claude'), doctor, { fix: true });
  assert.ok(!agent.ok && /Only a person/.test(agent.why));
  const { git } = await world.value<Diagnosis>('doctor', '--fix');
  assert.deepEqual(
    git.map(({ path, fixed }) => [path, fixed]),
    [[`${folder}/.sf/.gitattributes`, true]],
  );
  assert.equal(readFileSync(attributes, 'utf8'), `*.md text\n${LINE}\n`);
  assert.deepEqual((await world.value<Diagnosis>('doctor', '--fix')).git, []);
  assert.equal(readFileSync(attributes, 'utf8'), `*.md text\n${LINE}\n`);
});

test('the doctor says why the line is of no use, or was not added', async () => {
  const overruled = await repository();
  writeFileSync(join(overruled.folder, '.git', 'info', 'attributes'), '*.jsonl -merge\n');
  const { git: found } = await overruled.world.value<Diagnosis>('doctor', '--fix');
  assert.deepEqual([found[0]?.fixed, /git goes by \.git\/info\/attributes/.test(found[0]?.text ?? '')], [false, true]);
  const linked = await repository();
  const elsewhere = join(await emptyFolder(), 'theirs');
  writeFileSync(elsewhere, '');
  symlinkSync(elsewhere, linked.attributes);
  const { git: refused } = await linked.world.value<Diagnosis>('doctor', '--fix');
  assert.match(refused[0]?.text ?? '', /^The line ".*" was not added\. /);
  assert.equal(readFileSync(elsewhere, 'utf8'), '');
});
