import { readChanges } from '../changes/keptChanges.ts';
import type { Kept, RunRecords } from '../../verbs/host.ts';
import { claimOfToken, isToken } from '../start/claim.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { hashOf, outputPath, promptPath, readIfThere } from './homeFiles.ts';
import { rememberedSession, rememberSession } from '../agents/session.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/** What this person's home on this machine keeps of runs. Names that no file of ours can have lead nowhere. */
export const createRunRecords = (home: string): RunRecords => ({
  prompt: async sha => (SHA256.test(sha) ? keptAt(promptPath(home, sha)) : undefined),
  output: async token => (isToken(token) ? keptAt(outputPath(home, token)) : undefined),

  changes: async token => (isToken(token) ? readChanges(home, token) : undefined),

  async keepSession({ token, session: told, agent }, folder, name) {
    // What the file says of a run of another machine, or of none, opens no conversation here.
    const claim = isToken(token) ? await claimOfToken(home, token) : undefined;
    const session = told ?? claim?.plan.session;
    if (claim?.plan.agent !== agent || session === undefined) {
      return false;
    }
    const key = hashOf((await realOf(folder)) ?? folder, name);
    await rememberSession(home, key, agent, session);
    return (await rememberedSession(home, key, agent)) === session;
  },
});

async function keptAt(path: string): Promise<Kept | undefined> {
  const text = await readIfThere(path);
  return text === undefined ? undefined : { path, text };
}
