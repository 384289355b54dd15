import { thisDisk, type Disk } from '../../store/programs/programDisk.ts';
import { trustedPath } from '../../store/programs/findProgram.ts';

/** What the editor sets for its own processes: in an agent's environment it would turn programs into something else. */
const EDITORS_OWN: ReadonlySet<string> = new Set([
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_NO_ASAR',
  'ELECTRON_NO_ATTACH_CONSOLE',
  'VSCODE_INSPECTOR_OPTIONS',
  'VSCODE_NODE_OPTIONS',
  'VSCODE_NODE_REPL_EXTERNAL_MODULE',
  'VSCODE_ESM_ENTRYPOINT',
  'VSCODE_HANDLES_UNCAUGHT_ERRORS',
]);

/** Options of Node that load code or open a debugger: the editor's, or a workspace's, but not the agent's. */
const LOADS_CODE = /(^|\s)(-r|--require|--import|--loader|--experimental-loader|--inspect)/;

/** A run, as its agent is told of it. */
interface ToldRun {
  readonly token: string;
  readonly entryId: string;
  readonly agent: string;
  readonly folders: readonly string[];
  readonly cwd: string;
}

/**
 * The environment an agent gets: the terminal's, without the editor's own variables and without the PATH entries that
 * may not choose programs for work on `folders`, where `#!/usr/bin/env node` would find what a repository brought
 * along. On Windows cmd.exe, which starts what npm installed, is told not to look into the current folder before PATH.
 * `DEFER_RUN_ID` and `DEFER_ENTRY_ID` say who started it, `DEFER_AGENT` as what. `PWD` is the folder it runs in: some
 * tools (opencode) believe it more than the system, and a terminal's may be another.
 */
export async function agentEnvironment(
  environment: NodeJS.ProcessEnv,
  { folders, cwd, ...run }: ToldRun,
  disk: Disk = thisDisk,
): Promise<NodeJS.ProcessEnv> {
  const own = { DEFER_RUN_ID: run.token, DEFER_ENTRY_ID: run.entryId, DEFER_AGENT: run.agent };
  return {
    ...(await toolEnvironment(environment, { folders, cwd }, disk)),
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, value.replaceAll('\0', '')])),
  };
}

/** The environment of an agent's tool that only answers a question: like an agent's, without what tells of a run. */
export async function toolEnvironment(
  environment: NodeJS.ProcessEnv,
  { folders, cwd }: Pick<ToldRun, 'folders' | 'cwd'>,
  disk: Disk = thisDisk,
): Promise<NodeJS.ProcessEnv> {
  const agents: NodeJS.ProcessEnv = {};
  for (const [name, value = ''] of Object.entries(environment)) {
    const upper = name.toUpperCase();
    if (EDITORS_OWN.has(upper) || (upper === 'NODE_OPTIONS' && LOADS_CODE.test(value))) {
      continue;
    }
    if (upper === 'PWD') {
      // On Windows only Git Bash sets PWD, in its own notation. Elsewhere it is set below.
      continue;
    }
    agents[name] = upper === 'PATH' ? await trustedPath(value, folders, disk) : value;
  }
  if (disk.platform === 'win32') {
    agents['NoDefaultCurrentDirectoryInExePath'] = '1';
  } else {
    agents['PWD'] = cwd;
  }
  return agents;
}
