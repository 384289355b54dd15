import * as l10n from '@vscode/l10n';
import { StoreFault } from '../../store/disk/fault.ts';
import type { Failures } from '../model/failures.ts';

/** Says once that a time zone from the settings or the environment does not exist. */
export const tellUnknownZone = (zone: string, failures: Failures): void =>
  failures.reportOnce(
    l10n.t('Reading the settings'),
    new StoreFault(
      l10n.t('There is no time zone "{0}". Use an IANA name such as Europe/Paris; until then it is ignored.', zone),
    ),
  );
