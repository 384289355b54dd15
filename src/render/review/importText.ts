import * as l10n from '@vscode/l10n';
import type { System } from '../../core/exchange/import/imported.ts';
import { clean, cleanLine } from '../text/clean.ts';
import { wholeId } from '../text/shownId.ts';

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
  const many = (count: number, one: string, more: string): string => (count === 1 ? one : more);
  const entries = many(added.length, l10n.t('1 entry'), l10n.t('{0} entries', added.length));
  const parts =
    files.length === 0
      ? entries
      : l10n.t(
          '{0} and {1}',
          entries,
          many(files.length, l10n.t('1 schedule file'), l10n.t('{0} schedule files', files.length)),
        );
  const rest = [
    ...(already.length > 0 ? [l10n.t('{0} already here', already.length)] : []),
    ...(changed.length > 0 ? [l10n.t('{0} changed there since', changed.length)] : []),
    ...(problems.length > 0
      ? [many(problems.length, l10n.t('1 problem'), l10n.t('{0} problems', problems.length))]
      : []),
  ];
  const all = rest.length > 0 ? `${parts}; ${rest.join(', ')}` : parts;
  const said = isRehearsal
    ? l10n.t('Would be imported from {0}: {1}.', system, all)
    : l10n.t('Imported from {0}: {1}.', system, all);
  const isAnyHere = [added, files, already, changed].some(list => list.length > 0);
  return report.open_there && isAnyHere ? `${said} ${inBoth(system)}` : said;
}

/** An import only reads, so the other system goes on with the same work: what to do about that. */
function inBoth(system: System): string {
  switch (system) {
    case 'agent-defer':
      return l10n.t('agent-defer still has this work too: turn its cron job off, or both systems will run it.');
    case 'duragent':
      return l10n.t(
        'duragent still has this work too: stop its server or cancel the work there, or both systems will run it.',
      );
    case 'a3s':
      return l10n.t(
        'a3s still has this work too: stop its daemon or turn the work off there, or both systems will run it.',
      );
    case 'vscode':
      return l10n.t(
        'VS Code may have this work too: if you imported it in its Automations, turn it off there, or both will run it.',
      );
    case 'sf':
      return l10n.t('sf still has this work too: close it there, or both systems will show it.');
  }
}

/** Everything about an import, for a person. Cleaned. */
export function importText(report: ImportReport): string {
  const noted = ({ file, line, id, text }: Noted): string => {
    const where = [
      cleanLine(file, 100),
      line === undefined ? '' : l10n.t('line {0}', line),
      id === undefined ? '' : wholeId(id),
    ];
    return `  ${where.filter(part => part !== '').join(' ')}: ${cleanLine(text, 500)}`;
  };
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${title}:`, ...lines];
  const added = report.added.map(
    ({ id, title, status, due_at: due }) =>
      `  ${wholeId(id)}  ${cleanLine(title, 60)}  ${cleanLine(status, 30)}  ${due ?? l10n.t('no due time')}`,
  );
  const files = report.files.map(({ file, from, paused }) => {
    const said = l10n.t('{0} from {1}', cleanLine(file, 120), cleanLine(from, 100));
    return `  ${paused ? l10n.t('{0}, paused', said) : said}`;
  });
  return [
    `${report.system}, ${clean(report.source).replaceAll('\n', ' ')}`,
    ...section(l10n.t('Entries'), added),
    ...section(l10n.t('Schedule files'), files),
    ...section(l10n.t('Changed there since; unchanged here'), report.changed.map(noted)),
    ...section(l10n.t('Notes'), report.notes.map(noted)),
    ...section(l10n.t('Not imported'), report.problems.map(noted)),
  ].join('\n');
}
