/** What a person reads of package.json, by the names of the members that hold it. */
const TEXTS = new Set([
  'title',
  'shortTitle',
  'name',
  'contextualTitle',
  'contents',
  'label',
  'displayName',
  'userDescription',
  'description',
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'enumItemLabels',
  'patternErrorMessage',
  'errorMessage',
  'deprecationMessage',
  'markdownDeprecationMessage',
  'altText',
]);

/** Members whose names are not texts of ours: names of tools and of skills, and what only a model reads. */
const OTHERS = new Set(['languageModelTools.name', 'chatSkills.name', 'languageModelTools.inputSchema', 'menus']);

/** Names that are the same in every language. */
const NAMES = new Set(['Defer']);

const KEY = /^%([\w.-]+)%$/;

/** English texts by their keys, as package.nls.json has them. */
export type ManifestTexts = Readonly<Record<string, string>>;

/** A place in a JSON value that holds a text: where it is, and how to put another in. */
interface Place {
  readonly path: string;
  readonly text: string;
  readonly put: (text: string) => void;
}

/**
 * The package.json with a `%key%` for each text that a person reads, and those texts. A text that has a key keeps it;
 * one that is written plainly gets a key made of its place. What nothing names any more is left out.
 */
export function takeTextsOut<Manifest extends { readonly contributes: unknown }>(
  manifest: Manifest,
  texts: ManifestTexts,
): { readonly manifest: Manifest; readonly texts: ManifestTexts } {
  const copy = structuredClone(manifest);
  const places = placesIn(copy.contributes, '');
  const named = new Map(
    places.flatMap(({ text }) => {
      const key = KEY.exec(text)?.[1];
      return key === undefined ? [] : [[key, texts[key] ?? ''] as const];
    }),
  );
  for (const { path, text, put } of places.filter(place => !KEY.test(place.text))) {
    let key = path;
    for (let count = 2; named.has(key) && named.get(key) !== text; count += 1) {
      key = `${path}.${count}`;
    }
    named.set(key, text);
    put(`%${key}%`);
  }
  const sorted = [...named].sort(([one], [other]) => (one < other ? -1 : 1));
  return { manifest: copy, texts: Object.fromEntries(sorted) };
}

/** A JSON value with the texts for its `%key%`s, as the editor makes it. */
export const withTexts = <Value>(value: Value, texts: ManifestTexts): Value =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) => {
    const key = typeof item === 'string' ? KEY.exec(item)?.[1] : undefined;
    return key === undefined ? item : texts[key];
  }) as Value;

/** The texts of package.json that are not in package.nls.json. */
export const plainTexts = (manifest: { readonly contributes: unknown }): readonly string[] =>
  placesIn(structuredClone(manifest.contributes), '')
    .filter(({ text }) => !KEY.test(text))
    .map(({ path, text }) => `${path}: ${text}`);

function placesIn(value: unknown, path: string): readonly Place[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([name, item]) => {
    const here = joined(path, Array.isArray(value) ? nameOf(item, name) : name);
    if (OTHERS.has(name) || OTHERS.has(`${path.split('.')[0]}.${name}`)) {
      return [];
    }
    const isText = TEXTS.has(name) || (Array.isArray(value) && TEXTS.has(path.split('.').at(-1) ?? ''));
    return typeof item === 'string'
      ? isText && item !== '' && !NAMES.has(item)
        ? [{ path: here, text: item, put: (text: string) => void (holder[name] = text) }]
        : []
      : placesIn(item, here);
  });
}

/** An item of a list goes by what names it. */
function nameOf(item: unknown, index: string): string {
  const { command, id, name, view, type, properties } = (item ?? {}) as Record<string, unknown>;
  // A section of settings: those have names of their own, wherever they stand.
  if (properties !== undefined) {
    return '';
  }
  const found = [command, id, name, view, type].find(one => typeof one === 'string' && !KEY.test(one));
  return typeof found === 'string' ? found : index;
}

const joined = (path: string, name: string): string =>
  [path, name === 'properties' ? '' : name.replace(/[^\w.-]/g, '')].filter(Boolean).join('.');
