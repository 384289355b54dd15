import * as l10n from '@vscode/l10n';
import { toIso } from '../../core/basics/time.ts';
import { act, closedRefusal } from '../act.ts';
import type { Host } from '../host.ts';
import type { Reply } from '../verb.ts';

/**
 * Records that a person opened the conversation of an open entry in the agent's own window. That is no run: nobody can
 * tell there what was said, or how it ended.
 */
export const noteOpened = (host: Host, id: string): Promise<Reply> =>
  act(
    host,
    { id },
    (entry, now) => closedRefusal(entry) ?? { set: { opened_at: toIso(now) } },
    () => l10n.t('Opened in its panel.'),
  );
