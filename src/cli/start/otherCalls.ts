import { UsageError, type Call } from '../parse/call.ts';
import { complete } from '../parse/complete.ts';
import { scriptOf } from '../parse/completionScripts.ts';
import { overviewText } from '../terminal/overview.ts';
import { isTerminal } from '../terminal/terminal.ts';
import type { Reply } from '../../verbs/verb.ts';
import { createHost } from './cliHost.ts';
import { printed, serve } from './serveMcp.ts';

/** Every call but that of a verb. */
export type OtherCall = Exclude<Call, { readonly kind: 'verb' }>;

/** Does what is asked apart from the verbs. Gives what is to be said, or the exit code where nothing is. */
export async function answerOther(call: OtherCall, version: string): Promise<Reply | number> {
  switch (call.kind) {
    case 'exec': {
      const { execToken } = await import('./cliLauncher.ts');
      return execToken(call.token, call.inEditor);
    }
    case 'mcp':
      if (call.print !== undefined) {
        return printed(call.print, call.options);
      }
      await serve({ version, host: createHost(call.options, 'server') });
      return 0;
    case 'bare':
      if (call.options.json || !isTerminal(1)) {
        throw new UsageError(call.otherwise, 2);
      }
      return { ok: true, say: await overviewText(createHost(call.options)), value: undefined };
    case 'completion': {
      const text = scriptOf(call.shell);
      return { ok: true, say: text, value: { text } };
    }
    case 'complete': {
      const value = await complete(call.words, createHost);
      return { ok: true, say: value.map(parts => parts.join('\t')).join('\n'), value };
    }
  }
}
