import { codeOf, isStoreFault, toFault } from '../store/fault.ts';
import { verbRefusal } from '../verbs/manners.ts';
import { refuse, type InputOf, type Reply } from '../verbs/verb.ts';
import { createHost } from './host.ts';
import { parseCommandLine, UsageError, type Call } from './program.ts';
import { withStdin } from './stdin.ts';

declare const DEFER_VERSION: string;

/** Does what a command line asks and gives the exit code: 0 done, 1 refused, 2 wrong usage, 75 claimed by others. */
async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    const call = parseCommandLine(argv, DEFER_VERSION);
    if (call.kind === 'exec') {
      const { execToken } = await import('./launcher.ts');
      return await execToken(call.token);
    }
    if (call.kind === 'mcp') {
      const { mcp } = await import('./mcp.ts');
      return await mcp({ ...call, version: DEFER_VERSION, host: () => createHost(call.options) });
    }
    return answer(await ask(call), call.options.json);
  } catch (error) {
    if (error instanceof UsageError) {
      if (error.exitCode === 0) {
        process.stdout.write(`${error.message}\n`);
        return 0;
      }
      return answer({ ok: false, why: error.message, exitCode: error.exitCode }, json);
    }
    if (!isStoreFault(error) && codeOf(error) === undefined && error instanceof Error) {
      // Nobody foresaw this one: whoever mends it needs to know where it came from.
      process.stderr.write(`${error.stack ?? ''}\n`);
    }
    return answer({ ok: false, why: toFault(error, 'do that').message }, json);
  }
}

async function ask({ verb, input, options }: Call & { readonly kind: 'verb' }): Promise<Reply> {
  const host = createHost(options);
  const refused = verbRefusal(host, verb);
  return refused ? refuse(refused.why) : verb.run(host, (await withStdin(verb, input)) as InputOf<typeof verb.input>);
}

function answer(reply: Reply, json: boolean): number {
  if (reply.ok) {
    process.stdout.write(`${json ? JSON.stringify(reply.value) : reply.say}\n`);
    return reply.exitCode ?? 0;
  }
  if (json) {
    process.stdout.write(`${JSON.stringify({ error: reply.why })}\n`);
  } else {
    process.stderr.write(`defer: ${reply.why}\n`);
  }
  return reply.exitCode ?? 1;
}

// A reader that has seen enough (`defer list | head`) is no fault, and neither is a terminal that was closed.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') {
      throw error;
    }
  });
}

void main(process.argv.slice(2)).then(code => {
  process.exitCode = code;
});
