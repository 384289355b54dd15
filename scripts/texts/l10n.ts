// npm run l10n: exports the English texts, makes package.nls.*.json, and lists what each language lacks.
// npm run l10n -- add de FILE: takes the texts of FILE (a JSON record, by the English) into German.
import { readFileSync } from 'node:fs';
import { addTranslations, languages, standingOf, writeTexts } from './languages.ts';

const [act, language, file] = process.argv.slice(2);
await writeTexts();
if (act === 'add' && language !== undefined && file !== undefined) {
  addTranslations(language, JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  await writeTexts();
}
for (const one of languages()) {
  const { missing, unused, differing } = standingOf(one);
  console.log(
    `${one}: ${missing.length} missing, ${unused.length} unused, ${differing.length} with other placeholders`,
  );
  for (const [name, keys] of Object.entries({ missing, unused, differing })) {
    if (act === one) for (const key of keys) console.log(`  ${name}: ${JSON.stringify(key)}`);
  }
  if (missing.length + differing.length > 0) process.exitCode = 1;
}
