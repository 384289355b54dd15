import { verbs } from '../../verbs/index.ts';
import { isEntryAct, keyOfAct } from '../tree/rowWords.ts';

/** A command as the manifest lists it. */
export interface CommandEntry {
  readonly command: string;
  /** Shown after `Defer: `. */
  readonly title: string;
  readonly icon?: string;
}

/** `add` with a part of the answer fixed: the time, or that it belongs to no folder. */
export const PRESETS = [
  { command: 'defer.scheduleIn30m', title: 'Schedule in 30m…', when: '30m' },
  { command: 'defer.scheduleIn2h', title: 'Schedule in 2h…', when: '2h' },
  { command: 'defer.scheduleTomorrow', title: 'Schedule Tomorrow Morning…', when: 'tomorrow' },
  { command: 'defer.scheduleGlobally', title: 'Schedule Globally…', global: true },
] as const satisfies readonly (CommandEntry & { readonly when?: string; readonly global?: boolean })[];

/**
 * What the editor offers besides the verbs: they open, copy or look, and decide nothing. `reads`: also in Restricted
 * Mode, where all others are refused.
 */
export const VIEW_ACTS = [
  { command: 'defer.reviewDue', title: 'Review Due', icon: '$(checklist)', reads: true },
  { command: 'defer.agenda', title: 'Agenda', icon: '$(calendar)', reads: true },
  { command: 'defer.openScheduleFile', title: 'Open Schedule File', icon: '$(go-to-file)', reads: true },
  { command: 'defer.newScheduleFile', title: 'New Schedule File…', icon: '$(new-file)' },
  { command: 'defer.refresh', title: 'Refresh', icon: '$(refresh)', reads: true },
  { command: 'defer.scheduleFollowUp', title: 'Schedule Follow-up from Selection…' },
  { command: 'defer.deferThis', title: 'Defer This…' },
  { command: 'defer.deferChanges', title: 'Defer These Changes…' },
  { command: 'defer.deferTerminal', title: 'Defer This Terminal…' },
  { command: 'defer.deferSelection', title: 'Defer Selected Text…' },
  { command: 'defer.filter', title: 'Filter…', icon: '$(filter)', reads: true },
  { command: 'defer.groupBy', title: 'Group By…', icon: '$(group-by-ref-type)', reads: true },
  { command: 'defer.clearFilter', title: 'Clear Filter', icon: '$(filter-filled)', reads: true },
  { command: 'defer.runAgain', title: 'Retry' },
  { command: 'defer.previewRun', title: 'Preview Run', icon: '$(open-preview)' },
  { command: 'defer.showTerminal', title: 'Show Terminal', icon: '$(terminal)', reads: true },
  { command: 'defer.copyPrompt', title: 'Copy Prompt', reads: true },
  { command: 'defer.showRunPrompt', title: 'Show the Prompt of a Run', reads: true },
  { command: 'defer.showRunOutput', title: 'Show the Output of a Run', reads: true },
  { command: 'defer.showRunChanges', title: 'Show the Changes of a Run', reads: true },
  { command: 'defer.openLine', title: 'Open the Line in the File', reads: true },
  { command: 'defer.addSample', title: 'Add a Sample' },
  { command: 'defer.openWalkthrough', title: 'Open Walkthrough', reads: true },
] as const;

/**
 * What can be done with a conversation: on a row of its view (`title`), and from the palette under a name that says
 * what it is about. Verbs have a command of that kind already.
 */
export const CONVERSATION_ACTS = [
  { act: 'later', title: 'Later…', icon: '$(watch)', asked: ['defer.putOffConversation', 'Put Off Conversation…'] },
  { act: 'open', title: 'Open', icon: '$(terminal)', asked: ['defer.open'] },
  { act: 'openInPanel', title: 'Open in Panel', asked: ['defer.openInPanel', 'Open Conversation in Panel'] },
  { act: 'park', title: 'Park…', asked: [] },
  { act: 'parkAndAllow', title: 'Park and Allow…', asked: [] },
  { act: 'followUp', title: 'Schedule Follow-up…', asked: ['defer.followUp', 'Schedule Follow-up of Conversation…'] },
  { act: 'copyId', title: 'Copy Id', asked: ['defer.copyConversationId', 'Copy Conversation Id'] },
] as const;

export type ConversationAct = (typeof CONVERSATION_ACTS)[number]['act'];

/** The command of an act on a row of the Conversations view. */
export const rowCommand = (act: ConversationAct): string => `defer.conversation.${act}`;

/**
 * What can be done with the result of a run in a worktree. `keep` and `discard` are verbs, and have a command already;
 * `asked`: the name in the palette, where it says what it is about.
 */
export const RESULT_ACTS = [
  { act: 'review', command: 'defer.reviewChanges', title: 'Review Changes', icon: '$(diff-multiple)' },
  { act: 'keepAsBranch', command: 'defer.keepAsBranch', title: 'Keep Result as Branch…' },
  { act: 'goOn', command: 'defer.goOn', title: 'Go On with Result…' },
  { act: 'openWorktree', command: 'defer.openWorktree', title: 'Open Worktree of Result' },
  { act: 'copyBranch', command: 'defer.copyBranch', title: 'Copy Branch of Result' },
] as const;

export type ResultAct = (typeof RESULT_ACTS)[number]['act'] | 'keep' | 'discard';

