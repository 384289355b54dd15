import { isAbsolute, join } from 'node:path';
import type { Keeper as KeeperName } from '../../core/agent/launch.ts';
import { isInside } from '../../store/disk/inside.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { untrustedFolders } from '../../store/programs/untrustedFolders.ts';
import { claudeKeeper } from './claude.ts';
import { codexKeeper } from './codex.ts';
import { copilotKeeper } from './copilot.ts';
import { geminiKeeper } from './gemini.ts';
import type { Keeper, Stores } from './keeper.ts';
import { opencodeKeeper } from './opencode.ts';

const OPENERS: Readonly<Record<KeeperName, (stores: Stores) => Keeper>> = {
  claude: claudeKeeper,
  codex: codexKeeper,
  copilot: copilotKeeper,
  gemini: geminiKeeper,
  opencode: opencodeKeeper,
};

/** How the tool of a name keeps its conversations, for agents that get this environment and work on these folders. */
export const keeperOf = (
  name: KeeperName,
  env: Readonly<Record<string, string | undefined>>,
  folders: readonly string[],
): Keeper =>
  OPENERS[name]({
    async folder(variable, ...inHome) {
      // On Windows a shell may set HOME, but the tools use USERPROFILE.
      const homes = [env['USERPROFILE'], env['HOME']];
      const home = process.platform === 'win32' ? (homes[0] ?? homes[1]) : (homes[1] ?? homes[0]);
      const named = variable === undefined ? undefined : env[variable];
      const path = named || (home && join(home, ...inHome));
      const real = path && isAbsolute(path) ? await realOf(path) : undefined;
      const untrusted = await untrustedFolders(folders);
      return real === undefined || untrusted.some(each => isInside(real, each)) ? undefined : real;
    },
  });
