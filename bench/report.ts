/** A figure beside its goal, in one unit: `×`, `ms`, `s`, `MB`. */
export interface Figure {
  readonly what: string;
  /** What was measured, in words. */
  readonly measured: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number;
  /** The goal is the least that is wanted, not the most. */
  readonly atLeast?: true;
}

/** Prints figures as they come, and at the end which goals were missed. */
export class Report {
  private readonly missed: string[] = [];
  private goals = 0;
  private readonly unmeasured: string[] = [];

  section(title: string): void {
    console.log(`\n${title}`);
  }

  /** A figure without a goal. */
  say(what: string, measured: string): void {
    console.log(`  ${what.padEnd(46)} ${measured}`);
  }

  figure({ what, measured, value, unit, goal, atLeast }: Figure): void {
    this.goals += 1;
    const isMet = atLeast ? value >= goal : value <= goal;
    const wanted = `${atLeast ? '≥' : '≤'} ${goal} ${unit}`;
    const shown = `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
    console.log(
      `  ${what.padEnd(46)} ${shown.padStart(9)}  goal ${wanted.padEnd(9)} ${isMet ? 'met   ' : 'MISSED'}  ${measured}`,
    );
    if (!isMet) {
      this.missed.push(`${what}: ${shown}, goal ${wanted}`);
    }
  }

  /** Names a goal that this run could not measure. */
  notMeasured(what: string, why: string): void {
    this.unmeasured.push(`${what}: ${why}`);
  }

  end(): void {
    if (this.unmeasured.length > 0) {
      this.section('Not measured');
      this.unmeasured.forEach(line => console.log(`  ${line}`));
    }
    this.section(`${this.goals} goals, ${this.missed.length} missed${this.missed.length > 0 ? ':' : ''}`);
    this.missed.forEach(line => console.log(`  ${line}`));
  }
}
