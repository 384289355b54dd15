import * as l10n from '@vscode/l10n';
import { isMap } from 'yaml';
import { splitFrontMatter, type FrontMatter } from '../../files/frontMatter.ts';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { isDefinition, readScheduleFile } from '../../files/scheduleFile.ts';
import type { Digest } from '../../rows/row.ts';
import {
  baseName,
  type ImportContext,
  type ImportedSchedule,
  type ImportNote,
  type NamedSchedule,
  type SourceFile,
} from '../import/imported.ts';
import { readQuartz } from '../import/quartzCron.ts';
import { recordOf } from '../../rows/fieldValues.ts';
import { readYaml } from '../import/yamlText.ts';

/** Keys of Defer's schedule files that mean nothing to A3S, which tolerates any: there they were somebody's own. */
const OURS = ['every', 'tz', 'agent', 'mode', 'catchup', 'until', 'expires', 'anchor', 'imported'] as const;

/** A name that is a file's on every system. */
const STEM = /^\w[\w .-]{0,79}$/;

/**
 * Reads a schedule file of A3S (docs/compatibility.md, "A3S") as one of Defer's: the same text with a cron line that
 * means here what it means there, UTC, and a mark. What A3S does not know and Defer would obey gets the name `a3s_…`.
 */
export function readA3s(
  source: SourceFile,
  context: ImportContext,
  note: (note: ImportNote) => void,
): ImportedSchedule | undefined {
  const matter = splitFrontMatter(source.text);
  const written = matter
    ? rewrite(source, matter, context, note)
    : refusal(l10n.t('It has no front matter, so A3S does not take it either.'));
  if (isRefusal(written)) {
    note({ file: source.file, text: written.why, problem: true });
    return undefined;
  }
  return written;
}

function rewrite(
  { file, text, changed }: SourceFile,
  matter: FrontMatter,
  { digest }: ImportContext,
  note: (note: ImportNote) => void,
): ImportedSchedule | Refusal {
  const yaml = readYaml(matter.head);
  if (isRefusal(yaml)) {
    return yaml;
  }
  const { document, value } = yaml;
  const head = recordOf(value);
  const { cron: line, enabled } = head;
  if (!isMap(document.contents) || typeof line !== 'string') {
    return refusal(l10n.t('Its front matter has no cron, so A3S does not take it either.'));
  }
  if (enabled !== undefined && typeof enabled !== 'boolean') {
    return refusal(l10n.t('Its enabled is neither true nor false, so A3S does not take it either.'));
  }
  const cron = readQuartz(line, 'from 1');
  if (isRefusal(cron)) {
    return refusal(l10n.t('Its cron line "{0}" cannot be kept. {1}', line, cron.why));
  }
  const tell = (words: string): void => note({ file, text: words });
  cron.notes.forEach(tell);
  for (const pair of document.contents.items) {
    const key = OURS.find(name => name === String(pair.key));
    if (key !== undefined) {
      pair.key = document.createNode(`a3s_${key}`);
      tell(l10n.t('Its key "{0}" has a meaning for Defer but not for A3S; it is kept as "a3s_{0}".', key));
    }
  }
  if (cron.cron !== line) {
    document.set('cron', cron.cron);
    document.set('a3s_cron', line);
  }
  document.set('tz', 'UTC');
  if (cron.until !== undefined) {
    document.set('until', cron.until);
    document.set('anchor', cron.anchor);
  }
  document.set('imported', `a3s ${digest(text)}`);
  const print = (): string => {
    const printed = document.toString({ lineWidth: 0, flowCollectionPadding: false });
    return `---\n${printed.endsWith('\n') ? printed : `${printed}\n`}---\n${matter.body === '' ? '' : `${matter.body}\n`}`;
  };
  const [name, isOn] = [stemOf(file), document.get('enabled')];
  const named = (stem: string): NamedSchedule => {
    // A file without a name is called as there, however it is called here.
    if (head['name'] === undefined) {
      if (stem === name) {
        document.delete('name');
      } else {
        document.set('name', name);
      }
    }
    if (cron.isDoubtful) {
      document.set('enabled', false);
    }
    const whole = print();
    document.set('enabled', false);
    const paused = print();
    if (isOn === undefined) {
      document.delete('enabled');
    } else {
      document.set('enabled', isOn);
    }
    return { stem, text: whole, paused };
  };
  const [stem = '', ...others] = stemsFor(file, digest);
  const own = named(stem);
  const read = readScheduleFile({ file: `${stem}.md`, text: own.text, since: changed });
  if (!isDefinition(read)) {
    return refusal(l10n.t('It cannot be kept as a schedule file. {0}', read.text));
  }
  const { id, enabled: isEnabled } = read;
  return { ...own, id, digest: digest(text), file, isEnabled, others: others.map(named) };
}

/**
 * What a file may be called here: as it is there, if that is a name everywhere; else by where it is. Also by the other
 * folder of schedules that A3S has.
 */
function stemsFor(file: string, digest: Digest): readonly string[] {
  const [stem, name] = [stemOf(file), baseName(file)];
  const places = ['.a3s/schedules', 'schedules'].map(folder => `${folder}/${name}`);
  if (!file.startsWith('.a3s/')) {
    places.reverse();
  }
  const isKept = STEM.test(stem) && !/[. ]$/.test(stem);
  return [...(isKept ? [stem] : []), ...places.map(place => `a3s-${digest(place)}`)];
}

const stemOf = (file: string): string => baseName(file).replace(/\.md$/, '');
