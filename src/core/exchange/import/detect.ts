import { splitFrontMatter } from '../../files/frontMatter.ts';
import { isAutomationName } from '../../files/definition.ts';
import { isRefusal } from '../../basics/refusal.ts';
import { SYSTEMS, type SourceFile, type System } from './imported.ts';
import { readJsonLines } from './jsonLines.ts';
import { isRecord } from '../../rows/fieldValues.ts';
import { readYaml } from './yamlText.ts';

/** Whether a text names one of the systems. */
export const isSystem = (text: string): text is System => SYSTEMS.some(system => system === text);

/** The system that a file belongs to, by its ending and contents; `undefined` if it is none we know. */
export function systemOf(source: SourceFile): System | undefined {
  const ending = /\.(\w+)$/.exec(source.file)?.[1]?.toLowerCase();
  switch (ending) {
    case 'jsonl':
      return ofRows(source);
    case 'json':
      return /^\s*\[/.test(source.text) ? (ofRows(source) === 'agent-defer' ? 'agent-defer' : 'a3s') : undefined;
    case 'md':
      return isAutomationName(source.file)
        ? 'vscode'
        : /^cron\s*:/m.test(splitFrontMatter(source.text)?.head ?? '')
          ? 'a3s'
          : undefined;
    case 'yaml':
    case 'yml':
      return ofYaml(source.text);
    default:
      return undefined;
  }
}

/** Rows with a `due_at` or a version are of SF; records of agent-defer have a `run_at`. */
function ofRows(source: SourceFile): System | undefined {
  const records = readJsonLines(source, () => undefined);
  const first = records.find(({ raw }) =>
    ['due_at', 'schemaVersion', 'run_at', 'type'].some(name => Object.hasOwn(raw, name)),
  );
  if (!first) {
    return records.some(({ raw }) => Object.hasOwn(raw, 'id') && Object.hasOwn(raw, 'status')) ? 'sf' : undefined;
  }
  const has = (name: string): boolean => Object.hasOwn(first.raw, name);
  return has('run_at') && !has('due_at') && !has('schemaVersion') ? 'agent-defer' : 'sf';
}

function ofYaml(text: string): System | undefined {
  const yaml = readYaml(text);
  const value = isRefusal(yaml) ? undefined : yaml.value;
  const schedule = isRecord(value) ? value['schedule'] : undefined;
  return Array.isArray(schedule) ? 'sf' : isRecord(schedule) ? 'duragent' : undefined;
}
