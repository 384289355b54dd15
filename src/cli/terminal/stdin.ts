import { stdin } from 'node:process';
import type { RawInput, Verb } from '../../verbs/verb.ts';
import { UsageError } from '../parse/call.ts';

/** How much text is taken from the standard input, in characters. */
const MOST = 1024 * 1024;

/** The input of a verb with what comes on the standard input in the place of a `-`. Throws a UsageError for too much. */
export async function withStdin(verb: Verb, input: RawInput): Promise<RawInput> {
  const field = Object.entries(verb.input).find(([name, { stdin: takes }]) => takes && input[name] === '-');
  return field ? { ...input, [field[0]]: await readAll() } : input;
}

async function readAll(): Promise<string> {
  let text = '';
  for await (const part of stdin.setEncoding('utf8')) {
    text += String(part);
    if (text.length > MOST) {
      throw new UsageError('Standard input is longer than a megabyte. Give a shorter text.', 2);
    }
  }
  return text;
}
