import { parseAst } from 'rolldown/parseAst';
import { sourceFiles } from './sourceFiles.ts';

/** A part of a parsed file. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/** A call of `l10n.t`: what it is given first, and whether it is made when something is called. */
export interface TextCall {
  readonly first: SyntaxNode | undefined;
  readonly isLate: boolean;
  readonly line: number;
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Calls `look` with every part of a TypeScript file and the parts around it, outermost first. */
export function walkSource(text: string, look: (node: SyntaxNode, around: readonly SyntaxNode[]) => void): void {
  const walk = (node: SyntaxNode, around: readonly SyntaxNode[]): void => {
    look(node, around);
    for (const value of Object.values(node).flat()) {
      if (isNode(value)) {
        walk(value, [...around, node]);
      }
    }
  };
  walk(parseAst(text, { lang: 'ts' }) as unknown as SyntaxNode, []);
}

/** The calls of `l10n.t` in a file. */
export function textCalls(text: string): readonly TextCall[] {
  const calls: TextCall[] = [];
  walkSource(text, (node, around) => {
    const callee = node.type === 'CallExpression' ? (node['callee'] as SyntaxNode) : undefined;
    if (callee && text.slice(callee.start, callee.end).replace(/\s/g, '') === 'l10n.t') {
      const [first] = node['arguments'] as readonly SyntaxNode[];
      const isLate = around.some(({ type }) => FUNCTIONS.has(type));
      calls.push({ first, isLate, line: text.slice(0, node.start).split('\n').length });
    }
  });
  return calls;
}

/** A text as l10n/bundle.l10n.json has it. */
type BundleText = string | { readonly message: string; readonly comment: readonly string[] };

const stringOf = (node: unknown): string | undefined => {
  const { type, value } = (node ?? {}) as { readonly type?: string; readonly value?: unknown };
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
};

/**
 * A text with its key. The key of a plain text is the text itself. The key of a text with comments for translators ends
 * with the comments.
 */
const bundleText = (first: SyntaxNode | undefined): readonly [string, BundleText] | undefined => {
  const plain = stringOf(first);
  if (plain !== undefined) return [plain, plain];
  const properties = (first?.['properties'] ?? []) as readonly SyntaxNode[];
  const member = (name: string): SyntaxNode | undefined =>
    properties.find(one => (one['key'] as { readonly name?: string } | undefined)?.name === name)?.['value'] as
      | SyntaxNode
      | undefined;
  const message = stringOf(member('message'));
  if (message === undefined) return undefined;
  const comments = member('comment');
  const list = comments?.type === 'ArrayExpression' ? (comments['elements'] as readonly unknown[]) : [comments];
  const comment = list.flatMap(one => stringOf(one) ?? []);
  return comment.length === 0 ? [message, message] : [`${message}/${comment.join('')}`, { message, comment }];
};

/**
 * The English texts of the code by their keys, sorted. `@vscode/l10n-dev` finds the same ones (a test of the campaign
 * compares them) and takes more than twenty seconds for it.
 */
export const writtenTexts = (): Readonly<Record<string, BundleText>> =>
  Object.fromEntries(
    sourceFiles('src')
      .filter(({ text }) => text.includes('l10n'))
      .flatMap(({ text }) =>
        textCalls(text).flatMap(({ first }) => [bundleText(first)].filter(one => one !== undefined)),
      )
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
