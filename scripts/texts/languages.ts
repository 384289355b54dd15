// The texts of the editor: where they stand, and how far each language has them.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { withTexts, takeTextsOut, type ManifestTexts } from './manifestTexts.ts';
import type { Field } from '../../src/verbs/verb.ts';
import { verbs } from '../../src/verbs/index.ts';
import { root } from '../project.ts';

/** The languages that Defer speaks besides English, as the editor names them: those that have a file in l10n/. */
export const languages = (): readonly string[] =>
  readdirSync(join(root, 'l10n'))
    .flatMap(name => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? [])
    .sort();

type Bundle = Awaited<ReturnType<typeof getL10nJson>>;

/** Texts by their English: of one language, both those of the code and those of package.json. */
type Translations = Readonly<Record<string, string>>;

const bundlePath = (language?: string): string =>
  join(root, 'l10n', language === undefined ? 'bundle.l10n.json' : `bundle.l10n.${language}.json`);
const manifestPath = (language?: string): string =>
  join(root, language === undefined ? 'package.nls.json' : `package.nls.${language}.json`);

const readJson = <Value>(path: string, otherwise: Value): Value =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Value) : otherwise;
const writeJson = (path: string, value: unknown): void =>
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);

const exportedBefore = join(root, 'node_modules', '.cache', 'exported-texts.json');

/**
 * The English texts of the code, as `@vscode/l10n-dev` finds them. For all files together it takes more than twenty
 * seconds, so what it found in a file is kept until that file changes.
 */
export async function exportedTexts(): Promise<Bundle> {
  const before = readJson<Readonly<Record<string, Bundle>>>(exportedBefore, {});
  const now: Record<string, Bundle> = {};
  for (const name of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const contents = readFileSync(join(root, 'src', name), 'utf8');
    if (!contents.includes('l10n')) continue;
    const digest = createHash('sha256').update(contents).digest('hex');
    now[digest] = before[digest] ?? (await getL10nJson([{ extension: '.ts', contents }]));
  }
  writeJson(exportedBefore, now);
  const found: Bundle = Object.assign({}, ...Object.values(now));
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The English texts of the code, as l10n/bundle.l10n.json has them. */
export const keptTexts = (): Bundle => readJson<Bundle>(bundlePath(), {});
/**
 * The English of the editor for texts of the code that name commands and flags, by those: l10n/editor.l10n.json. No
 * language calls them by those either.
 */
export const editorTexts = (): Translations => readJson<Translations>(join(root, 'l10n', 'editor.l10n.json'), {});
/** The English texts of package.json, by their keys. */
export const manifestTexts = (): ManifestTexts => readJson<ManifestTexts>(manifestPath(), {});
/** What is kept of package.json in a language, by its keys. */
export const translatedManifest = (language: string): ManifestTexts =>
  readJson<ManifestTexts>(manifestPath(language), {});
const translationsOf = (language: string): Translations => readJson<Translations>(bundlePath(language), {});

/**
 * The titles of verbs, and what the editor asks for where one of them needs more (`src/vscode/wiring/titleText.ts`).
 */
const askedTexts = (): readonly string[] =>
  verbs.flatMap(({ title, input }) => [
    title,
    ...Object.values(input).flatMap(({ kind, optional, help }: Field) => (kind === 'entry' || optional ? [] : [help])),
  ]);

/** Every text that a language has to have: its key, with the English of the editor. */
const wanted = (): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(keptTexts()).map(([key, text]) => [key, typeof text === 'string' ? text : text.message] as const),
    ...Object.values(manifestTexts()).map(text => [text, text] as const),
    ...askedTexts().map(text => [text, text] as const),
    ...Object.entries(editorTexts()),
  ]);

