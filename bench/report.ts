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

/** A figure as it was shown. */
export interface BenchFigure {
  readonly section: string;
  readonly what: string;
  readonly measured: string;
  readonly shown: string;
  readonly wanted: string;
  readonly isMet: boolean;
}

/** Prints figures as they come, and at the end which goals were missed. */
export class Report {
  /** All figures that have a goal. */
  readonly figures: BenchFigure[] = [];
  /** What this run could not measure, with the reason. */
  readonly unmeasured: string[] = [];
  private title = '';

  section(title: string): void {
    this.title = title;
    console.log(`\n${title}`);
  }

  /** A figure without a goal. */
  say(what: string, measured: string): void {
    console.log(`  ${what.padEnd(46)} ${measured}`);
  }

  figure({ what, measured, value, unit, goal, atLeast }: Figure): void {
    const isMet = atLeast ? value >= goal : value <= goal;
    const wanted = `${atLeast ? '≥' : '≤'} ${goal} ${unit}`;
    const shown = `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
    console.log(
      `  ${what.padEnd(46)} ${shown.padStart(9)}  goal ${wanted.padEnd(9)} ${isMet ? 'met   ' : 'MISSED'}  ${measured}`,
    );
    this.figures.push({ section: this.title, what, measured, shown, wanted, isMet });
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
    const missed = this.figures.filter(({ isMet }) => !isMet);
    this.section(`${this.figures.length} goals, ${missed.length} missed${missed.length > 0 ? ':' : ''}`);
    missed.forEach(({ what, shown, wanted }) => console.log(`  ${what}: ${shown}, goal ${wanted}`));
  }
}
