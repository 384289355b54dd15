import { escaped } from '../../render/text/escaped.ts';
import { codeOf, StoreFault, toUnforeseenFault } from '../../store/disk/fault.ts';
import { processesReady } from '../../store/processes/processMark.ts';
import { askVerb } from '../../verbs/askVerb.ts';
import type { Reply, Verb } from '../../verbs/verb.ts';
import { UsageError, type Call } from '../parse/call.ts';
import { createHost } from './cliHost.ts';
import { quickParse } from '../parse/quickParse.ts';
import { withStdin } from '../terminal/stdin.ts';
import { terminalStyleOf, print } from '../terminal/terminal.ts';

declare const DEFER_VERSION: string;

/**
 * Does what a command line asks, and sets the exit code: 0 done, 1 refused, 2 wrong usage, 75 claimed by others.
 * `verbs`: those that are read quickly; the others are loaded, all of them, when one is asked for.
 */
export async function startWith(verbs: readonly Verb[], argv: readonly string[]): Promise<void> {
  const code = await main(verbs, argv);
  // The exit code is set already if the answer could not be written.
  process.exitCode = code === 0 ? (process.exitCode ?? 0) : code;
}

async function main(verbs: readonly Verb[], argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    const call =
      quickParse(argv, verbs) ?? (await import('../parse/commandLine.ts')).parseCommandLine(argv, DEFER_VERSION);
    await processesReady();
    const reply = call.kind === 'verb' ? await answerVerb(call) : await (await loadOther())(call, DEFER_VERSION);
    if (typeof reply === 'number') {
      return reply;
    }
    // A line that is completed may say --json; whoever asks for what fits reads lines.
    return answer(reply, 'options' in call ? call.options.json : json && call.kind !== 'complete');
  } catch (error) {
    if (error instanceof UsageError) {
      const { message, exitCode } = error;
      return exitCode === 0
        ? answer({ ok: true, say: message, value: { text: message } }, json)
        : answer({ ok: false, why: message, exitCode }, json);
    }
    if (!(error instanceof StoreFault) && codeOf(error) === undefined && error instanceof Error) {
      // Nobody foresaw this one: whoever mends it needs to know where it came from.
      print(2, error.stack ?? '');
    }
    return answer({ ok: false, why: toUnforeseenFault(error).message }, json);
  }
}

const loadOther = async () => (await import('./otherCalls.ts')).answerOther;

async function answerVerb({ verb, input, options }: Extract<Call, { readonly kind: 'verb' }>): Promise<Reply> {
  const reply = await askVerb(createHost(options), verb, await withStdin(verb, input));
  const made = reply.ok && !options.json ? (reply.made ?? []) : [];
  // Whole: to cut them as a list does, the schedule would have to be read.
  return reply.ok && made.length > 0
    ? { ...reply, say: `${reply.say} ${made.length === 1 ? 'Id' : 'Ids'}: ${made.join(', ')}` }
    : reply;
}

/** JSON with escapes for characters that act on a terminal. It parses to the same value. */
const jsonText = (value: unknown): string => escaped(JSON.stringify(value));

function answer(reply: Reply, json: boolean): number {
  if (reply.ok) {
    if (!json && reply.report !== undefined && reply.report !== '') {
      print(2, reply.report);
    }
    // Where there is nothing to say, a prompt or a hook gets no empty line either.
    if (json || reply.say !== '') {
      print(1, json ? jsonText(reply.value) : reply.say);
    }
    return reply.exitCode ?? 0;
  }
  if (json) {
    print(1, jsonText({ error: reply.why }));
  } else {
    print(2, `${terminalStyleOf(2, process.env).paint('late', 'defer:')} ${reply.why}`);
  }
  return reply.exitCode ?? 1;
}
