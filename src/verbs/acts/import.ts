import * as l10n from '@vscode/l10n';
import { defineVerb, refuse, type Reply } from '../verb.ts';

const SYSTEM_WORDS = 'agent-defer, duragent, a3s, sf, vscode';

export const importVerb = defineVerb({
  name: 'import',
  title: 'Import…',
  help: `Import what another system keeps (${SYSTEM_WORDS}). Defer only reads there; it changes nothing.`,
  examples: [
    'defer import',
    'defer import agent-defer --dry-run',
    'defer import duragent ../agents',
    'defer import vscode review.automation.md',
  ],
  effect: 'owner',
  input: {
    source: {
      kind: 'text',
      argument: true,
      optional: true,
      help: `One of ${SYSTEM_WORDS}, or a file or folder; without it, what is found is shown`,
    },
    path: { kind: 'text', argument: true, optional: true, help: 'The file or folder of that system' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be imported; write nothing' },
  },
  async run(host, { source, path, dry_run: dryRun }): Promise<Reply> {
    const ledger = host.ledgers[0];
    if (!ledger) {
      return refuse(l10n.t('There is no folder to keep a schedule in. Open one first.'));
    }
    // What reads other systems is large, and needed once in the life of a project.
    const { takeOver } = await import('../import/takeOver.ts');
    return takeOver(host, ledger, { source, path, dryRun: dryRun === true, systems: SYSTEM_WORDS });
  },
});
