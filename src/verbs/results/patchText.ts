import { createTwoFilesPatch, FILE_HEADERS_ONLY, formatPatch } from 'diff';
import { SECOND, type Duration } from '../../core/basics/time.ts';
import type { FileModes, ResultDesk, RunResult } from '../resultDesk.ts';

/** The largest file that is compared, in bytes. Larger files are only named. */
const LONGEST = 2 * 1024 * 1024;

/** How many files are read together: each may be asked of git. */
const TOGETHER = 8;

/** How long comparing one file may take, in ms. */
const PATIENCE: Duration = 2 * SECOND;

type Sides = Awaited<ReturnType<ResultDesk['sides']>>;

/**
 * All changes of a result, as a patch that git and patch accept, with the modes of files and links as git has them. It
 * is in English in every language, and not cleaned.
 */
export async function patchText(
  desk: Pick<ResultDesk, 'sides' | 'modes'>,
  { token, files }: RunResult,
): Promise<string> {
  const modes = await desk.modes(token);
  const patches: string[] = [];
  for (let from = 0; from < files.length; from += TOGETHER) {
    const some = files.slice(from, from + TOGETHER).map(({ path }) => ({ path, modes: modes.get(path) }));
    const sides = await Promise.all(some.map(one => desk.sides(token, one.path, one.modes)));
    for (const [index, { path, modes: known }] of some.entries()) {
      const both = sides[index] ?? { before: null, after: null };
      patches.push(...stepsOf(both, known).map(step => filePatch(path, step)));
    }
  }
  return patches.join('');
}

/** The content of a file before and after, with its modes where they are known. */
interface Step extends Sides {
  readonly modes?: FileModes;
}

/** What a patch does to a file: one that becomes a link, or was one, goes first and is made anew. */
function stepsOf({ before, after }: Sides, modes: FileModes | undefined): readonly Step[] {
  const isKnown =
    modes && (modes.before === undefined) === (before === null) && (modes.after === undefined) === (after === null);
  if (!isKnown) {
    return [{ before, after }];
  }
  const isOtherType =
    modes.before !== undefined && modes.after !== undefined && modes.before.slice(0, 3) !== modes.after.slice(0, 3);
  return isOtherType
    ? [
        { before, after: null, modes: { before: modes.before } },
        { before: null, after, modes: { after: modes.after } },
      ]
    : [{ before, after, modes }];
}

function filePatch(path: string, { before, after, modes }: Step): string {
  const head = modes ? `diff --git ${quoted(`a/${path}`)} ${quoted(`b/${path}`)}\n${modeLines(modes)}` : '';
  const [from, to] = [before ? `a/${path}` : '/dev/null', after ? `b/${path}` : '/dev/null'];
  const named = [from, to].map(quoted).join(' and ');
  const sides = [before, after].map(side => side ?? new Uint8Array());
  const [old, now] = sides.map(textOf);
  if (head !== '' && isSame(before ?? new Uint8Array(), after ?? new Uint8Array())) {
    return head;
  }
  if (old === undefined || now === undefined) {
    return `${head}Binary files ${named} differ\n`;
  }
  const patch = sides.some(side => side.length > LONGEST)
    ? undefined
    : createTwoFilesPatch(from, to, old, now, undefined, undefined, { context: 3, timeout: PATIENCE });
  return patch === undefined
    ? `${head}Files ${named} differ. They are too large to be compared here.\n`
    : `${head}${patch.replace(/^=+\n/, '')}`;
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && Buffer.compare(one, other) === 0;

/** How git says that a file is made, deleted, or gets another mode. */
function modeLines({ before, after }: FileModes): string {
  if (before === undefined) {
    return `new file mode ${after}\n`;
  }
  if (after === undefined) {
    return `deleted file mode ${before}\n`;
  }
  return before === after ? '' : `old mode ${before}\nnew mode ${after}\n`;
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
