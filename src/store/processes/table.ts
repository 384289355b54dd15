/** How a system tells its processes apart. One file of this folder for each platform. */
export interface ProcessTable {
  /**
   * What tells the process that has a number now from every other that had it before or will have it, in words of this
   * machine; `ENDED` where only its remains are there; `null` where the system does not tell, or there is no process.
   */
  birthOf(pid: number): string | null;
  /** What `birthOf` said a short while ago, where asking takes long; undefined where it has to be asked. */
  recall?(pid: number): string | null | undefined;
}

/** The birth of a process that has ended, and that its parent has not asked about yet. No mark has it. */
export const ENDED = 'ended';

/** Where nothing tells. */
export const NO_TABLE: ProcessTable = { birthOf: () => null };
