import { stdin } from 'node:process';
import type { RawInput, Verb } from '../../verbs/verb.ts';
import { UsageError } from '../parse/call.ts';

/** How much text is taken from the standard input, in characters. */
const MOST = 1024 * 1024;

/**
 * The input of a verb with what comes on the standard input in the place of a `-`. Throws a UsageError for too much,
 * and where several ask for it.
 */
export async function withStdin(verb: Verb, input: RawInput): Promise<RawInput> {
  const [name, ...others] = Object.keys(verb.input).filter(each => verb.input[each]?.stdin && input[each] === '-');
  if (others.length > 0) {
    throw new UsageError('Standard input can be read only once. Give "-" in one place.', 2);
  }
  return name === undefined ? input : { ...input, [name]: await readAll() };
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
