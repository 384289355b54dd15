import type { Kept, RunRecords } from '../verbs/verb.ts';
import { isToken } from './claim.ts';
import { outputPath, promptPath, readIfThere } from './home.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/** What this person's home on this machine keeps of runs. Names that no file of ours can have lead nowhere. */
export const createRunRecords = (home: string): RunRecords => ({
  prompt: async sha => (SHA256.test(sha) ? keptAt(promptPath(home, sha)) : undefined),
  output: async token => (isToken(token) ? keptAt(outputPath(home, token)) : undefined),
});

async function keptAt(path: string): Promise<Kept | undefined> {
  const text = await readIfThere(path);
  return text === undefined ? undefined : { path, text };
}
