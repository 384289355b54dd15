/** Does a job one at a time. However often it is asked for meanwhile, it is done once more. */
export class OneAtATime {
  private readonly job: () => Promise<void>;
  private going: Promise<void> | undefined;
  private isAgain = false;

  /** `job`: never rejects. */
  constructor(job: () => Promise<void>) {
    this.job = job;
  }

  /** Does the job now, or once more after the one that goes on; resolves when all of that is done. */
  run(): Promise<void> {
    if (this.going) {
      this.isAgain = true;
      return this.going;
    }
    this.going = this.untilDone().finally(() => (this.going = undefined));
    return this.going;
  }

  private async untilDone(): Promise<void> {
    do {
      this.isAgain = false;
      await this.job();
    } while (this.isAgain);
  }
}
