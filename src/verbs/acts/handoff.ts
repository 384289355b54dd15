import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { clean } from '../../render/text/clean.ts';
import { handoffFiles } from '../../render/export/handoff/handoffText.ts';
import { defineVerb, refuse } from '../verb.ts';

/** How often Defer is called where nobody says, in minutes. */
const MINUTES = 15;

export const handoff = defineVerb({
  name: 'handoff',
  title: 'Hand Off to a Scheduler…',
  help: 'Print the file with which cron, systemd, launchd, Windows or GitHub runs what is due and allowed, without the editor.',
  examples: [
    'defer handoff cron',
    'defer handoff systemd --minutes 5 --out defer.service',
    'defer handoff launchd',
    'defer handoff windows --out defer.xml',
    'defer handoff github --claim-remote origin',
  ],
  effect: 'owner',
  input: {
    to: {
      kind: 'choice',
      choices: ['cron', 'systemd', 'launchd', 'windows', 'github'],
      argument: true,
      help: 'Which scheduler runs due entries',
    },
    minutes: {
      kind: 'count',
      optional: true,
      help: 'How often, in minutes that divide an hour, or whole hours that divide a day; default 15',
    },
    claim_remote: {
      kind: 'text',
      word: 'claim-remote',
      optional: true,
      bare: 'origin',
      help: 'The git remote that must grant each run, where several machines share the schedule',
    },
    out: { kind: 'text', optional: true, help: 'Write it to this file instead of printing it' },
    force: { kind: 'flag', optional: true, help: 'Overwrite an existing file' },
  },
  async run(host, { to, minutes = MINUTES, claim_remote: remote, out, force }) {
    const [ledger] = host.ledgers;
    if (!ledger || !host.handoff) {
      return refuse(l10n.t('There is no schedule here to hand off. Open a folder first.'));
    }
    const desk = await host.handoff();
    const files = handoffFiles(to, await desk.caller(ledger), { minutes, remote });
    if (isRefusal(files)) {
      return refuse(files.why);
    }
    if (out !== undefined) {
      const written = await desk.write(out, files, force === true);
      return isRefusal(written)
        ? refuse(written.why)
        : {
            ok: true,
            say: l10n.t('Written: {0}.', written.paths.map(path => clean(path)).join(', ')),
            value: { to, files, written: written.paths },
          };
    }
    const name = (ending: string): string => (files.length > 1 ? `# ---- defer${ending}\n` : '');
    const say = files.map(({ ending, text }) => `${name(ending)}${text}`).join('\n');
    return { ok: true, say: say.trimEnd(), isPage: true, value: { to, files, written: [] } };
  },
});
