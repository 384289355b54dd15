/** A test of the campaign as it ended. */
export interface CampaignRow {
  /** Its file, from the project's folder on. */
  readonly file: string;
  readonly name: string;
  readonly seconds: number;
  readonly failed: boolean;
  /** Why it was left out; undefined where it ran. */
  readonly leftOut: string | undefined;
  /** What it says of itself: on how many cases it was tried, what came of them. */
  readonly said: string[];
}

/** Whether a text tells how many cases there were. It stands before what came of them. */
const isCount = (text: string): boolean => /^[\d,]+ cases$/.test(text);

/** What a test says of itself, as one text. `seed`: that of the run, which need not be repeated. */
export const saidBy = ({ said, leftOut }: CampaignRow, seed: string): string =>
  [...(leftOut === undefined ? [] : [`left out${leftOut === '' ? '' : `: ${leftOut}`}`]), ...said]
    .map(text => text.replace(`; DEFER_SEED=${seed} repeats them`, ''))
    .sort((a, b) => Number(isCount(b)) - Number(isCount(a)))
    .join('; ');
