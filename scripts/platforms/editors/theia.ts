import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { placeFakeAgent } from '../../../test/support/fakeAgent.ts';
import { findBrowser } from '../../browser.ts';
import { freePort } from '../../editorServer.ts';
import { packageExtension } from '../../project.ts';
import { unavailable, type PlatformStage, type StageEnd } from '../stage.ts';
import { checkAll, makeSchedule } from './theiaChecks.ts';
import { installTheia, installTools, startTheia, THEIA, unpackExtension } from './theiaServer.ts';

/** Theia, which runs VS Code extensions. */
export const theiaStage: PlatformStage = {
  name: 'theia',
  about: `what a person does first, in Theia ${THEIA}`,
  where: `Theia ${THEIA}`,
  works: 'everything that was tested; if the view is empty at first, *Refresh* fills it',
  run: async () => {
    const vsix = await packageExtension();
    const lack = await installTools();
    if (lack !== undefined) {
      return unavailable(`Theia ${THEIA}`, lack);
    }
    let theia: string;
    try {
      theia = await installTheia();
    } catch (fault) {
      const end = String(fault).trim().split('\n').slice(-3).join(' ');
      return unavailable(`Theia ${THEIA}`, `It could not be installed here: ${end}`);
    }
    const place = realpathSync(mkdtempSync(join(tmpdir(), 'defer-theia-')));
    try {
      return await tryIn(theia, vsix, place);
    } finally {
      rmSync(place, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

/** Tests the packed extension in a Theia that writes all its files into `place`. */
async function tryIn(theia: string, vsix: string, place: string): Promise<StageEnd> {
  const inPlace = (name: string): string => join(place, name);
  const [folder, home, plugins, programs] = [
    inPlace('folder'),
    inPlace('home'),
    inPlace('plugins'),
    inPlace('programs'),
  ];
  for (const path of [join(folder, '.sf'), home, plugins]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, '.sf', 'schedule.jsonl'), makeSchedule());
  placeFakeAgent(programs, 'claude');
  await unpackExtension(vsix, plugins);
  const env = { ...process.env, HOME: home, PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` };
  const server = await startTheia({ theia, folder, plugins, port: await freePort(), env });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(60_000);
    await page.goto(server.address);
    return await checkAll({ page, folder });
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function launchBrowser(): Promise<Browser> {
  const { program, flags, env } = await findBrowser();
  return chromium.launch({ executablePath: program, args: [...flags], env: { ...process.env, ...env } });
}
