import { splitFrontMatter } from '../frontMatter.ts';
import { HeadFields, readHead } from '../headFields.ts';

/** The mark of an imported file: from where, and the digest of what stood there. */
export function importMark(text: string): string | undefined {
  const matter = splitFrontMatter(text);
  const head = matter && readHead(matter);
  return head instanceof HeadFields ? /^a3s ([0-9a-f]{16})$/.exec(head.text('imported') ?? '')?.[1] : undefined;
}
