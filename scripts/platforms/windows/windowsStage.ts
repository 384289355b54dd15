import { unavailable, sumOf, type PlatformStage } from '../stage.ts';
import { contractUnderWine } from './contractUnderWine.ts';
import { unitsUnderWine } from './unitsUnderWine.ts';
import { openWine } from './wine.ts';

/** Windows, as Wine provides it, with Node 22. */
export const windowsStage: PlatformStage = {
  name: 'windows',
  about: 'Wine with Node 22: units, and the command line with agents that npm would install',
  where: 'Windows, as Wine 8 provides it',
  works: 'the command line, runs of agents that npm installed, archive, MCP; the editor was not tested',
  async run() {
    const wine = await openWine();
    if (typeof wine === 'string') {
      return unavailable('Windows', wine);
    }
    try {
      return sumOf([await contractUnderWine(wine), await unitsUnderWine(wine)]);
    } finally {
      await wine.stop();
    }
  },
};
