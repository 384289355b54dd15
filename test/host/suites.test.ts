import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../scripts/project.ts';
import { runInHost } from './harness/inHost.ts';
import { makeWorkspace } from './harness/workspace.ts';

const folder = join(root, 'test', 'host', 'suites');

describe('in the extension host', () => {
  for (const suite of readdirSync(folder)) {
    test(suite, async t => {
      const { folder: open } = await makeWorkspace('in-host', []);
      const results = await runInHost(join(folder, suite), { open });
      assert.ok(results.length > 0);
      for (const { name, failure } of results) await t.test(name, () => assert.equal(failure, undefined, failure));
    });
  }
});
