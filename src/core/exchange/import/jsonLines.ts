import * as l10n from '@vscode/l10n';
import { isTooLong, MAX_LINE_BYTES } from '../../rows/row.ts';
import type { ImportNote, SourceFile } from './imported.ts';
import { isRecord } from '../../rows/fieldValues.ts';

/** One record of a file of JSON lines. */
export interface JsonRecord {
  readonly line: number;
  readonly text: string;
  readonly raw: Readonly<Record<string, unknown>>;
}

/**
 * The records of a file of JSON lines; a file that is one JSON list of records, as agent-defer's `list` prints it, is
 * read too. Every line that is no record is named.
 */
export function readJsonLines(source: SourceFile, wrong: (note: ImportNote) => void): readonly JsonRecord[] {
  const text = source.text.replace(/^\uFEFF/, '');
  const list = /^\s*\[/.test(text) ? parse(text) : undefined;
  if (Array.isArray(list)) {
    return list.flatMap((raw: unknown, index) => {
      if (isRecord(raw)) {
        return [{ line: index + 1, text: JSON.stringify(raw), raw }];
      }
      wrong({
        file: source.file,
        text: l10n.t('Item {0} of the list is not a record and was left out.', index + 1),
        problem: true,
      });
      return [];
    });
  }
  return text.split('\n').flatMap((line, index) => readLine(line.trim(), index + 1, source.file, wrong));
}

function readLine(text: string, line: number, file: string, wrong: (note: ImportNote) => void): readonly JsonRecord[] {
  if (text === '') {
    return [];
  }
  const no = (why: string): readonly JsonRecord[] => {
    wrong({ file, line, text: why, problem: true });
    return [];
  };
  if (isTooLong(text)) {
    return no(l10n.t('The line is longer than {0} KiB and was left out.', MAX_LINE_BYTES / 1024));
  }
  const raw = parse(text);
  return raw === undefined
    ? no(l10n.t('The line is not JSON and was left out: {0}', text.slice(0, 80)))
    : isRecord(raw)
      ? [{ line, text, raw }]
      : no(l10n.t('The line is JSON but not a record, and was left out: {0}', text.slice(0, 80)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
