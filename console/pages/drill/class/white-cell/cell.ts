// What the white cell reads, and what it says.
import type { Static } from 'typebox';
import type { CellView } from '#model/drill/api.ts';
import type { WorldChannel, WorldRole } from '#model/drill/inject.ts';
import { send } from '../../../../api/client.ts';
import { useChange } from '../../../../lib/hooks.ts';

export type Cell = Static<typeof CellView>;
export type CellRole = Cell['roles'][number];
export type CellItem = Cell['queue'][number];

export interface Speech {
  teams: 'all' | string[];
  as: { role: WorldRole; person?: string };
  channel: WorldChannel;
  subject?: string;
  text: string;
  answers?: string;
  promise?: { text: string; dueMinutes: number };
}

/** Speaks to teams as somebody of the story. */
export const useSpeak = (exercise: string, after: () => void) =>
  useChange<Speech>(speech => send('POST', `/drill/exercises/${exercise}/messages`, speech), {
    refresh: ['drill'],
    done: 'class.cell.sent',
    after,
  });
