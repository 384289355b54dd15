import assert from 'node:assert/strict';
import { delimiter, dirname, join } from 'node:path';
import { installAgentTools } from '../../scripts/agentTools.ts';
import { openShell, run, type Shell, type Spoken } from '../cli/shell.ts';

/** A shell with an empty home in which a real agent's program is found by its name. */
export interface RealAgent {
  readonly shell: Shell;
  /** What `defer mcp --print` prints for the agent. */
  print(): Promise<string>;
  /** Runs a line as a person who pastes it into a terminal. */
  paste(line: string): Promise<Spoken>;
}

/** Runs a job with a real agent; answers with why it was left out, where the agent is not installed. */
export async function withAgent(name: string, job: (agent: RealAgent) => Promise<void>): Promise<string | undefined> {
  const tools = await installAgentTools().catch((error: unknown) => String(error));
  if (typeof tools === 'string') {
    // In CI they are there, or the run has failed.
    assert.notEqual(process.env['CI'], 'true', tools);
    return `${name} cannot be installed: ${tools}`;
  }
  const path = join(tools.bin, name);
  const shell = openShell();
  // These programs are scripts that look for a node of their own.
  shell.env['PATH'] = [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  try {
    await job({
      shell,
      print: async () => {
        const { code, out, err } = await shell.defer('mcp', '--print', name);
        assert.equal(code, 0);
        assert.match(err, /^defer: \S.*\.\n$/);
        return out.trimEnd();
      },
      paste: line => run('/bin/sh', ['-c', `${name}() { '${path}' "$@"; }\n${line}`], shell.project, shell.env),
    });
    return undefined;
  } finally {
    shell.remove();
  }
}
