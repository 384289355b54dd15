export declare const config: (given: { readonly contents: object }) => void;
export { t } from '@vscode/l10n';
