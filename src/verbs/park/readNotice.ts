import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { findLimit, type Limit } from '../../core/when/usageLimit.ts';
import { printable } from '../../render/text/clean.ts';
import type { Host } from '../host.ts';
import { readMoment } from '../readMoment.ts';

/** A text of so many characters may be a time and nothing else. */
const SHORT = 200;

const noNotice = (): Refusal =>
  refusal(l10n.t('The text does not say when a usage limit resets. Give the time with --when, such as --when "3pm".'));

/** The limit that a text tells of: in an agent's notice, or as nothing but a time. Refused where it tells of none. */
export async function readNotice(host: Host, text: string): Promise<Limit | Refusal> {
  const notice = printable(text);
  const limit = await limitIn(host, notice, host.clock.now());
  if (limit || notice.trim().length > SHORT) {
    return limit ?? noNotice();
  }
  const moment = await readMoment(host, notice);
  return isRefusal(moment) ? noNotice() : { at: moment.at, notice: notice.trim() };
}

/** The limit that an agent's notice in a text tells of, as it was meant at a moment; undefined where there is none. */
export async function limitIn(host: Host, text: string, now: Instant): Promise<Limit | undefined> {
  const { parseMoment: parse } = await import('../../core/when/parseMoment.ts');
  return findLimit(printable(text), { now, zone: host.zone, parse });
}
