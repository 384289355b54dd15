import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { budgetWords } from '../../core/agent/budget.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { agentItems } from '../ask/pickAgent.ts';
import type { Instant } from '../../core/basics/time.ts';
import { toEntry, type Entry, type Priority } from '../../core/entry/entry.ts';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { repeatText } from '../../render/row/repeatText.ts';
import { priorityWord } from '../../render/view/statusWords.ts';
import { viewEntry, type EntryView } from '../../render/view/entryView.ts';
import type { Host } from '../../verbs/host.ts';
import type { RawInput } from '../../verbs/verb.ts';
import { askEntry } from '../ask/askEntry.ts';
import { askWhen } from '../ask/askWhen.ts';
import { plainLabel, showRefusal } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { askBudget } from './askBudget.ts';
import { joinItems, splitItems } from './listLine.ts';
import { openPrompt } from './promptDocument.ts';

type Services = Pick<EditorServices, 'model' | 'run' | 'hostFor'>;

/** A part of an entry that can be edited: what it is called, how it is now, and how it is asked for anew. */
interface Part {
  readonly label: string;
  readonly now: string;
  /**
   * What `edit` is given, nothing where all stays as it is; undefined where the person left, or a document goes on with
   * it.
   */
  readonly ask: () => Promise<RawInput | undefined>;
}

/**
 * Asks which part of an entry is to be changed, and for the new value: the prompt opens as a document, whose saving
 * writes it. It asks until the person leaves, so that several parts can be changed one after another.
 */
export async function editEntry(services: Services, given: EntryRow | undefined): Promise<void> {
  const { model, run } = services;
  const row = given ?? (await askEntry('edit', model));
  if (!row) {
    return;
  }
  for (;;) {
    const state = row.schedule.ledger.schedule.get(row.state.id) ?? row.state;
    const current: EntryRow = { ...row, state };
    const entry = toEntry(state);
    if (entry.file !== undefined) {
      showRefusal(l10n.t('A file defines this entry. Change the file.'));
      await vscode.commands.executeCommand('defer.openLine', current);
      return;
    }
    const parts = partsOf(services, current, entry);
    const chosen = await vscode.window.showQuickPick(
      parts.map(part => ({ label: part.label, description: plainLabel(cleanLine(part.now, 100)), part })),
      {
        title: l10n.t('Defer: Edit "{0}"', cleanLine(entry.title, 60)),
        placeHolder: l10n.t('What do you want to change?'),
      },
    );
    const input = await chosen?.part.ask();
    if (!input) {
      return;
    }
    if (Object.keys(input).length > 0) {
      await run('edit', { row: current, input });
    }
  }
}

function partsOf({ model, hostFor }: Services, row: EntryRow, entry: Entry): readonly Part[] {
  const { view } = model;
  const isBound = entry.session !== undefined && isBoundSession(entry.session);
  const text = (label: string, name: string, value: string | undefined, prompt: string): Part => ({
    label,
    now: value ?? l10n.t('none'),
    ask: () => askText(label, name, value, prompt),
  });
  const list = (label: string, name: string, values: readonly string[]): Part => ({
    label,
    now: joinItems(values) || l10n.t('none'),
    ask: () => askList(label, name, values),
  });
  const agent: Part = {
    label: l10n.t('Agent'),
    now: entry.agent ?? l10n.t('none'),
    ask: () => askAgent(hostFor([row.schedule.ledger])),
  };
  const priority: Part = {
    label: l10n.t('Priority'),
    now: entry.priority === undefined ? l10n.t('none') : priorityWord(entry.priority),
    ask: askPriority,
  };
  const place: Part = {
    label: l10n.t('Works In'),
    now: entry.place === undefined ? l10n.t('the checkout, or a worktree where nobody watches') : places()[entry.place],
    ask: () => askPlace(),
  };
  const budget: Part = {
    label: l10n.t('Budget'),
    now: budgetWords(entry) ?? l10n.t('none'),
    ask: () => askBudget(entry),
  };
  const mode: Part = {
    label: l10n.t('Conversation'),
    now: entry.mode === 'callback' ? l10n.t('the same for all runs') : l10n.t('a new one for each run'),
    ask: async () => {
      const same = l10n.t('The same for all runs');
      const chosen = await vscode.window.showQuickPick([l10n.t('A new one for each run'), same], {
        title: l10n.t('Defer: Conversation'),
      });
      return chosen === undefined ? undefined : { mode: chosen === same ? 'callback' : 'fresh' };
    },
  };
  return [
    text(l10n.t('Title'), 'title', entry.title, l10n.t('What do you want to do?')),
    {
      label: l10n.t('Time'),
      now: timeText(viewEntry(row.state, view), view.horizon.now, view.zone),
      ask: async () => {
        const { repeat } = entry;
        const zone = isRefusal(repeat) ? undefined : repeat?.zone;
        const when = await askWhen(hostFor([row.schedule.ledger]), l10n.t('Defer: Edit Time'), 'any', '', zone);
        return when === undefined ? undefined : { when };
      },
    },
    {
      label: l10n.t('Prompt'),
      now: entry.prompt ?? l10n.t('none'),
      ask: async () => {
        await openPrompt(row);
        return undefined;
      },
    },
    ...(isBound ? [] : [agent, ...(entry.agent === undefined ? [] : [mode])]),
    ...(entry.kind === 'prompt' ? [place, budget] : []),
    priority,
    list(l10n.t('Tags'), 'tags', entry.tags),
    list(l10n.t('Artifacts'), 'artifacts', entry.artifacts),
    text(l10n.t('Note'), 'note', entry.note, l10n.t('A note on the entry, such as "blocked by the build"')),
  ];
}

