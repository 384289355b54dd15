import * as l10n from '@vscode/l10n';
import { isMap, isScalar, LineCounter, parseDocument, type Node, type YAMLMap } from 'yaml';
import type { FrontMatter } from './frontMatter.ts';
import type { FrontMatterProblem } from './frontMatterFields.ts';
import { yamlFault } from './yamlFault.ts';

/** The longest front matter that is read, in characters. */
const LONGEST = 16 * 1024;

/** Whether a node has neither an anchor nor a tag: VS Code knows none, and would read them as part of the text. */
const isBare = ({ anchor, tag }: Node & { readonly anchor?: string }): boolean =>
  anchor === undefined && tag === undefined;

/** The fields of a map, each a text. The first thing that is wrong is kept; maps inside share it. */
export class TextHead {
  private readonly items: YAMLMap;
  private readonly lineAt: (offset: number) => number;
  private readonly found: { problem?: FrontMatterProblem };

  constructor(items: YAMLMap, lineAt: (offset: number) => number, found = {}) {
    this.items = items;
    this.lineAt = lineAt;
    this.found = found;
  }

  get problem(): FrontMatterProblem | undefined {
    return this.found.problem;
  }

  /** Says that a field which the format does not have is wrong. */
  only(names: readonly string[]): void {
    for (const { key } of this.items.items) {
      const name = isScalar(key) && isBare(key) ? String(key.value) : '';
      if (!names.includes(name)) {
        this.wrong(
          name,
          l10n.t('This format has no field "{0}" that Defer knows. Take it out, or use a schedule file.', name),
        );
      }
    }
  }

  /** A text that has to be there. */
  text(name: string): string | undefined {
    return this.optional(name) || this.wrong(name, l10n.t('The {0} is missing.', name));
  }

  /** A text without its surrounding white space, which may be empty; undefined where there is none. */
  optional(name: string): string | undefined {
    const node: unknown = this.items.get(name, true);
    if (node === undefined) {
      return undefined;
    }
    return isScalar(node) && isBare(node)
      ? String(node.value ?? '').trim()
      : this.wrong(name, l10n.t('The {0} must be one plain value.', name));
  }

  map(name: string): TextHead | undefined {
    const node: unknown = this.items.get(name, true);
    return isMap(node) && isBare(node)
      ? new TextHead(node, this.lineAt, this.found)
      : this.wrong(name, l10n.t('The {0} must have lines of its own, such as "kind: manual".', name));
  }

  /** Remembers that a field is wrong, and why; counts as absent. */
  wrong(name: string, why: string): undefined {
    this.found.problem ??= { line: this.lineOf(name), why };
    return undefined;
  }

  /** The line of the file that a field stands on; that of the map where it is not there. */
  lineOf(name: string): number {
    const pair = this.items.items.find(({ key }) => isScalar(key) && key.value === name);
    const at = isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : (this.items.range?.[0] ?? 0);
    return this.lineAt(at);
  }
}

/** Reads a front matter of which every value is a text: nothing in it is executed or expanded. */
export function readTextHead(matter: FrontMatter): TextHead | FrontMatterProblem {
  const { head, line } = matter;
  if (head.length > LONGEST) {
    return { line, why: l10n.t('The front matter is longer than {0} KiB, so it was not read.', LONGEST / 1024) };
  }
  const lines = new LineCounter();
  let document;
  try {
    document = parseDocument(head, { lineCounter: lines, prettyErrors: false, schema: 'failsafe' });
  } catch {
    return { line, why: l10n.t('The front matter is nested too deep to be read.') };
  }
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    const at = line - 1 + lines.linePos(error.pos[0]).line;
    return { line: at, why: l10n.t('The front matter is not YAML. {0}', yamlFault(error.code)) };
  }
  return isMap(document.contents)
    ? new TextHead(document.contents, offset => line - 1 + lines.linePos(offset).line)
    : { line, why: l10n.t('The front matter needs a line such as "version: 1".') };
}
