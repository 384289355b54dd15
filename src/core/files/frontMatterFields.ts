import * as l10n from '@vscode/l10n';
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { FrontMatter } from './frontMatter.ts';
import { fromIso, toIso } from '../basics/time.ts';
import { yamlFault } from './yamlFault.ts';

/** What is wrong with a head, and on which line of its file, counted from 1. */
export interface FrontMatterProblem {
  readonly line: number;
  readonly why: string;
}

/** The longest front matter that is read, in characters. */
const LONGEST = 16 * 1024;

type Scalar = string | number | boolean;

/**
 * The keys of a front matter, each read as what it has to be. What cannot be read counts as absent and is remembered:
 * ask for `problem` once all has been read. Null and empty texts are absent; keys nobody asks for are tolerated.
 */
export class FrontMatterFields {
  /** The first thing that was found wrong. */
  problem: FrontMatterProblem | undefined;
  private readonly matter: FrontMatter;
  private readonly map: YAMLMap;
  private readonly lines: LineCounter;

  constructor(matter: FrontMatter, map: YAMLMap, lines: LineCounter) {
    this.matter = matter;
    this.map = map;
    this.lines = lines;
  }

  text(key: string): string | undefined {
    const value = this.scalar(key);
    if (value === undefined || typeof value === 'string') {
      return value?.trim() || undefined;
    }
    return this.wrong(key, l10n.t('The {0} must be a text. Put it in quotes.', key));
  }

  /** A text that may look like a number or a word of YAML; it is taken as it is written. */
  word(key: string): string | undefined {
    const value = this.scalar(key);
    const node: unknown = this.map.get(key, true);
    return typeof value === 'string' ? value.trim() : value === undefined || !isScalar(node) ? undefined : node.source;
  }

  flag(key: string): boolean | undefined {
    const value = this.scalar(key);
    return value === undefined || typeof value === 'boolean'
      ? value
      : this.wrong(key, l10n.t('The {0} must be true or false.', key));
  }

  number(key: string): number | undefined {
    const value = this.scalar(key);
    return value === undefined || typeof value === 'number'
      ? value
      : this.wrong(key, l10n.t('The {0} must be a number.', key));
  }

  choice(key: string, choices: readonly string[]): string | undefined {
    const value = this.text(key);
    return value === undefined || choices.includes(value)
      ? value
      : this.wrong(key, l10n.t('The {0} must be one of {1}.', key, choices.join(', ')));
  }

  /** A moment as the file of rows has it; without an offset it is UTC. */
  time(key: string): string | undefined {
    const value = this.text(key);
    const time = value === undefined ? undefined : fromIso(value);
    return value === undefined || time
      ? time && toIso(time.at)
      : this.wrong(key, l10n.t('The {0} must be an ISO time, such as 2026-12-01T10:00:00Z.', key));
  }

  /** Remembers that a key is wrong, and why; counts as absent. */
  wrong(key: string, why: string): undefined {
    this.problem ??= { line: this.lineOf(key), why };
    return undefined;
  }

  /** The line of the file that a key stands on; the first of the head where it does not. */
  lineOf(key: string): number {
    const pair = this.map.items.find(item => isScalar(item.key) && item.key.value === key);
    return this.matter.line - 1 + (isScalar(pair?.key) && pair.key.range ? this.lineAt(pair.key.range[0]) : 1);
  }

  /** Where in the head the value of a key stands, as it is written; `undefined` where there is none. */
  rangeOf(key: string): readonly [from: number, to: number] | undefined {
    const node: unknown = this.map.get(key, true);
    return isScalar(node) && node.range ? [node.range[0], node.range[1]] : undefined;
  }

  /** Whether the head is a list of lines, to which one can be added; `{cron: …}` is not. */
  get isBlock(): boolean {
    return this.map.flow !== true;
  }

  private scalar(key: string): Scalar | undefined {
    const node: unknown = this.map.get(key, true);
    if (node === undefined || node === null) {
      return undefined;
    }
    const value: unknown = isScalar(node) ? node.value : {};
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return value ?? undefined;
    }
    return this.wrong(key, l10n.t('The {0} must be one plain value.', key));
  }

  private lineAt(offset: number): number {
    return this.lines.linePos(offset).line;
  }
}

/**
 * Reads the YAML of a front matter, of which only the top level is looked at: nothing in it is executed or expanded.
 */
export function readFrontMatter(matter: FrontMatter): FrontMatterFields | FrontMatterProblem {
  const { head, line } = matter;
  if (head.length > LONGEST) {
    return { line, why: l10n.t('The front matter is longer than {0} KiB, so it was not read.', LONGEST / 1024) };
  }
  const lines = new LineCounter();
  let document;
  try {
    document = parseDocument(head, { lineCounter: lines, prettyErrors: false });
  } catch {
    return { line, why: l10n.t('The front matter is nested too deep to be read.') };
  }
  const [error] = document.errors;
  if (error) {
    const at = lines.linePos(error.pos[0]).line;
    const isBare = /^\s*(?:cron|every)\s*:\s*[*@]/.test(head.split('\n')[at - 1] ?? '');
    const hint = isBare ? l10n.t('Put a rule that begins with * or @ in quotes.') : yamlFault(error.code);
    return { line: line - 1 + at, why: l10n.t('The front matter is not YAML. {0}', hint) };
  }
  return isMap(document.contents)
    ? new FrontMatterFields(matter, document.contents, lines)
    : { line, why: l10n.t('The front matter needs a line such as "cron: 0 9 * * 1-5".') };
}
