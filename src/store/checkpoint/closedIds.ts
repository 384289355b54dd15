import type { FileHandle } from 'node:fs/promises';
import { sha256 } from '../disk/digest.ts';

/** How many bytes of ids stand together in a page: what one look reads. */
const PAGE = 64 * 1024;

/** Where a page of ids is, and how to tell that it is still what was written. */
export interface Page {
  /** The first id on it. */
  readonly first: string;
  readonly bytes: number;
  /** SHA-256 of its text, as hex digits. */
  readonly sha: string;
}

/**
 * The ids of entries that a checkpoint leaves out, sorted by UTF-16 code units, on pages that are read when they are
 * needed.
 */
export class ClosedIds {
  private readonly pages: readonly Page[];
  private readonly readPage: (index: number) => Promise<readonly string[]>;
  private readonly read = new Map<number, Promise<readonly string[]>>();

  /** `readPage` throws where a page is not what was written. */
  constructor(pages: readonly Page[], readPage: (index: number) => Promise<readonly string[]>) {
    this.pages = pages;
    this.readPage = readPage;
  }

  /** Whether an id is among them. */
  async has(id: string): Promise<boolean> {
    const [next] = await this.from(id);
    return next === id;
  }

  /** Whether any of them begins like this. */
  async hasBeginning(begin: string): Promise<boolean> {
    const [next] = await this.from(begin);
    return next?.startsWith(begin) === true;
  }

  /** Those that stand just before and just after an id in their order: what shares the most with it. */
  async beside(id: string): Promise<readonly string[]> {
    const index = this.pageOf(id);
    const ids = await this.page(index);
    const at = placeIn(ids, id);
    const before = at > 0 ? ids[at - 1] : undefined;
    const after = ids[at] ?? this.pages[index + 1]?.first;
    return [before, after].filter(one => one !== undefined);
  }

  /** The first of them that is not before `id`, if any. */
  private async from(id: string): Promise<readonly string[]> {
    const index = this.pageOf(id);
    const ids = await this.page(index);
    const next = ids[placeIn(ids, id)] ?? this.pages[index + 1]?.first;
    return next === undefined ? [] : [next];
  }

  /** The last page that begins no later than `id`, or the first one. */
  private pageOf(id: string): number {
    let [low, high] = [0, this.pages.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pages[middle]?.first ?? '') <= id) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private page(index: number): Promise<readonly string[]> {
    const known = this.read.get(index) ?? (this.pages[index] ? this.readPage(index) : Promise.resolve([]));
    this.read.set(index, known);
    return known;
  }
}

/** The place of the first id in a sorted list that is not before `id`. */
function placeIn(ids: readonly string[], id: string): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? '') < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Puts ids on pages: the texts to write one after another, and where each is. */
export function toPages(ids: Iterable<string>): { readonly texts: readonly string[]; readonly pages: readonly Page[] } {
  const texts: string[] = [];
  const pages: Page[] = [];
  let lines: string[] = [];
  let first = '';
  let length = 0;
  const end = (): void => {
    const text = `${lines.join('\n')}\n`;
    texts.push(text);
    pages.push({ first, bytes: Buffer.byteLength(text), sha: sha256(text) });
    [lines, length] = [[], 0];
  };
  for (const id of [...ids].sort()) {
    first = lines.length === 0 ? id : first;
    const line = JSON.stringify(id);
    lines.push(line);
    length += line.length + 1;
    if (length >= PAGE) {
      end();
    }
  }
  if (lines.length > 0) {
    end();
  }
  return { texts, pages };
}

/** Reads the ids of a page that begins at `at` of a file. Throws where it is not what was written. */
export async function readPageAt(handle: FileHandle, at: number, { bytes, sha }: Page): Promise<readonly string[]> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, at);
  const text = buffer.toString('utf8', 0, bytesRead);
  if (bytesRead !== bytes || sha256(text) !== sha) {
    throw new Error('A page of a checkpoint is not what was written.');
  }
  return text.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line) as string]));
}
