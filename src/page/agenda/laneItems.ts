import { Component, h, type ComponentChild } from 'preact';
import type { AgendaWords, CardAct, EntryLook, LaneItem, MarkLook, TickLook } from '../../render/agenda/agendaLook.ts';
import type { Ask } from '../base/startPage.ts';
import { icon } from './agendaIcons.ts';

/** What a line of a lane is drawn with. */
export interface LineProps {
  readonly item: LaneItem;
  /** Whether it is the one that Tab goes to. */
  readonly isStop: boolean;
  /** Whether its buttons are shown. */
  readonly isOpen: boolean;
  readonly isRestricted: boolean;
  readonly words: AgendaWords;
  readonly ask: Ask;
}

/** Keys that do what a button does, as screen readers say them. */
const KEYS: Partial<Readonly<Record<CardAct, string>>> = {
  run: 'Control+Enter',
  snooze: 'S',
  reschedule: 'R',
  done: 'D',
};

/** A line of a lane. It is drawn again only where it looks otherwise. */
export class LaneLine extends Component<LineProps> {
  override shouldComponentUpdate(next: LineProps): boolean {
    const { item, isStop, isOpen, isRestricted } = this.props;
    return (
      isStop !== next.isStop ||
      isOpen !== next.isOpen ||
      isRestricted !== next.isRestricted ||
      (item !== next.item && JSON.stringify(item) !== JSON.stringify(next.item))
    );
  }

  override render({ item, ...props }: LineProps): ComponentChild {
    switch (item.kind) {
      case 'entry':
        return entryLine(item, props);
      case 'tick':
        return tickLine(item, props);
      case 'mark':
        return markLine(item);
    }
  }
}

type Drawn = Omit<LineProps, 'item'>;

function entryLine(item: EntryLook, { isStop, isOpen, isRestricted, words, ask }: Drawn): ComponentChild {
  const { key, tone, isLate, time, title, besides, tags, acts } = item;
  const canAct = !isRestricted && acts.length > 0;
  return h(
    'li',
    { class: `card ${tone}${isLate ? ' late' : ''}`, 'data-card': key },
    h(
      'button',
      {
        ...{ type: 'button', class: 'open', 'data-stop': key, tabIndex: isStop ? 0 : -1 },
        'aria-describedby': 'keys',
        onClick: () => ask({ act: 'open', at: key }),
      },
      h('span', { class: 'time' }, time),
      h('span', { class: 'title', dir: 'auto' }, title),
      besides.length + tags.length > 0 &&
        h('span', { class: 'besides' }, h('bdi', null, [...besides, ...tags].join(' · '))),
    ),
    isOpen &&
      canAct &&
      h(
        'div',
        { class: 'acts', role: 'group', 'aria-label': title },
        acts.map(act => actButton(act, item, { isStop, words, ask })),
      ),
  );
}

const actButton = (
  act: CardAct,
  { key }: EntryLook,
  { isStop, words, ask }: Pick<Drawn, 'isStop' | 'words' | 'ask'>,
): ComponentChild =>
  h(
    'button',
    {
      ...{ type: 'button', class: 'act', title: words.acts[act], tabIndex: isStop ? 0 : -1 },
      ...{ 'aria-label': words.acts[act], ...(KEYS[act] && { 'aria-keyshortcuts': KEYS[act] }) },
      onClick: () => ask({ act, at: key }),
    },
    icon(act),
  );

const tickLine = ({ key, entry, time, title }: TickLook, { isStop, ask }: Drawn): ComponentChild =>
  h(
    'li',
    { class: 'tick' },
    h(
      'button',
      {
        ...{ type: 'button', class: 'open', 'data-stop': key, tabIndex: isStop ? 0 : -1 },
        onClick: () => ask({ act: 'open', at: entry }),
      },
      h('span', { class: 'time' }, time),
      ' ',
      h('bdi', { class: 'title' }, title),
    ),
  );

const markLine = ({ tone, time, text }: MarkLook): ComponentChild =>
  h('li', { class: `mark ${tone}` }, h('span', { class: 'time' }, time), ' ', h('bdi', { class: 'said' }, text));

/** The last line of a lane that has more of them. */
export const moreLine = (stop: string, text: string, isStop: boolean, show: () => void): ComponentChild =>
  h(
    'li',
    { class: 'more', key: stop },
    h('button', { type: 'button', 'data-stop': stop, tabIndex: isStop ? 0 : -1, onClick: show }, text),
  );
