import * as l10n from '@vscode/l10n';
import type { Run } from '../../core/rows/runEvents.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { ShownAct, ShownRun } from '../../page/messages/entryShown.ts';
import { clockOf, dayOf, runSummary, tokensOf } from '../../render/view/runHistory.ts';
import type { EntryView } from '../../render/view/entryView.ts';

/** How many runs a page shows; History has all. */
const MOST = 20;

/** What can be seen of a run, by the command that shows it. */
const SHOWING = {
  'defer.showRunOutput': ({ unattended, outcome }: Run) => unattended && outcome !== 'running',
  'defer.showRunPrompt': ({ prompt_sha: sha }: Run) => sha !== null,
  'defer.showRunChanges': ({ files = 0 }: Run) => files > 0,
} as const;

/** The last runs of an entry, the newest first: when, how it went, what it used and changed. */
export const runsShown = ({
  seen: { entry, runs },
  now,
  zone,
}: {
  readonly seen: EntryView;
  readonly now: Instant;
  readonly zone: string;
}): readonly ShownRun[] =>
  runs
    .slice(-MOST)
    .reverse()
    .map(run => {
      const at = timeOf(run.started_at ?? run.claimed_at ?? run.ended_at ?? run.occ);
      const when = [dayOf(at, now, zone), clockOf(at, zone)].filter(Boolean).join(' ');
      const used = tokensOf(run);
      return {
        key: run.token,
        text: [when, runSummary({ run, entry }, { now, zone }), used].filter(Boolean).join(' · '),
        acts: actsOf(run),
      };
    });

const actsOf = (run: Run): readonly ShownAct[] => {
  const labels = {
    'defer.showRunOutput': l10n.t('Output'),
    'defer.showRunPrompt': l10n.t('Prompt'),
    'defer.showRunChanges': l10n.t('Changes'),
  } as const;
  return showable(run).map(key => ({ key, label: labels[key] }));
};

/** The commands that show something of a run. */
export const showable = (run: Run): readonly (keyof typeof SHOWING)[] =>
  (Object.keys(SHOWING) as (keyof typeof SHOWING)[]).filter(command => SHOWING[command](run));
