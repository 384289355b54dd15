/** How long a page looks for the focus after it lost it, and how often, in ms. */
const [WATCHED, STEP] = [5000, 100];

/**
 * Takes the focus for a page if the editor has left it in the frame around the page, where no key does anything.
 *
 * When a box closes, the editor focuses that frame. 50 ms later it tells the frame to pass the focus on, unless it
 * hears in between that the page lost the focus. It hears that up to a quarter of a second late, so a quickly answered
 * box is closed by then. (Seen in VS Code 1.139, `_doFocus` of its webviews.)
 */
export class FrameFocus {
  private frame: MessageEventSource | null = null;
  private watch: number | undefined;

  constructor() {
    window.addEventListener('blur', () => this.look());
    window.addEventListener('focus', () => clearInterval(this.watch));
  }

  /** Names the frame around the page. It is the source of all messages of the extension. */
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

/** Whether a frame itself has the focus, and not a frame within it. */
function hasFocusItself(frame: MessageEventSource | null): boolean {
  try {
    const { document } = frame as Window;
    return document.hasFocus() && document.activeElement === document.body;
  } catch {
    // Some editors put no frame around a page, or one of another origin, which may not be asked.
    return false;
  }
}
