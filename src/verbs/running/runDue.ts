import * as l10n from '@vscode/l10n';
import { FILE_ONLY } from '../../core/agent/launch.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { wholeId } from '../../render/text/shownId.ts';
import { minutesText } from '../../render/view/runHistory.ts';
import { leftByRun } from '../results/leftByRun.ts';
import { dueForAgents, runByItself, type Turn } from './startByItself.ts';
import { otherStoreNote, type ListedEntry } from '../look/seenEntries.ts';
import { usage, usageText } from './runUsage.ts';
import { refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

/** The exit code that says "somebody is at it; ask again later" (EX_TEMPFAIL of sysexits.h). */
const CLAIMED = 75;

/** How everything that is due is to be run. */
export interface RunDueOptions {
  readonly dryRun: boolean;
  /** How many may be started at most. */
  readonly max: number;
  /** The git remote that has to grant each claim as well. */
  readonly claimRemote?: string | undefined;
}

/**
 * Runs everything that is due and approved, one after another, and tells what became of each (docs/running.md, "Without
 * the editor"): exit code 0 where nothing failed, 1 where something did, 75 where every due entry is claimed by a
 * runner that is alive. One that fails, or may not run, stops none of the others.
 */
export async function runDue(host: Host, { dryRun, max, claimRemote }: RunDueOptions): Promise<Reply> {
  const due = await dueForAgents(host);
  const turns: { readonly seen: ListedEntry; readonly turn: Turn }[] = [];
  let [started, isStopped] = [0, false];
  for (const seen of due) {
    const turn: Turn = isStopped
      ? { result: 'skipped', why: l10n.t('Defer was asked to stop, so nothing else was started.') }
      : started >= max
        ? { result: 'skipped', why: l10n.t('{0} were started, and --max allows no more.', max) }
        : await runByItself(host, seen.ledger, seen.entry.id, { dryRun, claimRemote });
    started += turn.result === 'ran' || turn.result === 'would run' || 'exitCode' in turn ? 1 : 0;
    isStopped ||= 'stopped' in turn && turn.stopped;
    turns.push({ seen, turn });
  }
  if (turns.length > 0 && turns.every(({ turn }) => turn.result === 'claimed')) {
    return refuse(l10n.t('Every due entry is already being run.'), CLAIMED);
  }
  const other = await otherStoreNote(host);
  const report = other === undefined ? {} : { report: other };
  if (turns.length === 0) {
    const say = host.runtime
      ? l10n.t('Nothing of Defer’s own is due for an agent.')
      : l10n.t('Nothing is due for an agent.');
    return { ok: true, say, value: [], ...report };
  }
  const used = usageText(await usage(host));
  const lines = turns.map(({ seen, turn }) => `  ${wholeId(seen.entry.id)}  ${titleOf(seen)}: ${wordsOf(turn)}`);
  return {
    ok: true,
    say: [headOf(turns), ...lines, ...(used === '' ? [] : [l10n.t('Automatic runs today: {0}', used)])].join('\n'),
    value: turns.map(({ seen, turn }) => jsonOf(seen, turn)),
    ...report,
    ...(turns.some(({ turn }) => turn.result === 'failed') && { exitCode: 1 }),
  };
}

const titleOf = ({ entry }: ListedEntry): string => cleanLine(entry.title, 60) || l10n.t('(no title)');

/** In the order in which they are counted. */
const RESULTS = [
  ...(['ran', 'prepared', 'limit', 'stopped', 'interrupted', 'failed'] as const),
  ...(['would run', 'claimed', 'skipped'] as const),
];

function headOf(turns: readonly { readonly turn: Turn }[]): string {
  const counts = RESULTS.flatMap(result => {
    const count = turns.filter(({ turn }) => turn.result === result).length;
    return count === 0 ? [] : [`${count} ${said(result)}`];
  });
  return l10n.t('Due: {0}.', counts.join(', '));
}

/** How a result is said. */
const said = (result: Turn['result']): string =>
  result === 'prepared' ? l10n.t('prompt written') : result === 'limit' ? l10n.t('stopped at a usage limit') : result;

function wordsOf(turn: Turn): string {
  const run = 'exitCode' in turn ? turn.run : undefined;
  const over =
    run?.over_minutes === undefined ? undefined : ` (${l10n.t('over its {0}', minutesText(run.over_minutes))})`;
  const code =
    over ?? ('exitCode' in turn && turn.exitCode !== 0 ? ` (${l10n.t('exit code {0}', turn.exitCode)})` : '');
  const why = 'why' in turn ? clean(turn.why) : turn.result === 'prepared' ? FILE_ONLY : leftByRun(run);
  return `${said(turn.result)}${code}${why === '' ? '' : `. ${why}`}`;
}

const jsonOf = ({ entry, ledger }: ListedEntry, turn: Turn): Record<string, unknown> => ({
  id: entry.id,
  title: entry.title,
  scope: ledger.scope,
  folder: ledger.folder,
  result: turn.result,
  exit_code: 'exitCode' in turn ? turn.exitCode : null,
  why: 'why' in turn ? turn.why : null,
  run: 'exitCode' in turn ? (turn.run?.token ?? null) : null,
});