/** When an entry is due, and how it repeats. */
function timeText({ due, entry }: EntryView, now: Instant, zone: string): string {
  const { repeat } = entry;
  const rule = repeat && !isRefusal(repeat) ? repeatText(repeat, now, zone) : '';
  return [due === undefined ? l10n.t('no due time') : describeMoment(due, now, zone), rule].filter(Boolean).join(' · ');
}

const askLine = (
  label: string,
  value: string,
  prompt: string,
  validateInput: (text: string) => string | undefined = () => undefined,
): Thenable<string | undefined> => {
  const title = l10n.t('Defer: Edit {0}', label);
  return vscode.window.showInputBox({ title, value, prompt, validateInput, ignoreFocusOut: true });
};

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

/** Asks for what a list of texts holds. An empty one takes it away. */
async function askList(label: string, name: string, values: readonly string[]): Promise<RawInput | undefined> {
  const line = joinItems(values);
  const prompt = l10n.t('Separated by commas. An item that holds a comma stands in quotes: "Doe, John.md".');
  const said = await askLine(label, line, prompt, text => {
    const items = splitItems(text);
    return isRefusal(items) ? items.why : undefined;
  });
  const items = said === undefined ? undefined : said === line ? values : splitItems(said);
  if (items === undefined || isRefusal(items)) {
    return undefined;
  }
  return items === values ? {} : items.length === 0 ? { clear: [name] } : { [name]: items };
}

const places = (): Readonly<Record<WorkPlace, string>> => ({
  here: l10n.t('the checkout'),
  worktree: l10n.t('a git worktree of its own'),
});

async function askPlace(): Promise<RawInput | undefined> {
  const items = [
    { label: l10n.t('The Checkout'), input: { in: 'here' } },
    { label: l10n.t('A Git Worktree of Its Own'), input: { in: 'worktree' } },
    {
      label: l10n.t('Not Said'),
      description: l10n.t('The checkout where a person runs it, a worktree where nobody watches'),
      input: { clear: ['in'] },
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Defer: Works In') }))?.input;
}

/** How urgent an entry may be, the most urgent first. */
const PRIORITIES: readonly Priority[] = ['high', 'medium', 'low'];

async function askPriority(): Promise<RawInput | undefined> {
  const items = [
    ...PRIORITIES.map(priority => ({ label: priorityWord(priority), input: { priority } })),
    { label: l10n.t('none'), input: { clear: ['priority'] } },
  ];
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Defer: Priority') }))?.input;
}

/** The agents, those of this machine first. */
async function askAgent({ launcher }: Host): Promise<RawInput | undefined> {
  const agents = await launcher.agents();
  const items = [
    ...agentItems(agents),
    { label: l10n.t('None'), description: l10n.t('The default agent when it runs'), name: undefined },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: l10n.t('Defer: Agent') });
  return chosen && (chosen.name === undefined ? { clear: ['agent'] } : { agent: chosen.name });
}
