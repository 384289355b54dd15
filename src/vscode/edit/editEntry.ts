import * as vscode from 'vscode';
import { budgetWords } from '../../core/agent/budget.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { repeatText } from '../../render/text/repeatText.ts';
import { viewEntry, type EntryView } from '../../render/view/entryView.ts';
import type { Host } from '../../verbs/host.ts';
import type { RawInput } from '../../verbs/verb.ts';
import { askEntry } from '../ask/askEntry.ts';
import { askWhen } from '../ask/askWhen.ts';
import { plainLabel, showRefusal } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { askBudget } from './askBudget.ts';
import { openPrompt } from './promptDocument.ts';

type Services = Pick<EditorServices, 'model' | 'run' | 'hostFor'>;

/** A part of an entry that can be edited: what it is called, how it is now, and how it is asked for anew. */
interface Part {
  readonly label: string;
  readonly now: string;
  /** What `edit` is given; undefined where the person left, or a document goes on with it. */
  readonly ask: () => Promise<RawInput | undefined>;
}

/**
 * Asks which part of an entry is to be changed, and for the new value: the prompt opens as a document, whose saving writes
 * it. It asks until the person leaves, so that several parts can be changed one after another.
 */
export async function editEntry(services: Services, given: EntryRow | undefined): Promise<void> {
  const { model, run } = services;
  const row = given ?? (await askEntry('edit', 'Edit…', model));
  if (!row) {
    return;
  }
  for (;;) {
    const state = row.schedule.ledger.schedule.get(row.state.id) ?? row.state;
    const current: EntryRow = { ...row, state };
    const entry = toEntry(state);
    if (entry.file !== undefined) {
      showRefusal('A file defines this entry. Change the file.');
      await vscode.commands.executeCommand('defer.openLine', current);
      return;
    }
    const parts = partsOf(services, current, entry);
    const chosen = await vscode.window.showQuickPick(
      parts.map(part => ({ label: part.label, description: plainLabel(cleanLine(part.now, 100)), part })),
      { title: `Defer: Edit "${cleanLine(entry.title, 60)}"`, placeHolder: 'What do you want to change?' },
    );
    const input = await chosen?.part.ask();
    if (!input) {
      return;
    }
    await run('edit', { row: current, input });
  }
}

function partsOf({ model, hostFor }: Services, row: EntryRow, entry: Entry): readonly Part[] {
  const { view } = model;
  const isBound = entry.session !== undefined && isBoundSession(entry.session);
  const text = (label: string, name: string, value: string | undefined, prompt: string): Part => ({
    label,
    now: value ?? 'none',
    ask: () => askText(label, name, value, prompt),
  });
  const agent: Part = {
    label: 'Agent',
    now: entry.agent ?? 'none',
    ask: () => askAgent(hostFor([row.schedule.ledger])),
  };
  const priority: Part = {
    label: 'Priority',
    now: entry.priority ?? 'none',
    ask: () => choose('Priority', 'priority', ['high', 'medium', 'low', 'none']),
  };
  const place: Part = {
    label: 'Works In',
    now: entry.place === undefined ? 'the checkout, or a worktree where nobody watches' : PLACES[entry.place],
    ask: () => askPlace(),
  };
  const budget: Part = {
    label: 'Budget',
    now: budgetWords(entry) ?? 'none',
    ask: () => askBudget(entry),
  };
  const mode: Part = {
    label: 'Conversation',
    now: entry.mode === 'callback' ? 'the same for all runs' : 'a new one for each run',
    ask: async () => {
      const same = 'The same for all runs';
      const chosen = await vscode.window.showQuickPick(['A new one for each run', same], {
        title: 'Defer: Conversation',
      });
      return chosen === undefined ? undefined : { mode: chosen === same ? 'callback' : 'fresh' };
    },
  };
  return [
    text('Title', 'title', entry.title, 'What is to be done'),
    {
      label: 'Time',
      now: timeText(viewEntry(row.state, view), view.horizon.now, view.zone),
      ask: async () => {
        const when = await askWhen(hostFor([row.schedule.ledger]), 'Defer: Edit Time', 'any');
        return when === undefined ? undefined : { when };
      },
    },
    {
      label: 'Prompt',
      now: entry.prompt ?? 'none',
      ask: async () => {
        await openPrompt(row);
        return undefined;
      },
    },
    ...(isBound ? [] : [agent, ...(entry.agent === undefined ? [] : [mode])]),
    ...(entry.kind === 'prompt' ? [place, budget] : []),
    priority,
    {
      label: 'Tags',
      now: entry.tags.join(', ') || 'none',
      ask: async () => {
        const said = await askLine('Tags', entry.tags.join(', '), 'Separated by commas');
        const tags = said
          ?.split(',')
          .map(tag => tag.trim())
          .filter(Boolean);
        return tags && (tags.length === 0 ? { clear: ['tags'] } : { tags });
      },
    },
    text('Note', 'note', entry.note, 'A note on the entry, such as "blocked by the build"'),
  ];
}

/** When an entry is due, and how it repeats. */
function timeText({ due, entry }: EntryView, now: Instant, zone: string): string {
  const { repeat } = entry;
  const rule = repeat && !isRefusal(repeat) ? repeatText(repeat, now, zone) : '';
  return [due === undefined ? 'no due time' : describeMoment(due, now, zone), rule].filter(Boolean).join(' · ');
}

const askLine = (label: string, value: string, prompt: string): Thenable<string | undefined> =>
  vscode.window.showInputBox({ title: `Defer: Edit ${label}`, value, prompt, ignoreFocusOut: true });

/** Asks for a text. An empty one takes away what was there. */
async function askText(
  label: string,
  name: string,
  value: string | undefined,
  prompt: string,
): Promise<RawInput | undefined> {
  const said = await askLine(label, value ?? '', prompt);
  if (said === undefined) {
    return undefined;
  }
  return said.trim() === '' && name !== 'title' ? { clear: [name] } : { [name]: said };
}

const PLACES: Readonly<Record<WorkPlace, string>> = { here: 'the checkout', worktree: 'a git worktree of its own' };

async function askPlace(): Promise<RawInput | undefined> {
  const items = [
    { label: 'The Checkout', input: { in: 'here' } },
    { label: 'A Git Worktree of Its Own', input: { in: 'worktree' } },
    {
      label: 'Not Said',
      description: 'The checkout where a person runs it, a worktree where nobody watches',
      input: { clear: ['in'] },
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: 'Defer: Works In' }))?.input;
}

async function choose(label: string, name: string, values: readonly string[]): Promise<RawInput | undefined> {
  const chosen = await vscode.window.showQuickPick([...values], { title: `Defer: ${label}` });
  return chosen === undefined ? undefined : chosen === 'none' ? { clear: [name] } : { [name]: chosen };
}

/** The agents of this machine; those that cannot be started say why. */
async function askAgent({ launcher }: Host): Promise<RawInput | undefined> {
  const agents = await launcher.agents();
  const items = [
    ...agents.map(({ name, problem }) => ({ label: plainLabel(name), description: plainLabel(problem ?? ''), name })),
    { label: 'None', description: 'Whichever is the standard agent when it runs', name: undefined },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Defer: Agent' });
  return chosen && (chosen.name === undefined ? { clear: ['agent'] } : { agent: chosen.name });
}
