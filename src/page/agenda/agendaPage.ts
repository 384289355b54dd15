import { h } from 'preact';
import type { AgendaLook } from '../../render/agenda/agendaLook.ts';
import { startPage } from '../base/startPage.ts';
import { AgendaBoard } from './agendaBoard.ts';

startPage<AgendaLook>((look, ask) => h(AgendaBoard, { look, ask }));
