import * as l10n from '@vscode/l10n';
import { repeatOfAutomation } from '../../files/automationFile.ts';
import { readAutomation, writeAutomation } from '../../files/automationText.ts';
import { isRefusal } from '../../basics/refusal.ts';
import { toIso } from '../../basics/time.ts';
import { ruleFields } from '../import/firstSlot.ts';
import {
  entryFrom,
  type ImportContext,
  type ImportedEntry,
  type ImportNote,
  type SourceFile,
} from '../import/imported.ts';
import { SourceRecord } from '../import/sourceRecord.ts';

/**
 * Reads a file of VS Code's Automations (docs/compatibility.md) as an entry. Where the text around its prompt is not as
 * VS Code writes it, it is kept, so that an export gives the same bytes. What VS Code refuses stays where it is.
 */
export function readAutomations(
  { file, text, isDamaged }: SourceFile,
  context: ImportContext,
  note: (note: ImportNote) => void,
): readonly ImportedEntry[] {
  const read = isDamaged
    ? { line: 1, why: l10n.t('The file is not UTF-8, so it was not read.') }
    : readAutomation(text);
  if ('why' in read) {
    note({ file, line: read.line, text: read.why, problem: true });
    return [];
  }
  const { id, name, description, schedule, prompt, before, after, line } = read;
  const repeat = repeatOfAutomation(schedule, context.zone, toIso(context.now));
  const rule = repeat && ruleFields(repeat, { now: context.now, createdAt: undefined });
  if (isRefusal(rule)) {
    note({ file, line, id, text: rule.why, problem: true });
    return [];
  }
  const record = new SourceRecord(text === writeAutomation(read) ? {} : { before, after });
  const payload = { message: name, ...(description && { summary: description }), prompt };
  const fields = { kind: 'prompt', status: 'pending', ...rule, payload };
  return [entryFrom({ system: 'vscode', file, line, id, identity: id, text, fields, record }, context)];
}
