import * as vscode from 'vscode';
import type { Host } from '../../verbs/host.ts';
import { conversationsOn } from '../model/settings.ts';

/** Why this window reads no conversations; undefined where it does. To ask a tool for them starts a program. */
export const conversationsOff = (): Host['conversationsOff'] =>
  conversationsOn() ? (vscode.workspace.isTrusted ? undefined : 'restricted') : 'setting';
