/** Short names for entries, which pages are given and say back: the same while the window lives. */
export class EntryKeys {
  private readonly known = new Map<string, string>();

  /** The name of an entry of a schedule's folder. */
  keyOf(folder: string, id: string): string {
    const whole = JSON.stringify([folder, id]);
    const key = this.known.get(whole) ?? `e${this.known.size}`;
    this.known.set(whole, key);
    return key;
  }
}
