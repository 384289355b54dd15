/** Put on a control that is not to get the focus by itself. */
export const BY_HAND = { 'data-by-hand': true } as const;

/** Put on the control that gets the focus when the one that had it is gone. */
export const NEXT_FOCUS = { 'data-next-focus': true } as const;

/**
 * Keeps the focus of a page. The browser forgets it when another part of the window takes the focus, such as a box of
 * the editor, so it is put back when the page has the focus again. The Enter that closes the box may still be down
 * then: it presses nothing here.
 */
export class FocusKeeper {
  private readonly root: HTMLElement;
  private last: HTMLElement | undefined;
  /** The keys that were pressed while the page had the focus, and are still down. */
  private readonly down = new Set<string>();

  constructor(root: HTMLElement) {
    this.root = root;
    root.addEventListener('focusin', ({ target }) => (this.last = target as HTMLElement));
    window.addEventListener('focus', () => this.putBack());
    window.addEventListener('blur', () => this.down.clear());
    for (const name of ['keydown', 'keypress', 'keyup'] as const) {
      window.addEventListener(name, event => this.takeKey(event), { capture: true });
    }
  }

  private takeKey(event: KeyboardEvent): void {
    const { type, code, repeat } = event;
    if (type === 'keydown' && !repeat) {
      this.down.add(code);
    }
    if (!this.down.has(code)) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (type === 'keyup') {
      this.down.delete(code);
    }
  }

  /** Draws the page anew. Where the control with the focus does not outlive that, the next one gets it. */
  during(draw: () => void): void {
    const hadFocus = document.hasFocus() && this.root.contains(document.activeElement);
    draw();
    if (hadFocus && !this.root.contains(document.activeElement)) {
      this.root.querySelector<HTMLElement>('[data-next-focus]')?.focus();
    }
  }

  private putBack(): void {
    const { last } = this;
    if (document.activeElement === document.body && last?.isConnected && !last.matches('[data-by-hand]')) {
      last.focus({ preventScroll: true });
    }
  }
}
