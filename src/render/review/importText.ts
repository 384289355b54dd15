import type { System } from '../../core/exchange/import/imported.ts';
import { clean, cleanLine } from '../text/clean.ts';

/** Something that an import has to say of a place in the source. */
interface Noted {
  readonly file: string;
  readonly line?: number;
  readonly id?: string;
  readonly text: string;
}

/** What an import brought, or would bring. */
export interface ImportReport {
  readonly dry_run: boolean;
  readonly system: System;
  /** Absolute. */
  readonly source: string;
  /** Whether any of it still waits there, here or not. */
  readonly open_there: boolean;
  readonly added: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly due_at: string | null;
    readonly file: string;
  }[];
  /** Schedule files that were made, each from a file of the source. */
  readonly files: readonly { readonly file: string; readonly from: string; readonly paused: boolean }[];
  /** Ids that were there already. */
  readonly already: readonly string[];
  /** What the source says otherwise than when it was imported. */
  readonly changed: readonly Noted[];
  /** What is read otherwise here than there, or stays there. */
  readonly notes: readonly Noted[];
  /** What was not taken over. */
  readonly problems: readonly Noted[];
}

/** How much an import brought, in a sentence. No text of the source. */
export function importCounts(report: ImportReport): string {
  const { dry_run: isRehearsal, system, added, files, already, changed, problems } = report;
  const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
  const parts = [
    many(added.length, 'entry', 'entries'),
    ...(files.length > 0 ? [many(files.length, 'schedule file')] : []),
  ];
  const rest = [
    ...(already.length > 0 ? [`${already.length} already here`] : []),
    ...(changed.length > 0 ? [`${changed.length} changed there since`] : []),
    ...(problems.length > 0 ? [many(problems.length, 'problem')] : []),
  ];
  const verb = isRehearsal ? 'Would be imported' : 'Imported';
  const there = report.open_there ? ` They are still in ${system} too: ${IN_BOTH[system]}.` : '';
  return `${verb} from ${system}: ${parts.join(' and ')}${rest.length > 0 ? `; ${rest.join(', ')}` : ''}.${there}`;
}

/** An import only reads, so the other system goes on with the same work: what to do about that. */
const IN_BOTH: Readonly<Record<System, string>> = {
  'agent-defer': 'turn its cron job off, or both will run them',
  duragent: 'stop its server or cancel them there, or both will run them',
  a3s: 'stop its daemon or turn them off there, or both will run them',
  sf: 'close them there, or both will show them',
};

/** Everything about an import, for a person. Cleaned. */
export function importText(report: ImportReport): string {
  const noted = ({ file, line, id, text }: Noted): string => {
    const where = [
      cleanLine(file, 100),
      line === undefined ? '' : `line ${line}`,
      id === undefined ? '' : cleanLine(id, 60),
    ];
    return `  ${where.filter(part => part !== '').join(' ')}: ${cleanLine(text, 500)}`;
  };
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${title}:`, ...lines];
  const added = report.added.map(
    ({ id, title, status, due_at: due }) =>
      `  ${cleanLine(id, 60)}  ${cleanLine(title, 60)}  ${cleanLine(status, 30)}  ${due ?? 'no due time'}`,
  );
  const files = report.files.map(
    ({ file, from, paused }) => `  ${cleanLine(file, 120)} from ${cleanLine(from, 100)}${paused ? ', paused' : ''}`,
  );
  return [
    `${report.system}, ${clean(report.source).replaceAll('\n', ' ')}`,
    ...section('Entries', added),
    ...section('Schedule files', files),
    ...section('Changed there since; unchanged here', report.changed.map(noted)),
    ...section('Notes', report.notes.map(noted)),
    ...section('Not imported', report.problems.map(noted)),
  ].join('\n');
}
