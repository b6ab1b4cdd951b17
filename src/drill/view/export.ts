// A team's view of one source as the file its program would have written, for tools of one's own.
import { projectionContext } from '../evidence/context.ts';
import { sources } from '../evidence/sources.ts';
import type { World } from '../world/entities.ts';
import type { TeamView, ViewScope } from './team-view.ts';

/** Characters gathered before they are handed on. */
const chunkLength = 1 << 17;

/** The file of a source in pieces, header first. `source` must be an id of the registry. */
export async function* exportSource(
  view: TeamView,
  world: World,
  source: string,
  scope: Omit<ViewScope, 'sources'>,
): AsyncGenerator<string> {
  const header = sources.find(({ id }) => id === source)?.header?.(projectionContext(world)) ?? '';
  let piece = header === '' || header.endsWith('\n') ? header : `${header}\n`;
  for await (const { text } of view.everything({ ...scope, sources: [source] })) {
    piece += `${text}\n`;
    if (piece.length < chunkLength) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
