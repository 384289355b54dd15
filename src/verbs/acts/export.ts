import { isRefusal } from '../../core/basics/refusal.ts';
import { find } from '../look/find.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';

export const exportVerb = defineVerb({
  name: 'export',
  title: 'Export…',
  help: 'Print entries as another system keeps them, so that it can take over.',
  examples: [
    'defer export agent-defer',
    'defer export agent-defer --all --out tasks.jsonl',
    'defer export vscode 01KAB --out review.automation.md',
  ],
  effect: 'reads',
  input: {
    system: {
      kind: 'choice',
      choices: ['agent-defer', 'vscode'],
      argument: true,
      help: "Which system: agent-defer, or vscode for VS Code's own Automations",
    },
    id: { kind: 'entry', argument: true, optional: true, help: 'Only this entry' },
    all: { kind: 'flag', optional: true, help: 'Closed entries too' },
    out: {
      kind: 'text',
      optional: true,
      owner: true,
      help: 'A new file to write them to; for vscode also an existing folder, which gets one file per entry',
    },
    force: { kind: 'flag', optional: true, person: true, help: 'Overwrite an existing file' },
  },
  async run(host, { system, id, ...how }): Promise<Reply> {
    const found = id === undefined ? undefined : await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const only =
      found && ((entryId: string, folder: string) => entryId === found.entry.id && folder === found.ledger.folder);
    const wanted = { ...how, ...(only && { only }) };
    // What writes for other systems is needed seldom.
    if (system === 'vscode') {
      const { exportAutomations } = await import('../export/exportAutomations.ts');
      return exportAutomations(host, wanted);
    }
    const { exportTasks } = await import('../export/exportTasks.ts');
    return exportTasks(host, wanted);
  },
});
