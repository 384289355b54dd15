import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standInForVscode } from '../../../support/fakeEditor.ts';
import { hearFailures } from '../../../support/heardFailures.ts';
import { until } from '../../../support/runnerPlace.ts';
import { showWorld } from '../../../support/shownWorld.ts';

standInForVscode();
const { Failures } = await import('../../../../src/vscode/model/failures.ts');
const { ApprovalPages } = await import('../../../../src/vscode/pages/approvalPages.ts');
const { unheard } = hearFailures(Failures);

test('an approval that cannot be written is told on its page, which can be answered again', async () => {
  const { editor, model } = showWorld();
  const pages = new ApprovalPages(model, { scheme: 'file', path: '/extension' } as never);
  let isFull = true;
  const answer = pages.ask({
    name: 'one',
    look: async () => ({ key: 'k', question: 'Allow it?', detail: '' }) as never,
    allow: async () => {
      if (isFull) {
        throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', path: '/home/me/.sf/defer' });
      }
      return undefined;
    },
  });
  const [page] = editor.panels;
  page?.say({ act: 'ready' });
  const shown = (): Readonly<Record<string, unknown>> => page?.sent.at(-1)?.shown ?? {};
  await until('the question', () => shown()['canAllow'] === true);
  page?.say({ act: 'allow', at: 'k' });
  await until('an answer', () => unheard.length > 0 || shown()['notice'] !== undefined);
  assert.deepEqual(unheard, []);
  const { notice, canAllow } = shown();
  assert.equal(notice, 'Could not use /home/me/.sf/defer: the disk is full.');
  assert.equal(canAllow, true);
  isFull = false;
  page?.say({ act: 'allow', at: 'k' });
  assert.equal(await answer, true);
});
