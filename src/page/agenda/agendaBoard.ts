import { Component, createRef, h, type ComponentChild } from 'preact';
import type { AgendaLook, LaneLook } from '../../render/agenda/agendaLook.ts';
import type { Ask } from '../base/startPage.ts';
import { agendaHead } from './agendaHead.ts';
import { BoardDrag } from './boardDrag.ts';
import { keyMeaning } from './boardKeys.ts';
import { moreStop, nearestStop, placeOf, stopFrom, stopsOf, type Stops, type StopPlace } from './boardStops.ts';
import { LaneLine, moreLine } from './laneItems.ts';

interface BoardProps {
  readonly look: AgendaLook;
  readonly ask: Ask;
}

interface BoardState {
  /** What Tab goes to, and the keys go on from. */
  readonly stop: string | undefined;
  /** The entry under the pointer. */
  readonly hovered: string | undefined;
  /** Whether the focus is on the lanes. */
  readonly isFocused: boolean;
}

/** The agenda: what is over it, and its lanes. One entry at a time can be reached by Tab, the others by arrow keys. */
export class AgendaBoard extends Component<BoardProps, BoardState> {
  override state: BoardState = { stop: this.props.look.at, hovered: undefined, isFocused: false };
  private readonly board = createRef<HTMLDivElement>();
  private place: StopPlace = { lane: 0, line: 0 };
  private readonly drag = new BoardDrag({
    board: () => this.board.current ?? undefined,
    drop: (at, to) => this.props.ask({ act: 'move', at, to }),
  });

  override componentDidMount(): void {
    const { at } = this.props.look;
    // It comes back from being hidden, to where the person was.
    if (at !== undefined) {
      this.buttonOf(at)?.scrollIntoView({ block: 'center', inline: 'center' });
    }
    // From the first moment the keys act on an entry; and again once a box has closed that was asked from here.
    window.addEventListener('focus', this.takeFocus);
    if (document.hasFocus()) {
      this.takeFocus();
    }
  }

  override componentWillUnmount(): void {
    window.removeEventListener('focus', this.takeFocus);
  }

  private readonly takeFocus = (): void => {
    const stop = this.stopIn(stopsOf(this.props.look));
    if (document.activeElement === document.body && stop !== undefined) {
      this.buttonOf(stop)?.focus({ preventScroll: true });
    }
  };

  /** The stop, or what stands in its place where it is gone. */
  private stopIn(stops: Stops): string | undefined {
    const place = placeOf(stops, this.state.stop);
    if (place) {
      this.place = place;
      return this.state.stop;
    }
    return nearestStop(stops, this.place);
  }

  /** Whether the focus is on the lanes, to be noted before they are drawn again. */
  override getSnapshotBeforeUpdate(): boolean {
    return document.hasFocus() && (this.board.current?.contains(document.activeElement) ?? false);
  }

  override componentDidUpdate(_props: BoardProps, _state: BoardState, hadFocus: boolean): void {
    if (hadFocus && !this.board.current?.contains(document.activeElement)) {
      const stop = this.stopIn(stopsOf(this.props.look));
      if (stop !== undefined) {
        this.buttonOf(stop)?.focus();
      }
    }
  }

  private buttonOf(stop: string): HTMLElement | undefined {
    const buttons = this.board.current?.querySelectorAll<HTMLElement>('[data-stop]') ?? [];
    return [...buttons].find(button => button.dataset['stop'] === stop);
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const meaning = keyMeaning(event, document.documentElement.dir === 'rtl');
    const stops = stopsOf(this.props.look);
    const stop = this.stopIn(stops);
    if (!meaning || stop === undefined) {
      return;
    }
    if ('go' in meaning) {
      const next = stopFrom(stops, this.place, meaning.go);
      event.preventDefault();
      if (next !== undefined) {
        this.buttonOf(next)?.focus();
      }
    } else if (meaning.needs === 'page') {
      event.preventDefault();
      this.props.ask({ act: meaning.act });
    } else if (this.isEntry(stop)) {
      event.preventDefault();
      // The editor has commands of its own on some of these keys.
      event.stopPropagation();
      this.props.ask({ act: meaning.act, at: stop });
    }
  };

  private isEntry(stop: string): boolean {
    return this.props.look.lanes.some(({ items }) => items.some(({ kind, key }) => kind === 'entry' && key === stop));
  }

  private readonly onFocusIn = ({ target }: FocusEvent): void => {
    const stop = (target as Element).closest<HTMLElement>('[data-stop]')?.dataset['stop'];
    this.setState({ isFocused: true });
    if (stop !== undefined && stop !== this.state.stop) {
      this.setState({ stop });
      this.props.ask({ act: 'stand', at: stop });
    }
  };

  private readonly onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (!this.board.current?.contains(relatedTarget as Node | null)) {
      this.setState({ isFocused: false });
    }
  };

  private readonly onPointerOver = ({ target }: PointerEvent): void => {
    const hovered = (target as Element).closest<HTMLElement>('[data-card]')?.dataset['card'];
    if (hovered !== this.state.hovered) {
      this.setState({ hovered });
    }
  };

  private readonly onPointerLeave = (): void => this.setState({ hovered: undefined });

  override render({ look, ask }: BoardProps): ComponentChild {
    const { words, isRestricted, isEmpty } = look;
    const stop = this.stopIn(stopsOf(look));
    const { drag } = this;
    return [
      agendaHead(look, ask),
      h('p', { id: 'keys', hidden: true, key: 'keys' }, words.keys),
      isEmpty &&
        h(
          'div',
          { class: 'nothing', key: 'nothing' },
          h('p', null, words.nothing),
          look.filter === '' &&
            !isRestricted &&
            h('button', { type: 'button', onClick: () => ask({ act: 'add' }) }, words.add),
        ),
      h(
        'div',
        {
          ...{ class: 'lanes', key: 'lanes', ref: this.board },
          ...{ onKeyDown: this.onKeyDown, onFocusIn: this.onFocusIn, onFocusOut: this.onFocusOut },
          ...{ onPointerOver: this.onPointerOver, onPointerLeave: this.onPointerLeave },
          ...(!isRestricted && {
            ...{ onPointerDown: drag.onPointerDown, onPointerMove: drag.onPointerMove },
            ...{ onPointerUp: drag.onPointerUp, onPointerCancel: drag.onPointerCancel },
            onClickCapture: drag.onClickCapture,
          }),
        },
        look.lanes.map(lane => this.lane(lane, stop)),
      ),
    ];
  }

  private lane(
    { id, heading, spoken, kind, count, items, moreText }: LaneLook,
    stop: string | undefined,
  ): ComponentChild {
    const { look, ask } = this.props;
    const { words, isRestricted } = look;
    const { hovered, isFocused } = this.state;
    const isBare = count === 0 && moreText === '';
    const more = moreStop(id);
    return h(
      'section',
      { class: `lane ${kind}${isBare ? ' bare' : ''}`, key: id, 'data-lane': id, 'aria-label': spoken },
      h('h2', null, h('span', null, heading), ' ', count > 0 && h('span', { class: 'count' }, String(count))),
      items.length === 0 && moreText === ''
        ? h('p', { class: 'quiet none' }, words.emptyLane)
        : h(
            'ol',
            { role: 'list' },
            items.map(item =>
              h(LaneLine, {
                ...{ key: item.key, item, words, ask, isRestricted, isStop: item.key === stop },
                isOpen: item.key === hovered || (isFocused && item.key === stop),
              }),
            ),
            moreText !== '' && moreLine(more, moreText, more === stop, () => ask({ act: 'more', at: id })),
          ),
    );
  }
}
