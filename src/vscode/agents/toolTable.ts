import { schemaOf, toolNameOf, toolVerbs, type ToolSchema } from '../../verbs/tools.ts';

/** A language-model tool as the manifest lists it. */
export interface ToolEntry {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly displayName: string;
  readonly modelDescription: string;
  readonly userDescription: string;
  readonly canBeReferencedInPrompt: true;
  readonly icon: string;
  readonly tags: readonly string[];
  readonly inputSchema: ToolSchema;
}

/** Every tool there is for the editor's agents. The manifest is held against this list. */
export const toolTable: readonly ToolEntry[] = toolVerbs.map(verb => ({
  name: toolNameOf(verb),
  toolReferenceName: `defer${verb.name.slice(0, 1).toUpperCase()}${verb.name.slice(1)}`,
  displayName: `Defer: ${verb.title.replace('…', '')}`,
  modelDescription: verb.help,
  userDescription: verb.help,
  canBeReferencedInPrompt: true,
  icon: '$(bell)',
  tags: ['defer'],
  inputSchema: schemaOf(verb.input),
}));
