// What Defer uses of @vscode/l10n, for the build: half of that package reads bundles from files and addresses, and the
// editor reads every byte of it to activate the extension. test/unit/l10nPart.test.ts holds both to the same answers.
let bundle = {};

export const config = ({ contents }) => void (bundle = contents);

export function t(text, ...given) {
  const { message, comment, args = given } = text.message ? text : { message: text };
  const found = bundle[comment ? `${message}/${comment}` : message] || message;
  return args.length ? found.replace(/{(\d+)}/g, (whole, index) => args[index] ?? whole) : found;
}
