import { isRefusal } from '../../core/basics/refusal.ts';
import { clean } from '../../render/text/clean.ts';
import { foldersOf } from '../conversations/conversationFolders.ts';
import { findResult, openResults } from '../results/findResult.ts';
import { isOpenResult, resultJson, resultsText, resultText } from '../results/resultText.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

export const results = defineVerb({
  name: 'results',
  title: 'Show Results',
  help: 'Show what runs in worktrees left that was not kept or discarded yet, or one of them: its files, and what the agent said.',
  examples: ['defer results', 'defer results 3f2a91c0', 'defer results --all --json'],
  effect: 'owner',
  input: {
    run: {
      kind: 'text',
      argument: true,
      optional: true,
      results: true,
      help: 'Which one, by the beginning of its run',
    },
    all: { kind: 'flag', optional: true, help: 'Also those that were decided about, and those of other folders' },
  },
  async run(host, { run, all }): Promise<Reply> {
    if (run !== undefined) {
      return all ? refuse('--all goes without a run.', 2) : showOne(host, run);
    }
    const desk = await openResults(host);
    if (isRefusal(desk)) {
      return refuse(desk.why);
    }
    const every = await desk.list();
    const here = all ? every : (await desk.list(foldersOf(host))).filter(isOpenResult);
    const elsewhere = every.filter(isOpenResult).length - here.length;
    const other = all || elsewhere <= 0 ? '' : `${elsewhere} more in other folders: --all shows them.`;
    const shown = here.length === 0 ? (all ? 'There are no results.' : 'No result waits for you here.') : '';
    const say = [shown || resultsText(here, { now: host.clock.now(), style: host.style }), other];
    return { ok: true, isPage: true, say: say.filter(Boolean).join('\n'), value: here.map(resultJson) };
  },
});

async function showOne(host: Host, run: string): Promise<Reply> {
  const found = await findResult(host, run);
  if (isRefusal(found)) {
    return refuse(found.why);
  }
  const { desk, result } = found;
  await desk.markRead(result.token);
  const say = resultText(result, { now: host.clock.now(), zone: host.zone });
  const changed = result.files.map(file => ({ ...file, path: clean(file.path) }));
  return { ok: true, isPage: true, say, value: { ...resultJson(result), changed } };
}
