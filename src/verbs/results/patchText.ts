import { createTwoFilesPatch, FILE_HEADERS_ONLY, formatPatch } from 'diff';
import { SECOND, type Duration } from '../../core/basics/time.ts';
import type { ResultDesk, RunResult } from '../resultDesk.ts';

/** The largest file that is compared, in bytes. Larger files are only named. */
const LONGEST = 2 * 1024 * 1024;

/** How long comparing one file may take, in ms. */
const PATIENCE: Duration = 2 * SECOND;

/**
 * All changes of a result, as a unified patch that git and patch accept. It is in English in every language, and not
 * cleaned.
 */
export async function patchText(desk: Pick<ResultDesk, 'sides'>, { token, files }: RunResult): Promise<string> {
  const patches: string[] = [];
  for (const { path } of files) {
    patches.push(filePatch(path, await desk.sides(token, path)));
  }
  return patches.join('');
}

function filePatch(path: string, { before, after }: Awaited<ReturnType<ResultDesk['sides']>>): string {
  const [from, to] = [before ? `a/${path}` : '/dev/null', after ? `b/${path}` : '/dev/null'];
  const named = [from, to].map(quoted).join(' and ');
  const sides = [before, after].map(side => side ?? new Uint8Array());
  const [old, now] = sides.map(textOf);
  if (old === undefined || now === undefined) {
    return `Binary files ${named} differ\n`;
  }
  const patch = sides.some(side => side.length > LONGEST)
    ? undefined
    : createTwoFilesPatch(from, to, old, now, undefined, undefined, { context: 3, timeout: PATIENCE });
  return patch === undefined
    ? `Files ${named} differ. They are too large to be compared here.\n`
    : patch.replace(/^=+\n/, '');
}

/**
 * Quotes a file name for a patch where it needs quotes, so that a line break in it cannot start another file's patch.
 */
function quoted(name: string): string {
  const file = { oldFileName: name, newFileName: name, oldHeader: '', newHeader: '', hunks: [] };
  const [first = ''] = formatPatch(file, FILE_HEADERS_ONLY).split('\n');
  return first.slice('--- '.length);
}

/** The text of a UTF-8 file. Undefined for other bytes. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return bytes.includes(0) ? undefined : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
