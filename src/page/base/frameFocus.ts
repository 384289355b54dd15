/** How long a page looks for the focus after it lost it, and how often, in ms. */
const [WATCHED, STEP] = [5000, 100];

/**
 * Takes the focus where the editor has left it in the frame around a page, so that no key would do anything.
 *
 * When a box closes, the editor focuses that frame, and 50 ms later tells it to pass the focus on. It does not where it
 * hears in between that the page lost the focus, which it learns a quarter of a second late: a box may be answered
 * sooner. (Seen in VS Code 1.139, `_doFocus` of its webviews.)
 */
export class FrameFocus {
  private frame: MessageEventSource | null = null;
  private watch: number | undefined;

  constructor() {
    window.addEventListener('blur', () => this.look());
    window.addEventListener('focus', () => clearInterval(this.watch));
  }

  /** Names the frame around the page: it passes on what the extension sends. */
  isIn(frame: MessageEventSource | null): void {
    this.frame = frame;
  }

  private look(): void {
    clearInterval(this.watch);
    const end = performance.now() + WATCHED;
    this.watch = window.setInterval(() => {
      if (performance.now() > end) {
        clearInterval(this.watch);
      } else if (hasFocusItself(this.frame)) {
        window.focus();
      }
    }, STEP);
  }
}

/** Whether a frame has the focus, and no frame in it. */
function hasFocusItself(frame: MessageEventSource | null): boolean {
  try {
    const { document } = frame as Window;
    return document.hasFocus() && document.activeElement === document.body;
  } catch {
    // An editor that keeps its pages in frames of another origin, or in none, does not let it be asked.
    return false;
  }
}
