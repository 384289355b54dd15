import { isRefusal } from '../core/basics/refusal.ts';
import { toolAnswer } from '../render/text/answer.ts';
import { clean } from '../render/text/clean.ts';
import { promptOf } from '../runner/start/promptOf.ts';
import { find, jsonOf } from '../verbs/look/find.ts';
import { list } from '../verbs/acts/list.ts';
import type { Host } from '../verbs/host.ts';
import { askVerb } from '../verbs/askVerb.ts';

/** A text that a client can read. */
export interface ResourceText {
  readonly mimeType: 'application/json' | 'text/plain';
  readonly text: string;
}

/** The addresses of what can be read. */
export const DUE = 'defer://due';
export const ENTRY = 'defer://entry/{id}';
export const PROMPT = 'defer://entry/{id}/prompt';

/** The entries that are due now. */
export async function dueResource(host: Host): Promise<ResourceText> {
  const reply = await askVerb(host, list, { due: true });
  return json(reply.ok ? reply.value : { error: reply.why });
}

/** Everything about an entry; undefined where there is none of the id. */
export async function entryResource(host: Host, id: string): Promise<ResourceText | undefined> {
  const found = await find(host, id);
  return isRefusal(found) ? undefined : json(jsonOf(host, found.ledger, found.state));
}

/**
 * What a run of an entry would give its agent to read now, cleaned, but for a CONTEXT.md from outside of the folder;
 * undefined where there is none of the id.
 */
export async function promptResource(host: Host, id: string): Promise<ResourceText | undefined> {
  const found = await find(host, id);
  if (isRefusal(found)) {
    return undefined;
  }
  const { prompt } = await promptOf(found.entry, found.ledger, { env: process.env, unattended: false, isAgents: true });
  return { mimeType: 'text/plain', text: clean(prompt) };
}

const json = (value: unknown): ResourceText => ({
  mimeType: 'application/json',
  text: JSON.stringify(toolAnswer(value)),
});
