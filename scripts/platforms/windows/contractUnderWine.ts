import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runOrThrow } from '../../project.ts';
import type { StageEnd } from '../stage.ts';
import { runFiles } from './testsUnderWine.ts';
import { winePath, type Wine } from './wine.ts';

/** Runs the contract tests of the built command line. Its agents are a Windows program and npm's shims. */
export async function contractUnderWine(wine: Wine): Promise<StageEnd> {
  // No bundler runs under Wine, so the command line is built on this side.
  await runOrThrow(process.execPath, [join(root, 'build.mjs')]);
  const folder = mkdtempSync(join(tmpdir(), 'defer-program-'));
  try {
    const program = join(folder, 'program.exe');
    await wine.compile(join(root, 'test', 'platforms', 'program.c'), program);
    const end = await runFiles(wine, ['test/platforms/contract.test.ts'], { DEFER_TEST_EXE: winePath(program) });
    console.log(`  contract ${end.passed} passed, ${end.failed} failed, ${end.missing.length} could not run`);
    return end;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
