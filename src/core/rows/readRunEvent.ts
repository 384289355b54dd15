import { isCount, isRecord, timeOf } from './fieldValues.ts';
import { readRunChanges } from './runChanges.ts';
import type { RunEvent, RunStep } from './runEvents.ts';
import { readRunReport } from './runReport.ts';
import { WORK_PLACES } from './workPlace.ts';

const STEPS: ReadonlySet<unknown> = new Set<RunStep>(['claimed', 'started', 'ended', 'skipped', 'done', 'undone']);

/** Reads the `run` member of a row; `undefined` where it is not a run event. */
export function toRunEvent(value: unknown): RunEvent | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const raw = value;
  const at = timeOf(raw['at']);
  const { occ, gen, token, event } = raw;
  if (typeof occ !== 'string' || !isCount(gen) || typeof token !== 'string' || !STEPS.has(event) || at === undefined) {
    return undefined;
  }
  const changes = readRunChanges(raw['changes']);
  const place = WORK_PLACES.find(one => one === raw['place']);
  return {
    occ,
    gen,
    token,
    event: event as RunStep,
    at,
    ...(isCount(raw['pid']) && { pid: raw['pid'] }),
    ...(typeof raw['host'] === 'string' && { host: raw['host'] }),
    ...(typeof raw['machine'] === 'string' && { machine: raw['machine'] }),
    ...(isCount(raw['exit_code']) && { exit_code: raw['exit_code'] }),
    ...(isCount(raw['duration_ms']) && { duration_ms: raw['duration_ms'] }),
    ...(typeof raw['session'] === 'string' && { session: raw['session'] }),
    ...(typeof raw['prompt_sha'] === 'string' && { prompt_sha: raw['prompt_sha'] }),
    ...(raw['unattended'] === true && { unattended: true as const }),
    ...(typeof raw['agent'] === 'string' && { agent: raw['agent'] }),
    ...(isCount(raw['slots']) && { slots: raw['slots'] }),
    ...(typeof raw['limit'] === 'string' && { limit: raw['limit'] }),
    ...(raw['asks'] === true && { asks: true as const }),
    ...(raw['stopped'] === true && { stopped: true as const }),
    ...readRunReport(raw),
    ...(changes && { changes }),
    ...(place && { place }),
  };
}
