import * as vscode from 'vscode';
import type { ActingParts } from '../wiring/desk.ts';
import { toolNamesOf } from '../wiring/manifest.ts';

/**
 * Offers Defer to the editor's agents: a language-model tool for each that the manifest lists, and the MCP server.
 * Editors that are built on this one may lack either, so each is looked at before it is called.
 */
export function openAgentDoors(manifest: unknown, desk: () => Promise<ActingParts>): vscode.Disposable {
  const lm = vscode.lm as Partial<typeof vscode.lm> | undefined;
  const { workspace } = vscode;
  const changed = new vscode.EventEmitter<void>();
  const change = (): void => changed.fire();
  const provider: vscode.McpServerDefinitionProvider = {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: async () => (await desk()).agents.servers(),
  };
  return vscode.Disposable.from(
    ...toolNamesOf(manifest).flatMap(
      name =>
        lm?.registerTool?.<object>(name, {
          prepareInvocation: async ({ input }) => (await desk()).agents.prepare(name, input),
          invoke: async options => (await desk()).agents.invoke(name, options),
        }) ?? [],
    ),
    lm?.registerMcpServerDefinitionProvider?.('defer', provider) ?? changed,
    workspace.onDidChangeConfiguration(event => event.affectsConfiguration('defer.mcp') && change()),
    workspace.onDidChangeWorkspaceFolders(change),
    workspace.onDidGrantWorkspaceTrust(change),
    changed,
  );
}
