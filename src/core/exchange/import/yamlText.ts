import * as l10n from '@vscode/l10n';
import { parseDocument, type Document } from 'yaml';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { yamlFault } from '../../files/yamlFault.ts';

/** How often a text may be repeated by aliases, so that a few lines of YAML do not become gigabytes. */
const MOST_ALIASES = 50;

/** A text of YAML, read. */
export interface YamlText {
  readonly document: Document;
  readonly value: unknown;
}

/** Reads YAML as plain values: tags of one's own mean nothing, and nothing is executed or fetched. */
export function readYaml(text: string): YamlText | Refusal {
  try {
    const document = parseDocument(text, { schema: 'core', prettyErrors: false });
    const [error] = document.errors;
    if (error) {
      return refusal(l10n.t('It is not YAML. {0}', yamlFault(error.code)));
    }
    return { document, value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown };
  } catch {
    return refusal(l10n.t('It cannot be read as YAML: it refers to itself without end, or is nested too deep.'));
  }
}
