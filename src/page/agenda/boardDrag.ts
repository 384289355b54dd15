/** How far the pointer moves before it drags and no longer clicks, in pixels. */
const FAR = 6;
/** How near to an edge of the board it scrolls, in pixels, and by how much. */
const [EDGE, STEP] = [28, 16];

/** What a drag needs to know, and what it ends in. */
export interface DragOptions {
  /** What scrolls while something is dragged. */
  readonly board: () => HTMLElement | undefined;
  /** The entry is to go to this lane. */
  readonly drop: (key: string, lane: string) => void;
}

interface Drag {
  readonly key: string;
  readonly card: HTMLElement;
  readonly pointer: number;
  readonly from: { readonly x: number; readonly y: number };
  /** What follows the pointer; there once it drags. */
  ghost: HTMLElement | undefined;
}

/**
 * Drags entries from one lane to another with the pointer. Lanes under it are marked; Escape, and leaving the lanes,
 * ends it without a change.
 */
export class BoardDrag {
  private readonly options: DragOptions;
  private drag: Drag | undefined;
  /** Whether the click that follows belongs to a drag. */
  private wasDragged = false;

  constructor(options: DragOptions) {
    this.options = options;
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.drag?.ghost) {
        event.preventDefault();
        this.end();
      }
    });
  }

  readonly onPointerDown = (event: PointerEvent): void => {
    this.wasDragged = false;
    const target = event.target as Element;
    const card = target.closest<HTMLElement>('[data-card]');
    const key = card?.dataset['card'];
    if (card && key !== undefined && event.button === 0 && event.pointerType !== 'touch' && !target.closest('.acts')) {
      this.drag = {
        key,
        card,
        pointer: event.pointerId,
        from: { x: event.clientX, y: event.clientY },
        ghost: undefined,
      };
    }
  };

  readonly onPointerMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag || event.pointerId !== drag.pointer) {
      return;
    }
    if (event.buttons === 0) {
      this.end();
      return;
    }
    if (!drag.ghost) {
      if (Math.hypot(event.clientX - drag.from.x, event.clientY - drag.from.y) < FAR) {
        return;
      }
      this.begin(drag);
    }
    event.preventDefault();
    if (drag.ghost) {
      drag.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    }
    this.mark(laneUnder(event));
    this.scroll(event.clientX);
  };

  readonly onPointerUp = (event: PointerEvent): void => {
    const { drag } = this;
    const lane = drag?.ghost && laneUnder(event)?.dataset['lane'];
    this.end();
    if (drag && lane !== undefined) {
      this.options.drop(drag.key, lane);
    }
  };

  readonly onPointerCancel = (): void => this.end();

  /** A click after a drag opens nothing. */
  readonly onClickCapture = (event: MouseEvent): void => {
    if (this.wasDragged) {
      this.wasDragged = false;
      event.stopPropagation();
      event.preventDefault();
    }
  };

  private begin(drag: Drag): void {
    const ghost = drag.card.cloneNode(true) as HTMLElement;
    ghost.classList.add('ghost');
    ghost.setAttribute('aria-hidden', 'true');
    ghost.style.width = `${drag.card.offsetWidth}px`;
    document.body.append(ghost);
    drag.ghost = ghost;
    drag.card.classList.add('dragged');
    this.options.board()?.setPointerCapture(drag.pointer);
    this.wasDragged = true;
  }

  private mark(lane: HTMLElement | undefined): void {
    for (const marked of document.querySelectorAll('.drop')) {
      if (marked !== lane) {
        marked.classList.remove('drop');
      }
    }
    lane?.classList.add('drop');
  }

  private scroll(x: number): void {
    const board = this.options.board();
    const { left = 0, right = 0 } = board?.getBoundingClientRect() ?? {};
    board?.scrollBy({ left: x < left + EDGE ? -STEP : x > right - EDGE ? STEP : 0 });
  }

  private end(): void {
    this.drag?.ghost?.remove();
    this.drag?.card.classList.remove('dragged');
    this.drag = undefined;
    this.mark(undefined);
  }
}

/** The lane under the pointer, if an entry can go there: nothing can be made overdue. */
function laneUnder({ clientX, clientY }: PointerEvent): HTMLElement | undefined {
  const found = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-lane]');
  return found && found.dataset['lane'] !== 'late' ? found : undefined;
}
