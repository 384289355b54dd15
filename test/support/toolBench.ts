import assert from 'node:assert/strict';
import { after, before, type TestContext } from 'node:test';
import { installAgentTools } from '../../scripts/agentTools.ts';
import { node, program, run } from '../cli/shell.ts';
import { hasTerminal } from '../cli/terminal.ts';
import { openModelServer, type ModelServer } from './modelServer.ts';
import { openRealTools, type RealTools } from './realTools.ts';

/** The real tools for the tests of a `describe`, and the model server that answers them. */
export interface ToolBench {
  readonly model: ModelServer;
  /** The tools in a home of their own; undefined where they are not here. `isSubscribed`: as for `openRealTools`. */
  open(test: TestContext, isSubscribed?: boolean): RealTools | undefined;
}

/**
 * Installs the real tools before the tests of the `describe` that it is called in. Without the registry there is
 * nothing to try, so each test says that it was left out; where changes are judged (CI) it fails. `terminal`: whether
 * the tests need one as well.
 */
export function benchOfTools({ terminal = false }: { readonly terminal?: boolean } = {}): ToolBench {
  let model: ModelServer | undefined;
  let bin = '';
  let missing = !terminal || hasTerminal ? '' : 'there is no terminal to be had here';
  before(async () => {
    model = await openModelServer();
    try {
      ({ bin } = await installAgentTools());
    } catch (error) {
      missing = `the tools could not be installed: ${error instanceof Error ? error.message : String(error)}`;
    }
  });
  after(() => model?.close());
  const opened = (): ModelServer => {
    assert.ok(model, 'the model server is there once the tests have begun');
    return model;
  };
  return {
    get model() {
      return opened();
    },
    open(test, isSubscribed = false) {
      if (missing !== '') {
        assert.notEqual(process.env['CI'], 'true', missing);
        test.skip(missing);
        return undefined;
      }
      const tools = openRealTools(bin, opened(), isSubscribed);
      test.after(() => tools.remove());
      return tools;
    },
  };
}

/** What a command of Defer answers with `--json`, among the tools. Throws where its exit code is none of `codes`. */
export async function deferJson<Value>(
  { env, cwd }: RealTools,
  words: readonly string[],
  codes: readonly number[] = [0],
): Promise<Value> {
  const { code, out, err } = await run(node, [program, '--json', ...words], cwd, env);
  assert.ok(codes.includes(Number(code)), `defer ${words.join(' ')}: ${out} ${err}`);
  return JSON.parse(out) as Value;
}
