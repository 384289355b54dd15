import { codeOf, isStoreFault, toUnforeseenFault } from '../../store/disk/fault.ts';
import { processesReady } from '../../store/processes/processMark.ts';
import { askVerb } from '../../verbs/askVerb.ts';
import type { Reply, Verb } from '../../verbs/verb.ts';
import { isUsageError, UsageError, type Call } from '../parse/call.ts';
import { createHost } from './cliHost.ts';
import { quickParse } from '../parse/quickParse.ts';
import { withStdin } from '../terminal/stdin.ts';
import { isTerminal, terminalStyleOf, print } from '../terminal/terminal.ts';

declare const DEFER_VERSION: string;

/**
 * Does what a command line asks, and sets the exit code: 0 done, 1 refused, 2 wrong usage, 75 claimed by others.
 * `verbs`: those that are read quickly; the others are loaded, all of them, when one is asked for.
 */
export async function startWith(verbs: readonly Verb[], argv: readonly string[]): Promise<void> {
  process.exitCode = await main(verbs, argv);
}

async function main(verbs: readonly Verb[], argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    const call =
      quickParse(argv, verbs) ?? (await import('../parse/commandLine.ts')).parseCommandLine(argv, DEFER_VERSION);
    await processesReady();
    if (call.kind === 'exec') {
      const { execToken } = await import('./cliLauncher.ts');
      return await execToken(call.token);
    }
    if (call.kind === 'mcp') {
      const { printed, serve } = await import('./serveMcp.ts');
      if (call.print !== undefined) {
        return answer(printed(call.print, call.options), call.options.json);
      }
      await serve({ version: DEFER_VERSION, host: createHost(call.options) });
      return 0;
    }
    // A line that is completed may say --json; whoever asks for what fits reads lines.
    return answer(await ask(call), 'options' in call ? call.options.json : json && call.kind !== 'complete');
  } catch (error) {
    if (isUsageError(error)) {
      const { message, exitCode } = error;
      return exitCode === 0
        ? answer({ ok: true, say: message, value: { text: message } }, json)
        : answer({ ok: false, why: message, exitCode }, json);
    }
    if (!isStoreFault(error) && codeOf(error) === undefined && error instanceof Error) {
      // Nobody foresaw this one: whoever mends it needs to know where it came from.
      print(2, error.stack ?? '');
    }
    return answer({ ok: false, why: toUnforeseenFault(error).message }, json);
  }
}

async function ask(call: Exclude<Call, { readonly kind: 'exec' | 'mcp' }>): Promise<Reply> {
  switch (call.kind) {
    case 'verb': {
      const { verb } = call;
      return askVerb(createHost(call.options), verb, await withStdin(verb, call.input));
    }
    case 'bare': {
      if (call.options.json || !isTerminal(1)) {
        throw new UsageError(call.otherwise, 2);
      }
      const { overviewText } = await import('../terminal/overview.ts');
      return { ok: true, say: await overviewText(createHost(call.options)), value: undefined };
    }
    case 'completion': {
      const { scriptOf } = await import('../parse/completionScripts.ts');
      const text = scriptOf(call.shell);
      return { ok: true, say: text, value: { text } };
    }
    case 'complete': {
      const { complete } = await import('../parse/complete.ts');
      const value = await complete(call.words, createHost);
      return { ok: true, say: value.map(parts => parts.join('\t')).join('\n'), value };
    }
  }
}

function answer(reply: Reply, json: boolean): number {
  if (reply.ok) {
    if (!json && reply.report !== undefined && reply.report !== '') {
      print(2, reply.report);
    }
    // Where there is nothing to say, a prompt or a hook gets no empty line either.
    if (json || reply.say !== '') {
      print(1, json ? JSON.stringify(reply.value) : reply.say);
    }
    return reply.exitCode ?? 0;
  }
  if (json) {
    print(1, JSON.stringify({ error: reply.why }));
  } else {
    print(2, `${terminalStyleOf(2, process.env).paint('late', 'defer:')} ${reply.why}`);
  }
  return reply.exitCode ?? 1;
}
