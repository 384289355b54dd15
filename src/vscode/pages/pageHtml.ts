import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the build puts the scripts and styles of pages; a page can read nothing else. */
export const mediaOf = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, 'dist', 'media');

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = /^(?:ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;

/**
 * The frame of a page: its script and its styles, and no content. Nothing else runs in it, is styled by it or is loaded
 * by it: no script or style within the text, no picture, no network. `name`: of its script and style.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, name: string): string {
  const nonce = randomBytes(16).toString('hex');
  const media = mediaOf(extension);
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(media, file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  const { language } = vscode.env;
  const direction = RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
  return `<!DOCTYPE html>
<html lang="${language.replace(/[^\w-]/g, '')}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Defer</title>
<link rel="stylesheet" href="${address('page.css')}">
<link rel="stylesheet" href="${address(`${name}.css`)}">
</head>
<body>
<script type="module" nonce="${nonce}" src="${address(`${name}.js`)}"></script>
</body>
</html>`;
}
