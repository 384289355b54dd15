import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** What the campaign asks: every line in every zone, through these years. */
export const QUESTION = {
  zones: [
    'America/New_York',
    'Europe/London',
    'Europe/Paris',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Asia/Beirut',
    'Africa/Casablanca',
    'Asia/Tehran',
    'America/St_Johns',
    'Asia/Kolkata',
    'Pacific/Apia',
    'America/Santiago',
    'Asia/Gaza',
    'Antarctica/Troll',
    'Pacific/Chatham',
    'Africa/Cairo',
    'America/Havana',
    'Europe/Chisinau',
    'America/Asuncion',
    'UTC',
  ],
  /** Four of fixed times (in gaps, at midnight, several, on either of two kinds of day), two that follow the clock. */
  lines: ['30 2 * * *', '0 0 * * *', '5,35 1,2,23 * * *', '30 1 13,L * 7', '*/20 0-3 * * *', '0 * * * *'],
  fromYear: 2000,
  toYear: 2040,
} as const;

/** A change of a zone's clock, in seconds since 1970: `[moment, offset before, offset after]`. */
export type Change = readonly [at: number, before: number, after: number];

export interface ZoneAnswer {
  readonly zone: string;
  readonly changes: readonly Change[];
  /** For each line, runs of days of UTC that are alike: `[pattern, days]`. */
  readonly series: readonly (readonly (readonly [pattern: number, days: number])[])[];
}

/** What `oracle.py` answers. */
export interface Answer {
  readonly tzdata: string;
  readonly asked: unknown;
  /** Seconds into a day of UTC. */
  readonly patterns: readonly (readonly number[])[];
  readonly zones: readonly ZoneAnswer[];
}

const script = join(import.meta.dirname, 'oracle.py');
const kept = new URL('vectors.json.br', import.meta.url);

/** Asks Python now; `undefined` where there is none on this machine, or none with zone data. */
export function askPython(): Answer | undefined {
  const input = JSON.stringify(QUESTION);
  const { status, stdout } = spawnSync('python3', [script], { input, encoding: 'utf8', maxBuffer: 64 << 20 });
  return status === 0 ? (JSON.parse(stdout) as Answer) : undefined;
}

/** What Python answered when the vectors were last written. */
export function keptAnswer(): Answer {
  const answer = JSON.parse(brotliDecompressSync(readFileSync(kept)).toString('utf8')) as Answer;
  if (JSON.stringify(answer.asked) !== JSON.stringify(QUESTION)) {
    throw new Error('The vectors answer another question; write them anew: node test/campaign/dst/writeVectors.ts');
  }
  return answer;
}

/** Keeps an answer for machines without Python. */
export const keep = (answer: Answer): void =>
  writeFileSync(kept, brotliCompressSync(JSON.stringify(answer), { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }));

/** The moments of a series one after another, in seconds since 1970. */
export function* momentsOf(series: ZoneAnswer['series'][number], patterns: Answer['patterns']): Generator<number> {
  let day = Date.UTC(QUESTION.fromYear, 0, 1) / 1000;
  for (const [pattern, days] of series) {
    for (const end = day + days * 86_400; day < end; day += 86_400) {
      for (const time of patterns[pattern] ?? []) {
        yield day + time;
      }
    }
  }
}