/** The commands that only read: nothing else may be done in Restricted Mode. */
export const READING: ReadonlySet<string> = new Set([
  ...verbs.filter(({ effect }) => effect === 'reads').map(({ name }) => `defer.${name}`),
  ...VIEW_ACTS.filter(act => 'reads' in act).map(({ command }) => command),
]);

export type ViewAct = (typeof VIEW_ACTS)[number]['command'];

/** Icons of verbs that stand as buttons on a row or over the tree. */
const ICONS: Readonly<Record<string, string>> = {
  add: '$(add)',
  run: '$(play)',
  snooze: '$(bell-slash)',
  stop: '$(debug-stop)',
  done: '$(check)',
  accept: '$(thumbsup)',
  reject: '$(close)',
  keep: '$(git-merge)',
  discard: '$(trash)',
};

/** In Restricted Mode nothing is offered that writes or starts something. */
const TRUSTED = 'isWorkspaceTrusted';
const HERE = 'workspaceFolderCount > 0';
const CONVERSATIONS = 'config.defer.conversations != off';
const KNOWN_CONVERSATIONS = `${CONVERSATIONS} && defer.hasConversations`;

/**
 * When the palette offers a command, beside trust, so that it offers nothing that cannot act (`ContextKeys`); `false`
 * for what belongs on a row or a command line. What is done to one entry is offered where there is one for it
 * (`rowWords.ts`).
 */
const PALETTE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['list', 'status', 'query', 'when', 'next', 'log', 'hook'],
      ...['deferThis', 'deferChanges', 'deferTerminal', 'deferSelection'],
    ].map(name => [`defer.${name}`, 'false']),
  ),
  'defer.history': 'defer.hasRuns',
  'defer.results': 'defer.hasResults',
  'defer.keep': 'defer.hasResults',
  'defer.discard': 'defer.hasResults',
  'defer.conversations': `${CONVERSATIONS} && ${TRUSTED}`,
  'defer.undo': 'defer.canUndo',
  'defer.open': KNOWN_CONVERSATIONS,
  // The conversation of a run is one of those that Open Conversation… asks for, where these are read.
  'defer.resume-run': `config.defer.conversations == off && ${keyOfAct('resume-run')}`,
  'defer.archive': keyOfAct('reopen'),
  'defer.export': keyOfAct('show'),
  'defer.reviewDue': 'defer.hasDue',
  'defer.openScheduleFile': 'defer.hasFile',
  'defer.scheduleFollowUp': `editorHasSelection && ${HERE}`,
  'defer.filter': keyOfAct('show'),
  'defer.groupBy': keyOfAct('show'),
  'defer.clearFilter': 'defer.filtered',
  'defer.runAgain': keyOfAct('retry'),
  'defer.previewRun': keyOfAct('preview'),
  'defer.showTerminal': `${keyOfAct('terminal')} && terminalCount > 0`,
  'defer.copyPrompt': keyOfAct('prompt'),
  'defer.showRunPrompt': 'defer.kept.prompt',
  'defer.showRunOutput': 'defer.kept.output',
  'defer.showRunChanges': 'defer.kept.changes',
  'defer.openLine': keyOfAct('line'),
  'defer.addSample': `${HERE} && !${keyOfAct('show')}`,
  ...Object.fromEntries(RESULT_ACTS.map(({ command }) => [command, 'defer.hasResults'])),
  ...Object.fromEntries(
    CONVERSATION_ACTS.flatMap(({ act, asked: [command] }) => [
      [rowCommand(act), 'false'],
      ...(command === undefined ? [] : [[command, KNOWN_CONVERSATIONS]]),
    ]),
  ),
  'defer.openInPanel': `${CONVERSATIONS} && defer.hasPanelConversations`,
};

/** When the palette offers a command; undefined where it always does. */
export function paletteOf(command: string): string | undefined {
  const verb = command.slice('defer.'.length);
  const state = PALETTE[command] ?? (isEntryAct(verb) ? keyOfAct(verb) : undefined);
  const needs = [state, state !== 'false' && !READING.has(command) && TRUSTED].filter(Boolean);
  return needs.length === 0 ? undefined : needs.join(' && ');
}

/**
 * Commands that a key or a click on a row calls. The editor ignores a command that is not enabled, so these can always
 * be called, and say why nothing was done. Their buttons and menus are hidden instead.
 */
const ANSWERS: ReadonlySet<string> = new Set([
  ...['add', 'run', 'snooze', 'reschedule', 'edit', 'done', 'cancel', 'undo', 'reviewChanges'].map(
    name => `defer.${name}`,
  ),
  ...CONVERSATION_ACTS.map(({ act }) => rowCommand(act)),
]);

/** When a command can be called at all; undefined where that is always. */
export const enablementOf = (command: string): string | undefined =>
  READING.has(command) || ANSWERS.has(command) ? undefined : TRUSTED;

/** Every command there is: the verbs, the presets, the view acts. The manifest is held against this list. */
export const commandTable: readonly CommandEntry[] = [
  ...verbs.map(({ name, title }) => ({
    command: `defer.${name}`,
    title,
    ...(ICONS[name] !== undefined && { icon: ICONS[name] }),
  })),
  ...PRESETS.map(({ command, title }) => ({ command, title })),
  ...VIEW_ACTS.map(act => ({ ...act })),
  ...RESULT_ACTS.map(({ act: _, ...entry }) => entry),
  ...CONVERSATION_ACTS.flatMap(({ act, title, asked: [command, name], ...look }) => [
    { command: rowCommand(act), title, ...look },
    ...(command === undefined || name === undefined ? [] : [{ command, title: name }]),
  ]),
];
