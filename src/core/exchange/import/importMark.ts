import { splitFrontMatter } from '../../files/frontMatter.ts';
import { FrontMatterFields, readFrontMatter } from '../../files/frontMatterFields.ts';

/** The mark of an imported file: from where, and the digest of what stood there. */
export function importMark(text: string): string | undefined {
  const matter = splitFrontMatter(text);
  const head = matter && readFrontMatter(matter);
  return head instanceof FrontMatterFields ? /^a3s ([0-9a-f]{16})$/.exec(head.text('imported') ?? '')?.[1] : undefined;
}
