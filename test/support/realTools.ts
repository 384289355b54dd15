import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ModelServer } from './modelServer.ts';
import './home.ts';

/** How a tool ended, or was ended, and all that it printed. */
export interface ToolEnd {
  readonly code: number | null;
  readonly text: string;
}

/** The real tools, each with a home that nobody ever logged in at, and a model on this machine. */
export interface RealTools {
  /** Their environment: nothing of the caller's but the way to a git. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder that they work on. */
  readonly cwd: string;
  /** The whole path of one. */
  path(tool: string): string;
  /**
   * Starts one with nobody at its terminal, and waits for its end; it is ended once `until` holds of what it printed,
   * or after two minutes.
   */
  run(tool: string, args: readonly string[], input?: string, until?: (text: string) => boolean): Promise<ToolEnd>;
  remove(): void;
}

const LONGEST = 120_000;

/**
 * `bin`: the folder of the tools' programs. They want a newer Node than the machine may have: the one that runs this.
 * `isSubscribed`: as for a person with a subscription, whose usage has limits, and not with a key.
 */
export function openRealTools(bin: string, model: ModelServer, isSubscribed = false): RealTools {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-tools-')));
  const [home, cwd] = [join(root, 'home'), join(root, 'work')];
  mkdirSync(cwd, { recursive: true });
  execFileSync('git', ['init', '--quiet', cwd]);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  const provider = { name: 'local', options: { baseURL: `${model.url}/v1`, apiKey: 'none' }, models: { m: {} } };
  write(
    '.config/opencode/opencode.json',
    JSON.stringify({
      model: 'local/m',
      autoupdate: false,
      provider: { local: { npm: '@ai-sdk/openai-compatible', ...provider } },
    }),
  );
  write('.gemini/settings.json', JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } } }));
  write(
    '.codex/config.toml',
    `model = "m"
model_provider = "local"
[model_providers.local]
name = "local"
base_url = "${model.url}/v1"
wire_api = "responses"
[projects."${cwd}"]
trust_level = "trusted"
`,
  );
  const env = {
    HOME: home,
    PATH: [dirname(process.execPath), bin, '/usr/bin', '/bin'].join(':'),
    TMPDIR: root,
    GEMINI_API_KEY: 'none',
    GOOGLE_GEMINI_BASE_URL: model.url,
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
    ...(isSubscribed
      ? { CLAUDE_CODE_OAUTH_TOKEN: 'none', CLAUDE_CODE_MAX_RETRIES: '0' }
      : { ANTHROPIC_API_KEY: 'none' }),
    ANTHROPIC_BASE_URL: model.url,
    COPILOT_PROVIDER_BASE_URL: `${model.url}/v1`,
    COPILOT_MODEL: 'm',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
  };
  return {
    env,
    cwd,
    path: tool => join(bin, tool),
    run: (tool, args, input, until) =>
      new Promise((resolve, reject) => {
        const child = spawn(join(bin, tool), [...args], {
          cwd,
          env: { ...env, PWD: cwd },
          stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        });
        let text = '';
        child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part));
        child.stderr?.setEncoding('utf8').on('data', (part: string) => (text += part));
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(input);
        const watch = setInterval(() => until?.(text) && child.kill('SIGKILL'), 100);
        const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST);
        child.once('error', reject);
        child.once('close', code => {
          clearInterval(watch);
          clearTimeout(limit);
          resolve({ code, text });
        });
      }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
