import { readTokensUsed, type TokensUsed } from '../usage/tokensUsed.ts';
import { isCount, type Members } from './fieldValues.ts';

/** What the end of a run says of how it went, beside its outcome. */
export interface RunReport {
  /** The minutes of its budget, where it took longer and was ended for that: it failed. */
  readonly over_minutes?: number;
  /** Whether its agent said so at the end of its last message. It silences only what changed nothing (`isSilent`). */
  readonly nothing_to_report?: true;
  /** What it used, where the agent's tool tells. */
  readonly used?: TokensUsed;
}

/** Reads those members of a run event. */
export function readRunReport(raw: Members): RunReport {
  const used = readTokensUsed(raw['used']);
  return {
    ...(isCount(raw['over_minutes']) && { over_minutes: raw['over_minutes'] }),
    ...(raw['nothing_to_report'] === true && { nothing_to_report: true as const }),
    ...(used && { used }),
  };
}

/** Those members alone. */
export const reportOf = ({ over_minutes, nothing_to_report, used }: RunReport): RunReport => ({
  ...(over_minutes !== undefined && { over_minutes }),
  ...(nothing_to_report && { nothing_to_report }),
  ...(used && { used }),
});