/** What is the same in every language: placeholders, links to commands, settings and code, and icons. */
export const fixedParts = (text: string): readonly string[] =>
  (text.match(/\{[^{}]*\}|\]\([^)\s]+\)|`[^`]+`|\$\([\w-]+\)|#[\w.]+#/g) ?? []).sort();

/** What is missing in a language, what nothing asks for, and what has other placeholders than the English. */
export interface Standing {
  readonly missing: readonly string[];
  readonly unused: readonly string[];
  readonly differing: readonly string[];
}

/** How far a language has all texts. */
export function standingOf(language: string): Standing {
  const texts = wanted();
  const translations = translationsOf(language);
  return {
    missing: [...texts.keys()].filter(key => !translations[key]),
    unused: Object.keys(translations).filter(key => !texts.has(key)),
    differing: Object.entries(translations)
      .filter(([key, text]) => texts.has(key) && `${fixedParts(text)}` !== `${fixedParts(texts.get(key) ?? '')}`)
      .map(([key, text]) => `${key} → ${text}`),
  };
}

/**
 * Where a text names a command: as the label of a link, or behind "Defer: ". Dots that stand for a question do not
 * count.
 */
function namedCommands(text: string, titles: ReadonlyMap<string, string>): readonly string[] {
  const plain = new Set([...titles.values()].map(withoutDots));
  const links = [...text.matchAll(/\[([^\]]+)\]\(command:([\w.-]+)\)/g)].filter(
    ([, label = '', command = '']) => withoutDots(titles.get(command) ?? '') === withoutDots(label),
  );
  const said = [...text.matchAll(/\bDefer: ([A-Z][\w ]*?)(?=…|[.,)*]|$| does\b)/g)].filter(([, title = '']) =>
    plain.has(title),
  );
  return [...links, ...said].map(([, title = '']) => withoutDots(title));
}

const withoutDots = (title: string): string => title.replace('…', '');

/**
 * The texts of a language that name a command otherwise than the command is called in it, each with that name: nobody
 * would find it. A text that is not translated yet names nothing; `standingOf` lists it.
 */
export function misnamedCommands(language: string): readonly string[] {
  const translations = translationsOf(language);
  const titles = new Map(
    Object.entries(manifestTexts()).flatMap(([key, text]) => {
      const command = /^commands\.(.+)\.title$/.exec(key)?.[1];
      return command === undefined ? [] : [[command, text] as const];
    }),
  );
  const whole = new Map([...titles.values()].map(title => [withoutDots(title), title]));
  const called = (title: string): string => withoutDots(translations[whole.get(title) ?? title] ?? title);
  return [...wanted()].flatMap(([key, text]) =>
    namedCommands(text, titles).flatMap(title => {
      const translated = translations[key];
      return translated === undefined || translated.includes(called(title)) ? [] : [`${called(title)}: ${translated}`];
    }),
  );
}

/** The texts of package.json in a language, by their keys. What is not translated is left to English. */
export function manifestIn(language: string): ManifestTexts {
  const translations = translationsOf(language);
  return Object.fromEntries(
    Object.entries(manifestTexts()).flatMap(([key, text]) => {
      const translated = translations[text];
      return translated ? [[key, translated]] : [];
    }),
  );
}

/** Reads package.json with its texts in English. */
export const readManifest = <Manifest extends { readonly contributes: unknown }>(): Manifest =>
  withTexts(readJson(join(root, 'package.json'), {} as Manifest), manifestTexts());

/** Writes package.json with its texts taken out into package.nls.json. */
export function writeManifest(written: { readonly contributes: unknown }): void {
  const { manifest, texts } = takeTextsOut(written, manifestTexts());
  writeJson(join(root, 'package.json'), manifest);
  writeJson(manifestPath(), texts);
}

/** Writes what is made of others: the English texts, and those of package.json in each language. */
export async function writeTexts(): Promise<void> {
  writeManifest(readJson(join(root, 'package.json'), { contributes: {} }));
  writeJson(bundlePath(), await exportedTexts());
  for (const language of languages()) {
    writeJson(manifestPath(language), manifestIn(language));
  }
}

/** What every language lacks, by its English and without a translation: a form to fill in. `lackOf`: what one lacks. */
export const gaps = (
  lackOf = (language: string): readonly string[] => standingOf(language).missing,
): Readonly<Record<string, Translations>> =>
  Object.fromEntries(
    languages()
      .map(language => [language, lackOf(language)] as const)
      .filter(([, missing]) => missing.length > 0)
      .map(([language, missing]) => [language, Object.fromEntries(missing.map(text => [text, '']))]),
  );

/** Takes texts into a language; what nothing asks for any more goes. */
export function addTranslations(language: string, added: Translations): void {
  const all = { ...translationsOf(language), ...added };
  const kept = [...wanted().keys()].flatMap(key => (all[key] ? [[key, all[key]] as const] : []));
  writeJson(bundlePath(language), Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1))));
}

/** The English that a pseudo-language is made of: all texts by their keys, and those of package.json by theirs. */
export const pseudoSources = (): {
  readonly texts: ReadonlyMap<string, string>;
  readonly manifest: ManifestTexts;
} => ({ texts: wanted(), manifest: manifestTexts() });
