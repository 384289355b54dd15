import type * as vscode from 'vscode';

/**
 * The label of a row that begins with a time, which is set off from the rest, so that a narrow view keeps what one
 * looks for. `timeLength`: how many characters of the text are the time; 0 where there is none.
 */
export const timeLabel = (label: string, timeLength: number): vscode.TreeItemLabel => ({
  label,
  highlights: timeLength === 0 ? [] : [[0, timeLength]],
});

/** The label of a row from its time and its title. Two spaces part them; no title has two in a row. */
export const timeAndTitle = (time: string, title: string): vscode.TreeItemLabel =>
  timeLabel(time === '' ? title : `${time}  ${title}`, time.length);
