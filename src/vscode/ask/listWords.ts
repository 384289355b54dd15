/** What a list asks, and what is said where there is nothing to choose from. */
export interface ListWords {
  readonly title: string;
  readonly question: string;
  readonly none: string;
}
