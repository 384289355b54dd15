import { join } from 'node:path';
import * as vscode from 'vscode';
import { titleText } from '../wiring/titleText.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toolAnswer } from '../../render/text/answer.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { fenced } from '../../render/text/fence.ts';
import type { Ledger } from '../../store/ledger.ts';
import { agentHost } from '../../verbs/agentHost.ts';
import { find } from '../../verbs/look/find.ts';
import { authorOf } from '../../verbs/agentPolicy.ts';
import { readingText, readMoment } from '../../verbs/readMoment.ts';
import { readToolInput, verbOfTool } from '../../verbs/tools.ts';
import type { RawInput, Verb } from '../../verbs/verb.ts';
import type { Host } from '../../verbs/host.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { isMcpEnabled } from '../model/actSettings.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { askVerb } from '../../verbs/askVerb.ts';
import { inToolWords } from '../../verbs/toolWords.ts';
import { inToolLanguage, keepToolLanguage } from './toolLanguage.ts';

/** How much of what is to be written is shown before it is, in characters; nobody reads more. */
const MOST_SHOWN = 10_000;

/** What the editor's agents get of Defer. */
export interface AgentTools {
  /** What a person is shown before a tool writes, and must agree to. */
  prepare(tool: string, input: object): Promise<vscode.PreparedToolInvocation>;
  /** Calls a tool. Throws with the reason where it is refused: that is what the agent is told. */
  invoke(
    tool: string,
    options: vscode.LanguageModelToolInvocationOptions<object>,
  ): Promise<vscode.LanguageModelToolResult>;
  /** The MCP servers of this window: one for each folder, where the setting says so. */
  servers(): vscode.McpServerDefinition[];
}

/**
 * Makes the tools of a window. `hostFor` with what approves; `extension`: the one that is running, whose folder holds
 * the command line.
 */
export function createAgentTools(
  { model, hostFor: personHost }: Pick<EditorServices, 'model' | 'hostFor'>,
  extension: vscode.Extension<unknown>,
): AgentTools {
  keepToolLanguage();
  const hostFor = (author: string): Host => agentHost(personHost(ledgersOf(model)), author);
  return {
    async prepare(tool, given) {
      const { verb, input } = readCall(tool, given);
      const title = `Defer: ${titleText(verb.title).replace('…', '')}`;
      if (verb.effect === 'reads') {
        return { invocationMessage: title };
      }
      // A block of code: nothing in it becomes a link, an image or a command.
      const message = new vscode.MarkdownString(fenced(await preview(hostFor(authorOf('editor')), verb, input)));
      return { invocationMessage: title, confirmationMessages: { title: `${title}?`, message } };
    },
    async invoke(tool, { input: given, toolInvocationToken }) {
      const { verb, input } = readCall(tool, given);
      const host = hostFor(authorOf(toolInvocationToken === undefined ? 'editor' : 'copilot'));
      const reply = await inToolLanguage(() => askVerb(host, verb, input));
      if (verb.effect !== 'reads') {
        await model.look();
      }
      if (!reply.ok) {
        throw new Error(clean(inToolWords(reply.why, verb.input)));
      }
      const texts = [...(verb.effect === 'reads' ? [] : [clean(reply.say)]), JSON.stringify(toolAnswer(reply.value))];
      return new vscode.LanguageModelToolResult(texts.map(text => new vscode.LanguageModelTextPart(text)));
    },
    servers() {
      const { workspaceFolders: folders = [], isTrusted } = vscode.workspace;
      if (!isTrusted || !isMcpEnabled()) {
        return [];
      }
      const { version } = extension.packageJSON as { readonly version: string };
      return folders.map(({ name, uri }) => {
        const args = [join(extension.extensionPath, 'dist', 'cli.js'), 'mcp', '--dir', uri.fsPath];
        const label = folders.length > 1 ? `Defer (${cleanLine(name, 40)})` : 'Defer';
        // On the desktop the editor's own executable is Electron, which is Node only when it is told to be.
        const env = { ELECTRON_RUN_AS_NODE: '1' };
        return new vscode.McpStdioServerDefinition(label, process.execPath, args, env, version);
      });
    },
  };
}

/** The schedules of the window, that of the open file first: a new entry goes there. */
function ledgersOf(model: ScheduleModel): readonly Ledger[] {
  const document = vscode.window.activeTextEditor?.document;
  const near = document && vscode.workspace.getWorkspaceFolder(document.uri)?.uri.toString();
  const isNear = (folder: vscode.WorkspaceFolder): boolean => folder.uri.toString() === near;
  return [...model.schedules]
    .sort((a, b) => Number(isNear(b.folder)) - Number(isNear(a.folder)))
    .map(({ ledger }) => ledger);
}

/** Throws with the reason where a call is none. */
function readCall(tool: string, given: unknown): { readonly verb: Verb; readonly input: RawInput } {
  if (!vscode.workspace.isTrusted) {
    throw new Error('The workspace is in Restricted Mode, so no tool of Defer works in it. A person has to trust it.');
  }
  const verb = verbOfTool(tool);
  if (!verb) {
    throw new Error(`There is no tool ${tool}.`);
  }
  const read = readToolInput(verb.input, given);
  if (isRefusal(read)) {
    throw new Error(read.why);
  }
  return { verb, input: read.input };
}

/** What a call would write, in words: the entry that it is about, what it says, and how a time is read. */
async function preview(host: Host, verb: Verb, input: RawInput): Promise<string> {
  const lines: string[] = [];
  const found = typeof input['id'] === 'string' ? await find(host, input['id']) : undefined;
  if (found) {
    lines.push(isRefusal(found) ? found.why : cleanLine(found.entry.title));
  }
  if (verb.input['dry_run']) {
    const tried = await askVerb(host, verb, { ...input, dry_run: true });
    lines.push(tried.ok ? tried.say : `It will be refused: ${tried.why}`);
  } else {
    for (const [name, value] of Object.entries(input)) {
      if (verb.input[name]?.kind === 'when' && typeof value === 'string') {
        const when = await readMoment(host, value);
        lines.push(isRefusal(when) ? `It will be refused: ${when.why}` : `To: ${readingText(when)}`);
      }
    }
  }
  const said = Object.entries(input).map(([name, value]) => `${name}: ${textOf(value)}`);
  const text = clean([...lines, ...(lines.length > 0 ? [''] : []), ...said].join('\n'));
  return text.length > MOST_SHOWN
    ? `${text.slice(0, MOST_SHOWN)}\n… and ${text.length - MOST_SHOWN} more characters`
    : text;
}

const textOf = (value: RawInput[string]): string =>
  (Array.isArray(value) ? value.map(item => `\n- ${item}`).join('') : String(value)).replaceAll('\n', '\n  ');
