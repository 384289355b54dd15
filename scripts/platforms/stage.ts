/** A check that could not run on this machine. */
export interface Missing {
  /** What was not checked. */
  readonly what: string;
  /** Why not, and what to do about it. */
  readonly why: string;
}

/** The result of a stage. */
export interface StageEnd {
  /** How many checks passed. */
  readonly passed: number;
  /** How many failed. */
  readonly failed: number;
  /** The checks that could not run. */
  readonly missing: readonly Missing[];
  /** What to print where something failed. */
  readonly output: string;
}

/** A system, editor or version that Defer is tested on. Each has a file of its own. */
export interface PlatformStage {
  readonly name: string;
  /** What it tests, in a few words. */
  readonly about: string;
  /** The name of the system in the README's table. */
  readonly where: string;
  /** What works there if all checks pass, for the README's table. */
  readonly works: string;
  run(): Promise<StageEnd>;
}

/** Sums up several results. */
export const sumOf = (ends: readonly StageEnd[]): StageEnd => ({
  passed: ends.reduce((total, { passed }) => total + passed, 0),
  failed: ends.reduce((total, { failed }) => total + failed, 0),
  missing: ends.flatMap(({ missing }) => missing),
  output: ends.map(({ output }) => output).join(''),
});

/** The result of a stage that threw an error. */
export const failureOf = (fault: unknown): StageEnd => ({
  passed: 0,
  failed: 1,
  missing: [],
  output: `${fault instanceof Error ? fault.stack : String(fault)}\n`,
});

/** The result of a stage that could not run at all. */
export const unavailable = (what: string, why: string): StageEnd => ({
  passed: 0,
  failed: 0,
  missing: [{ what, why }],
  output: '',
});
