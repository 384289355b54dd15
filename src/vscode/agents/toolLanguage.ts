import { AsyncLocalStorage } from 'node:async_hooks';
import { speak, spoken } from '../../core/basics/language.ts';

const tools = new AsyncLocalStorage<true>();

/** From now on, what `inToolLanguage` does is told in the texts of the code; all else as it was. */
export function keepToolLanguage(): void {
  speak(new Proxy(spoken, { get: (texts, text) => (tools.getStore() ? undefined : texts[String(text)]) }));
}

/**
 * Does something for a tool, and tells of it as on the command line: in English, with the commands that `inToolWords`
 * knows. Meanwhile the window goes on in its own language.
 */
export const inToolLanguage = <Done>(work: () => Promise<Done>): Promise<Done> => tools.run(true, work);
