import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { emptyFolder } from '../../../support/folder.ts';
import '../../../support/home.ts';

standInForVscode();
const { ScheduleModel } = await import('../../../../src/vscode/model/scheduleModel.ts');
const { timeZone } = await import('../../../../src/vscode/model/settings.ts');

/** What a window says while it reads the settings, with this `TZ` in the environment. */
async function saidWith(zone: string, settings: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const restore = setEnvironment({ TZ: zone });
  const said: string[] = [];
  const failures = { reportOnce: (_: string, error: Error) => said.push(error.message), recovered: () => undefined };
  try {
    openFakeEditor({ folder: await emptyFolder(), manifest: {}, settings });
    const clock = { now: () => instant(Date.UTC(2026, 10, 28, 12)) };
    const model = new ScheduleModel(clock, async () => () => false, failures as never);
    await model.look();
    model.dispose();
    said.push(timeZone());
  } finally {
    restore();
  }
  return said;
}

test('a window reports a TZ that names no zone, and goes on in UTC', async () => {
  for (const zone of ['CET-1CEST', 'Mars/Olympus']) {
    const [why, inForce, ...more] = await saidWith(zone);
    assert.ok(why?.startsWith(`There is no time zone "${zone}". Use an IANA name`), why);
    assert.deepEqual([inForce, more], ['UTC', []]);
  }
  assert.deepEqual(await saidWith('CET-1CEST', { timeZone: 'Asia/Tokyo' }), ['Asia/Tokyo'], 'nobody asks for it');
  assert.deepEqual(await saidWith(''), ['UTC']);
  assert.deepEqual(await saidWith('Europe/Paris'), ['Europe/Paris']);
});
