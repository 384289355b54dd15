// npm run l10n: exports the English texts, makes package.nls.*.json, and says how far each language has them. What
// nothing asks for any more goes once a language lacks nothing: until then, whoever translates sees what the text was
// before.
// npm run l10n -- de: lists what German lacks, too.
// npm run l10n -- gaps FILE: writes what the languages lack into FILE, as a form to fill in.
// npm run l10n -- add FILE: takes the form in. npm run l10n -- add de FILE: the same for one language, whose texts are
// all of FILE.
import { readFileSync, writeFileSync } from 'node:fs';
import { addTranslations, gaps, languages, standingOf, writeTexts } from './languages.ts';

type Texts = Readonly<Record<string, string>>;

const USAGE = 'npm run l10n, and behind it nothing, or: -- LANGUAGE, -- gaps FILE, -- add FILE, -- add LANGUAGE FILE';

const [act, ...words] = process.argv.slice(2);
const file = words.at(-1);
if (act === 'gaps' || act === 'add' ? file === undefined : act !== undefined && !languages().includes(act)) {
  console.error(USAGE);
  process.exit(2);
}

await writeTexts();
if (act === 'gaps' && file !== undefined) {
  writeFileSync(file, `${JSON.stringify(gaps(), undefined, 2)}\n`);
}
if (act === 'add' && file !== undefined) {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const added = words.length === 1 ? (read as Record<string, Texts>) : { [words[0] ?? '']: read as Texts };
  for (const [language, texts] of Object.entries(added)) {
    addTranslations(language, texts);
  }
  await writeTexts();
}

for (const one of languages()) {
  const before = standingOf(one);
  if (before.missing.length === 0 && before.unused.length > 0) {
    addTranslations(one, {});
    console.log(`${one}: ${before.unused.length} that nothing asks for any more are taken out`);
  }
  const { missing, unused, differing } = standingOf(one);
  console.log(
    `${one}: ${missing.length} missing, ${unused.length} unused, ${differing.length} with other placeholders`,
  );
  for (const [name, keys] of Object.entries({ missing, unused, differing })) {
    if (act === one) for (const key of keys) console.log(`  ${name}: ${JSON.stringify(key)}`);
  }
  if (missing.length + differing.length > 0) process.exitCode = 1;
}
if (Object.keys(gaps()).length > 0) {
  console.log('"npm run l10n -- gaps FILE" writes a form of all that is missing. Fill it in; "-- add FILE" takes it.');
}
