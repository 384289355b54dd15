import type { Frame, Locator, Page } from 'playwright-core';
import { waitFor } from '../waitFor.ts';
import { windowOf, type EditorWindow } from '../window.ts';

/** What a pointer does, and what puts text or an event somewhere without a key. */
const REFUSED: ReadonlySet<PropertyKey> = new Set([
  ...['mouse', 'touchscreen', 'click', 'dblclick', 'hover', 'tap', 'dragTo', 'dragAndDrop', 'drop'],
  ...['check', 'uncheck', 'setChecked', 'selectOption', 'selectText', 'dispatchEvent', 'fill', 'setInputFiles'],
]);

/** What stands behind each of the stand-ins, and the stand-in of each thing. */
const [behind, inFront] = [new WeakMap<object, object>(), new WeakMap<object, object>()];

/** Takes a stand-in away, also one in the options of a locator. */
const bare = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const known = behind.get(value);
  if (known !== undefined || Object.getPrototypeOf(value) !== Object.prototype) return known ?? value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, bare(part)]));
};

/** Whether a value is one of the driver's own things, which could be clicked. */
const isOfDriver = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'evaluate' in value;

const shielded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(shielded) : isOfDriver(value) ? withoutPointer(value) : value;

/** A thing of the driver's that refuses every act of a pointer, as does all that it gives out. */
function withoutPointer<Thing extends object>(thing: Thing): Thing {
  const known = inFront.get(thing);
  if (known !== undefined) return known as Thing;
  const standIn = new Proxy(thing, {
    get(target, name) {
      if (REFUSED.has(name)) throw new Error(`There is no pointer here: ${String(name)}.`);
      if (name === 'focus') return () => hasFocus(target as unknown as Locator);
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]) => {
        const answer: unknown = Reflect.apply(value, target, given.map(bare));
        return answer instanceof Promise ? answer.then(shielded) : shielded(answer);
      };
    },
  });
  behind.set(standIn, thing);
  inFront.set(thing, standIn);
  return standIn;
}

/** Waits until a control has the focus that keys have led to: nothing else puts it there. */
const hasFocus = async (control: Locator): Promise<void> => {
  const isThere = (): Promise<boolean> => control.evaluate(node => node === node.ownerDocument.activeElement);
  await waitFor('the focus on a control that keys lead to', isThere, Boolean, 5000);
};

/** A window as somebody has it who has no pointer: what would use one throws. */
export const byKeyboard = ({ page }: EditorWindow): EditorWindow => windowOf(withoutPointer(page));

/** Where the focus is, as the accessibility tree tells it. */
export interface Stop {
  readonly role: string;
  readonly name: string;
  /** How it is drawn now: what tells a control with the focus from one without. */
  readonly look: string;
  /** How the same control is drawn when it is asked again; undefined where it is gone. */
  lookNow(): Promise<string | undefined>;
  /** The frame that it is in. */
  readonly frame: Frame;
}

/** The page's own; the tests are checked without the browser's types. */
declare const getComputedStyle: (of: unknown, pseudo?: string) => Readonly<Record<string, string>>;

/** What a theme draws the focus with: of a control or a row, and of what lies right before and after its content. */
const lookOf = (node: { readonly isConnected: boolean }): string | undefined => {
  if (!node.isConnected) return undefined;
  const shapeOf = (pseudo?: string): string => {
    const style = getComputedStyle(node, pseudo);
    const outline = style['outlineStyle'] === 'none' ? [] : ['outlineStyle', 'outlineWidth', 'outlineColor'];
    return [...outline, 'borderColor', 'borderWidth', 'borderStyle', 'boxShadow', 'backgroundColor']
      .map(part => style[part])
      .join(' ');
  };
  return [shapeOf(), shapeOf('::before'), shapeOf('::after')].join(' | ');
};

/** How long something that is there may be waited for, in ms. */
const AT_ONCE = { timeout: 1000 };

/** The control that has the focus, or in a list its row; the page itself where nothing has it. */
export const focusIn = async (page: Page): Promise<Stop> => {
  let frame = page.mainFrame();
  for (;;) {
    const held = await frame.evaluateHandle<unknown>('document.activeElement ?? document.body');
    const inner = await held.asElement()?.contentFrame();
    if (!inner) break;
    frame = inner;
  }
  const row = await frame.evaluate<string>(`(() => {
    const at = document.activeElement;
    const id = at?.getAttribute('aria-activedescendant') ?? '';
    return document.getElementById(id) ? id : '';
  })()`);
  const control = frame.locator(row === '' ? ':focus' : `[id="${row}"]`).first();
  // It may go, or lose the focus, while it is asked.
  const said = (await control.count()) === 0 ? undefined : await control.ariaSnapshot(AT_ONCE).catch(() => undefined);
  const handle = said === undefined ? undefined : await control.elementHandle(AT_ONCE).catch(() => undefined);
  const lookNow = async (): Promise<string | undefined> => handle?.evaluate(lookOf).catch(() => undefined);
  const [, role = 'none', name = ''] = /^- '?(\w+)(?: "((?:[^"\\]|\\.)*)")?/.exec(said ?? '') ?? [];
  return { role, name, look: (await lookNow()) ?? '', lookNow, frame };
};
