import * as l10n from '@vscode/l10n';
import type { Definition } from './definition.ts';
import type { Problem } from '../rows/row.ts';
import { fileProblem, isDefinition, type ScheduleReading } from './scheduleFile.ts';

/** What all files of a schedule folder come to together. */
export interface DistinctFiles {
  readonly definitions: readonly Definition[];
  readonly problems: readonly Problem[];
}

/** Two enabled files of one name are a problem for both; of an enabled and a paused one the enabled one counts. */
export function rejectDuplicateNames(readings: readonly ScheduleReading[]): DistinctFiles {
  const problems = readings.filter((reading): reading is Problem => !isDefinition(reading));
  const definitions: Definition[] = [];
  for (const same of byId(readings.filter(isDefinition))) {
    const enabled = same.filter(one => one.enabled);
    if (enabled.length > 1) {
      problems.push(...enabled.map(one => twice(one, enabled)));
    } else {
      definitions.push(...(enabled.length === 1 ? enabled : same.slice(0, 1)));
    }
  }
  return { definitions, problems };
}

function byId(definitions: readonly Definition[]): Iterable<readonly Definition[]> {
  const groups = new Map<string, Definition[]>();
  for (const definition of definitions) {
    const group = groups.get(definition.id);
    if (group) {
      group.push(definition);
    } else {
      groups.set(definition.id, [definition]);
    }
  }
  return groups.values();
}

function twice({ file, line, id }: Definition, all: readonly Definition[]): Problem {
  const others = all.flatMap(other => (other.file === file ? [] : [other.file])).join(', ');
  const name = id.slice(id.indexOf(':') + 1);
  return fileProblem(
    file,
    line,
    l10n.t('The name "{0}" is also used by {1}. Give each file its own name.', name, others),
  );
}
