import { refusal, type Refusal } from '../core/basics/refusal.ts';
import { verbs } from './index.ts';
import type { Field, Fields, RawInput, Verb } from './verb.ts';
import { isRecord, isTexts, isCount } from '../core/rows/fieldValues.ts';

/** A JSON schema of an object, as tools are described with it. */
export interface ToolSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, ToolProperty>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** What one member of a tool's input must be. */
export interface ToolProperty {
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  readonly description: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly type: 'string' };
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * The verbs that agents get: what starts something, or is for a person alone, is no tool (docs/security.md, "Threats").
 */
export const toolVerbs: readonly Verb[] = verbs.filter(
  ({ effect, person }) => (effect === 'reads' || effect === 'writes') && !person,
);

/** The name of a verb's tool. */
export const toolNameOf = ({ name }: Verb): string => `defer_${name}`;

/** The verb behind the name of a tool. */
export const verbOfTool = (tool: string): Verb | undefined => toolVerbs.find(verb => toolNameOf(verb) === tool);

/** The schema of a verb's input, from its fields. It holds no text but theirs, so that it never changes. */
export const schemaOf = (fields: Fields): ToolSchema => ({
  type: 'object',
  properties: Object.fromEntries(toolFields(fields).map(([name, field]) => [name, propertyOf(field)])),
  required: toolFields(fields).flatMap(([name, { optional }]) => (optional ? [] : [name])),
  additionalProperties: false,
});

/** What an agent gives a tool, once it is known to fit. */
export interface ToolInput {
  readonly input: RawInput;
}

/** Reads what an agent gives a tool, or says what is wrong with it. Fields for a person count as unknown. */
export function readToolInput(fields: Fields, given: unknown): ToolInput | Refusal {
  const taken = new Map(toolFields(fields));
  if (!isRecord(given)) {
    return refusal('The arguments must be a JSON object.');
  }
  for (const [name, value] of Object.entries(given)) {
    const field = taken.get(name);
    if (!field) {
      const names = taken.size === 0 ? 'It takes none.' : `There are: ${[...taken.keys()].join(', ')}.`;
      return refusal(`There is no argument ${JSON.stringify(name.slice(0, 40))}. ${names}`);
    }
    if (!fits(field, value)) {
      return refusal(`The argument ${name} must be ${wordsOf(field)}.`);
    }
  }
  const missing = [...taken].find(([name, { optional }]) => !optional && !Object.hasOwn(given, name));
  return missing ? refusal(`The argument ${missing[0]} is missing: ${missing[1].help}.`) : { input: given as RawInput };
}

const toolFields = (fields: Fields): readonly (readonly [string, Field])[] =>
  Object.entries(fields).filter(([, { person, owner }]) => !person && !owner);

const MOST_COUNT = 999_999_999;

function propertyOf({ kind, help, choices }: Field): ToolProperty {
  switch (kind) {
    case 'text':
    case 'when':
      return { type: 'string', description: help };
    case 'entry':
      return { type: 'string', description: `${help}: its id, or the beginning of it` };
    case 'choice':
      return { type: 'string', description: help, enum: choices ?? [] };
    case 'list':
      return { type: 'array', description: help, items: { type: 'string' } };
    case 'flag':
      return { type: 'boolean', description: help };
    case 'count':
      return { type: 'integer', description: help, minimum: 0, maximum: MOST_COUNT };
  }
}

function fits({ kind, choices = [] }: Field, value: unknown): boolean {
  switch (kind) {
    case 'text':
    case 'when':
    case 'entry':
      return typeof value === 'string';
    case 'choice':
      return typeof value === 'string' && choices.includes(value);
    case 'list':
      return isTexts(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'count':
      return isCount(value) && value <= MOST_COUNT;
  }
}

function wordsOf({ kind, choices = [] }: Field): string {
  switch (kind) {
    case 'text':
    case 'when':
    case 'entry':
      return 'a text';
    case 'choice':
      return `one of ${choices.join(', ')}`;
    case 'list':
      return 'a list of texts';
    case 'flag':
      return 'true or false';
    case 'count':
      return 'a whole number from 0 up';
  }
}
